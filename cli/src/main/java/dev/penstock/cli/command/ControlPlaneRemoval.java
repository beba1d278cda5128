package dev.penstock.cli.command;

import dev.penstock.action.AwsScope;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.controlplane.ControlPlane;
import dev.penstock.cli.controlplane.ControlPlaneFolder;
import dev.penstock.cli.controlplane.UndeletedData.Item;
import dev.penstock.cli.controlplane.UndeletedData.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Deletes the stack, and its data where that is asked for. What is to be deleted after the stack is written down before it, so
 * that a removal that was interrupted anywhere is finished by the same command.
 *
 * @param place in which account and Region, in one word
 * @param agreed asks whether it is to be done
 */
record ControlPlaneRemoval(
        ControlPlaneFolder home,
        String stackName,
        String place,
        boolean deleteData,
        Function<Path, ControlPlaneSession> sessions,
        Question agreed,
        PrintStream out) {

    /** Asks whoever runs the command. */
    interface Question {
        boolean ask(String question) throws IOException;
    }

    ExitCode run(Optional<ControlPlane> there) throws IOException, InterruptedException {
        return there.isPresent() ? stack(there.get()) : leftOver();
    }

    private ExitCode stack(ControlPlane stack) throws IOException, InterruptedException {
        List<Item> data = new ArrayList<>();
        stack.table().ifPresent(name -> data.add(new Item(Kind.TABLE, place, name)));
        stack.bucket().ifPresent(name -> data.add(new Item(Kind.BUCKET, place, name)));
        if (deleteData) {
            home.undeleted().of(place).stream()
                    .filter(item -> !data.contains(item))
                    .forEach(data::add);
        }
        String named = named(data);
        String question = deleteData
                ? "Delete the stack " + stackName + ", and " + named + " with all that is in them?"
                : "Delete the stack " + stackName + "? (" + named + " stay)";
        if (!agreed.ask(question)) {
            return ExitCode.SUCCEEDED;
        }
        if (deleteData) {
            home.undeleted().add(data);
        }
        ExitCode ended = sessions.apply(home.removal()).run();
        if (ended != ExitCode.SUCCEEDED) {
            return ended;
        }
        if (!deleteData) {
            out.println("Kept: " + named + ".");
            return ended;
        }
        return delete(data);
    }

    /** After a removal that was interrupted when the stack was gone. */
    private ExitCode leftOver() throws IOException, InterruptedException {
        out.println("There is no stack " + stackName + ".");
        List<Item> data = home.undeleted().of(place);
        if (!deleteData || data.isEmpty()) {
            return ExitCode.SUCCEEDED;
        }
        String question = "Delete what it left, " + named(data) + " with all that is in them?";
        return agreed.ask(question) ? delete(data) : ExitCode.SUCCEEDED;
    }

    private ExitCode delete(List<Item> data) throws IOException, InterruptedException {
        sessions.apply(home.definition()).open((runner, plan, accepted) -> {
            for (Item item : data) {
                switch (item.kind()) {
                    case TABLE -> runner.keptData().deleteTable(AwsScope.OWN, item.name());
                    case BUCKET -> runner.keptData().deleteBucket(AwsScope.OWN, item.name());
                }
                home.undeleted().remove(item);
            }
            return data.size();
        });
        out.println("Deleted: " + named(data) + ".");
        return ExitCode.SUCCEEDED;
    }

    private static String named(List<Item> data) {
        if (data.isEmpty()) {
            return "no data";
        }
        return data.stream()
                .map(item -> switch (item.kind()) {
                    case TABLE -> "the table " + item.name();
                    case BUCKET -> "the bucket " + item.name();
                })
                .collect(Collectors.joining(" and "));
    }
}

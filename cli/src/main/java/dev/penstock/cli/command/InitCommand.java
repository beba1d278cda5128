package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Refusal;
import dev.penstock.templates.StarterFile;
import dev.penstock.templates.StarterSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes starter files. */
@Command(name = "init", description = "Write starter files for a pipeline of your own.")
final class InitCommand extends PenstockCommand {

    @Option(
            names = "--template",
            paramLabel = "NAME",
            description = "Which: service (an image to an ECS service; the default), web-application (a stack with its"
                    + " network and database, to two regions), or control-plane (what 'penstock bootstrap'"
                    + " deploys).")
    private String template = StarterSet.SERVICE.name();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Where to; here unless said otherwise.")
    private Path folder = Path.of("");

    InitCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        StarterSet set = StarterSet.named(template)
                .orElseThrow(() -> new CommandFailure(
                        Refusal.COMMAND_LINE,
                        "There are no starter files '" + template + "', and nothing was written.",
                        "Name one of "
                                + StarterSet.all().stream()
                                        .map(StarterSet::name)
                                        .collect(Collectors.joining(", "))
                                + "."));
        Path target = surroundings().resolve(folder);
        List<String> there = set.files().stream()
                .map(StarterFile::name)
                .filter(name -> Files.exists(target.resolve(name)))
                .toList();
        if (!there.isEmpty()) {
            throw new CommandFailure(
                    Refusal.OVERWRITE,
                    there.stream().collect(Collectors.joining(", ")) + (there.size() == 1 ? " is" : " are")
                            + " there already, and nothing was written.",
                    "Name another folder: penstock init DIR.");
        }
        int width = set.files().stream()
                .mapToInt(file -> file.name().length())
                .max()
                .orElse(0);
        for (StarterFile file : set.files()) {
            Path path = target.resolve(file.name());
            Files.createDirectories(path.resolveSibling(""));
            Files.writeString(path, file.text(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            surroundings().out().printf(Locale.ROOT, "%-" + width + "s  %s%n", file.name(), file.purpose());
        }
        Path definition = folder.resolve("pipeline.yml");
        surroundings().out().println();
        surroundings()
                .out()
                .println("Try it with '" + surroundings().program() + " run " + definition + " --simulate'.");
        return ExitCode.SUCCEEDED;
    }
}

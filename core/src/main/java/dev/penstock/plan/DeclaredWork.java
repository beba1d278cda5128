package dev.penstock.plan;

import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import java.util.List;
import java.util.Optional;

/**
 * What an action would do of which nothing can be looked at before it runs: what its declaration says, in words.
 *
 * @param summary what it does, to follow the action's name: {@code puts …}
 * @param remarks further sentences
 */
public record DeclaredWork(String summary, List<String> remarks) {

    private static final int MOST_COMMANDS = 10;
    private static final int LONGEST_COMMAND = 100;

    public DeclaredWork {
        remarks = List.copyOf(remarks);
    }

    /**
     * What an action would do; absent for actions that are looked at, and for those of whose work a plan says nothing.
     *
     * @param place where its commands would run, to follow "runs 3 commands"; not asked of other actions
     */
    static Optional<DeclaredWork> of(ActionDeclaration action, String place) {
        if (action.type().owner() != ActionOwner.AWS) {
            return Optional.empty();
        }
        boolean invokes = action.type().category() == ActionCategory.INVOKE;
        return switch (action.type().provider()) {
            case "S3" ->
                action.type().category() == ActionCategory.DEPLOY ? Optional.of(bucket(action)) : Optional.empty();
            case "Commands" -> Optional.of(commands(action, place));
            case "Lambda" -> invokes ? Optional.of(function(action)) : Optional.empty();
            case "StepFunctions" -> invokes ? Optional.of(stateMachine(action)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static DeclaredWork bucket(ActionDeclaration action) {
        String bucket = value(action, "BucketName").orElse("");
        Optional<String> key = value(action, "ObjectKey");
        String artifact = input(action);
        return value(action, "Extract").orElse("").equals("true")
                ? new DeclaredWork(
                        "puts the files of '" + artifact + "' into the bucket " + bucket
                                + key.map(prefix -> " below " + prefix).orElse(""),
                        List.of("Objects of the same keys are replaced; nothing is removed."))
                : new DeclaredWork(
                        "puts '" + artifact + "' into the bucket " + bucket
                                + key.map(whole -> " as " + whole).orElse(""),
                        List.of("An object of the same key is replaced."));
    }

    private static DeclaredWork commands(ActionDeclaration action, String place) {
        List<String> commands = action.commands();
        List<String> shown = commands.stream()
                .limit(MOST_COMMANDS)
                .map(command ->
                        command.length() <= LONGEST_COMMAND ? command : command.substring(0, LONGEST_COMMAND) + "…")
                .toList();
        return new DeclaredWork(
                "runs " + (commands.size() == 1 ? "a command" : commands.size() + " commands") + " " + place, shown);
    }

    private static DeclaredWork function(ActionDeclaration action) {
        return new DeclaredWork(
                "invokes the function " + value(action, "FunctionName").orElse(""), List.of());
    }

    private static DeclaredWork stateMachine(ActionDeclaration action) {
        String arn = value(action, "StateMachineArn").orElse("");
        boolean ofFile = value(action, "InputType").orElse("").equals("FilePath");
        String with =
                ofFile ? ", with the file " + value(action, "Input").orElse("") + " of '" + input(action) + "'" : "";
        return new DeclaredWork("executes the state machine " + arn + with, List.of());
    }

    private static String input(ActionDeclaration action) {
        return action.inputArtifacts().isEmpty() ? "" : action.inputArtifacts().getFirst();
    }

    private static Optional<String> value(ActionDeclaration action, String key) {
        return Optional.ofNullable(action.configuration().get(key)).filter(value -> !value.isEmpty());
    }
}

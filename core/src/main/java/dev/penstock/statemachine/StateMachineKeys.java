package dev.penstock.statemachine;

import dev.penstock.action.ConfigurationReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the keys of {@code Invoke/AWS/StepFunctions}. Source: CodePipeline User Guide, "AWS Step Functions invoke action reference". */
final class StateMachineKeys {

    /** Of {@code StartExecution}; a UTF-8 text of so many bytes. */
    static final int LONGEST_INPUT = 262_144;

    private static final String MACHINE = "StateMachineArn";
    private static final String PREFIX = "ExecutionNamePrefix";
    private static final String TYPE = "InputType";
    private static final String INPUT = "Input";
    private static final String LITERAL = "Literal";
    private static final String FILE_PATH = "FilePath";

    /** What {@code StartExecution} takes for a name, less the hyphen and the 36 characters that follow. */
    private static final Pattern NAME_PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,43}");

    private StateMachineKeys() {}

    static StateMachineConfiguration read(ConfigurationReader keys) {
        Optional<StateMachineArn> machine = StateMachineArn.of(keys.required(MACHINE));
        if (keys.isKnown(MACHINE) && machine.isEmpty()) {
            keys.problem(
                    MACHINE,
                    "This is not the ARN of a state machine.",
                    "It has the form arn:aws:states:REGION:ACCOUNT:stateMachine:NAME.");
        }
        Optional<String> prefix = keys.optional(PREFIX);
        if (keys.isKnown(PREFIX) && !NAME_PREFIX.matcher(prefix.orElse("")).matches()) {
            keys.problem(
                    PREFIX,
                    "Names of executions cannot begin with '" + prefix.orElse("") + "'.",
                    "Write 1 to 43 letters, digits, '-' and '_'; a hyphen and an id of 36 characters follow.");
        }
        return new StateMachineConfiguration(machine, prefix, input(keys));
    }

    private static ExecutionInput input(ConfigurationReader keys) {
        Optional<String> given = keys.optional(INPUT);
        if (keys.choice(TYPE, LITERAL, LITERAL, FILE_PATH).equals(LITERAL)) {
            // A type that is not known yet may be the other one, whose input is no JSON.
            if (keys.isKnown(INPUT)
                    && (keys.isKnown(TYPE)
                            || !keys.declaration().configuration().containsKey(TYPE))) {
                given.flatMap(StateMachineKeys::wrong)
                        .ifPresent(wrong -> keys.problem(
                                INPUT,
                                "The input " + wrong,
                                "Write JSON, such as {\"action\": \"test\"}; for a file of the input artifact say"
                                        + " 'InputType: FilePath'."));
            }
            return new ExecutionInput.Literal(given.orElse("{}"));
        }
        if (given.isEmpty()) {
            keys.problem(
                    INPUT, "The path of the file with the input is missing.", "Write it, such as assets/input.json.");
        }
        if (keys.declaration().inputArtifacts().isEmpty()) {
            keys.problem(
                    TYPE, "The input is in a file, and there is no input artifact.", "Name one in 'inputArtifacts'.");
        }
        return new ExecutionInput.FilePath(given.orElse(""));
    }

    /** Why {@code StartExecution} would not take an input, to follow "the input"; absent if it would. */
    static Optional<String> wrong(String input) {
        int bytes = input.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_INPUT) {
            return Optional.of("has " + bytes + " bytes, and Step Functions takes " + LONGEST_INPUT + " at most.");
        }
        try {
            return JsonMapper.shared().readTree(input).isMissingNode() ? Optional.of("is empty.") : Optional.empty();
        } catch (JacksonException e) {
            var place = e.getLocation();
            return Optional.of("is no JSON: " + e.getOriginalMessage() + " (line "
                    + (place == null ? 1 : place.getLineNr()) + ", column " + (place == null ? 1 : place.getColumnNr())
                    + ").");
        }
    }
}

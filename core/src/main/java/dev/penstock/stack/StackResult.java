package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ActionResult.Deployment;
import dev.penstock.execution.ActionResult.ExternalExecution;
import dev.penstock.json.JsonWriter;
import dev.penstock.stack.CloudFormationState.Operation;
import dev.penstock.stack.CloudFormationState.Past;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an action puts out that succeeded: the stack's outputs as variables, and as a file if one is named. */
final class StackResult {

    private final Stacks stacks;
    private final StackInputs inputs;

    StackResult(Stacks stacks, StackInputs inputs) {
        this.stacks = stacks;
        this.inputs = inputs;
    }

    /** After an operation that came to what was wanted. */
    ActionResult deployed(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackOptions.Mode mode,
            Operation operation,
            Past past,
            Stack seen)
            throws IOException, StackFailure {
        if (operation.kind() == Operation.Kind.DELETE) {
            return new ActionResult(
                    Map.of(),
                    Map.of(),
                    "deleted",
                    Optional.of(new ExternalExecution(operation.stackId(), Optional.empty())),
                    List.of());
        }
        Stack stack = stacks.find(context.scope(), operation.stackId()).orElse(seen);
        String version = operation.changeSetId();
        if (configuration.template().isPresent() && configuration.goal() != StackGoal.EXECUTE) {
            StackInputs.Wanted wanted = inputs.read(context, configuration);
            version = "template " + wanted.template().digest();
            wanted.configuration()
                    .stackPolicy()
                    .ifPresent(policy -> stacks.setStackPolicy(context.scope(), stack.id(), policy));
        }
        String deed = operation.kind() == Operation.Kind.CREATE ? "created" : "updated";
        return result(
                context,
                configuration,
                stack.outputValues(),
                deed + readiness(mode) + debt(past),
                operation.changeSetId(),
                stack.id(),
                version);
    }

    /** After a change set that turned out to change nothing. */
    ActionResult unchanged(
            ActionContext context, CloudFormationConfiguration configuration, ChangeSet changes, Past past)
            throws IOException, StackFailure {
        Map<String, String> outputs = outputs(context, changes);
        if (configuration.goal() != StackGoal.PROPOSE
                && configuration.template().isPresent()) {
            inputs.read(context, configuration)
                    .configuration()
                    .stackPolicy()
                    .ifPresent(policy -> stacks.setStackPolicy(context.scope(), changes.stackId(), policy));
        }
        return result(
                context,
                configuration,
                outputs,
                "no changes" + debt(past),
                changes.id(),
                changes.stackId(),
                "no changes");
    }

    /** A change set that is there to be executed. */
    ActionResult proposed(
            ActionContext context, CloudFormationConfiguration configuration, ChangeSet changes, Past past)
            throws IOException {
        Map<String, String> outputs = outputs(context, changes);
        Map<String, ArtifactReference> artifacts = artifact(context, configuration, outputs);
        return new ActionResult(
                artifacts,
                outputs,
                "change set made: " + counted(changes) + debt(past),
                Optional.of(new ExternalExecution(changes.id(), Optional.empty())),
                List.of());
    }

    /** {@code 3 resources change}. */
    static String counted(ChangeSet changes) {
        int count = changes.changes().size();
        return count == 1 ? "1 resource changes" : count + " resources change";
    }

    private Map<String, String> outputs(ActionContext context, ChangeSet changes) {
        return stacks.find(context.scope(), changes.stackId())
                .map(Stack::outputValues)
                .orElse(Map.of());
    }

    /** CloudFormation waited for nothing to be ready, and so nobody knows. */
    private static String readiness(StackOptions.Mode mode) {
        return switch (mode) {
            case STANDARD -> "";
            case EXPRESS -> " in express mode; its resources may become ready later";
        };
    }

    private static String debt(Past past) {
        return past.skipped().isEmpty()
                ? ""
                : "; left out of a rollback before, and to be compared with the template: "
                        + String.join(", ", past.skipped());
    }

    private static ActionResult result(
            ActionContext context,
            CloudFormationConfiguration configuration,
            Map<String, String> outputs,
            String summary,
            String external,
            String stackId,
            String version)
            throws IOException {
        return new ActionResult(
                artifact(context, configuration, outputs),
                outputs,
                summary,
                Optional.of(new ExternalExecution(external, Optional.empty())),
                List.of(new Deployment("CloudFormation stack " + configuration.stack(), stackId, version)));
    }

    /** The artifact with the file of the outputs; with nothing in it where none is named, which CodePipeline allows. */
    static Map<String, ArtifactReference> artifact(
            ActionContext context, CloudFormationConfiguration configuration, Map<String, String> outputs)
            throws IOException {
        if (context.declaration().outputArtifacts().isEmpty()) {
            return Map.of();
        }
        var writer = new BundleWriter();
        if (configuration.outputFile().isPresent()) {
            JsonWriter json = JsonWriter.indented().object();
            outputs.forEach(json::field);
            writer.file(configuration.outputFile().get(), json.endObject() + "\n");
        }
        Path bundle = context.workDirectory().resolve("outputs.zip");
        writer.write(bundle);
        String name = context.declaration().outputArtifacts().getFirst().name();
        return Map.of(name, context.store(bundle));
    }
}

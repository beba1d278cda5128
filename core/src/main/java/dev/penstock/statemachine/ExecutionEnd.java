package dev.penstock.statemachine;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.OutputArtifact;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an action puts out, or says, when its execution has come to an end. */
final class ExecutionEnd {

    /** The file of the output artifact. CodePipeline's own name for it is not documented. */
    private static final String OUTPUT_FILE = "output.json";

    private static final int LONGEST_SHOWN = 500;

    private ExecutionEnd() {}

    static StepResult<StateMachineState> succeeded(
            ActionContext context, StateMachineConfiguration configuration, MachineExecution seen) throws IOException {
        Map<String, ArtifactReference> artifacts = new LinkedHashMap<>();
        for (OutputArtifact output : context.declaration().outputArtifacts()) {
            Path bundle = context.workDirectory().resolve("output.zip");
            new BundleWriter().file(OUTPUT_FILE, seen.output().orElse("{}")).write(bundle);
            artifacts.put(output.name(), context.store(bundle));
        }
        return new StepResult.Succeed<>(result(
                configuration,
                artifacts,
                Map.of("StateMachineArn", configuration.accepted().text(), "ExecutionArn", seen.arn()),
                seen.arn(),
                "executed " + configuration.accepted().name()));
    }

    static ActionResult result(
            StateMachineConfiguration configuration,
            Map<String, ArtifactReference> artifacts,
            Map<String, String> variables,
            String execution,
            String summary) {
        return new ActionResult(
                artifacts,
                variables,
                summary,
                Optional.of(new ActionResult.ExternalExecution(execution, url(configuration.accepted(), execution))),
                List.of());
    }

    /** Where a person sees it in AWS's console, which has no such page for executions of express state machines. */
    private static Optional<String> url(StateMachineArn machine, String execution) {
        return machine.partition().equals("aws") && execution.contains(":execution:")
                ? Optional.of("https://" + machine.region() + ".console.aws.amazon.com/states/home?region="
                        + machine.region() + "#/v2/executions/details/" + execution)
                : Optional.empty();
    }

    static StepResult<StateMachineState> ended(
            ActionContext context,
            StateMachineConfiguration configuration,
            MachineExecution seen,
            Kind kind,
            String code,
            String what) {
        String error = seen.error().isEmpty() ? "" : " Its error is " + seen.error() + ".";
        String cause = seen.cause().isEmpty() ? "" : " " + shown(seen.cause());
        return failed(
                kind,
                code,
                context.masker()
                        .mask("The execution " + seen.arn() + " of the state machine '"
                                + configuration.accepted().name() + "' " + what + "." + error + cause));
    }

    private static String shown(String cause) {
        return cause.length() <= LONGEST_SHOWN ? cause : cause.substring(0, LONGEST_SHOWN) + "…";
    }

    static StepResult<StateMachineState> failed(Kind kind, String code, String message) {
        return new StepResult.Fail<>(new ActionFailure(kind, code, message, List.of()));
    }
}

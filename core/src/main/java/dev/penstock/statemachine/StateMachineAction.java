package dev.penstock.statemachine;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.AwsScope;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleReader;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executes a state machine: {@code Invoke/AWS/StepFunctions/1}. A standard one is waited for, and its output becomes the output
 * artifact; an express one is started.
 *
 * <p>The execution's name is made of the attempt, so that whoever goes on after a crash finds the execution that was started: {@code
 * StartExecution} starts none a second time. Source: CodePipeline User Guide, "AWS Step Functions invoke action reference".
 */
public final class StateMachineAction implements ActionProvider<StateMachineConfiguration, StateMachineState> {

    /** {@code Invoke/AWS/StepFunctions/1}. */
    public static final ActionTypeId TYPE =
            new ActionTypeId(ActionCategory.INVOKE, ActionOwner.AWS, "StepFunctions", "1");

    /** "Quotas in AWS CodePipeline". */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** {@code DescribeExecution} is eventually consistent. */
    private static final Duration UNSEEN_AT_MOST = Duration.ofMinutes(2);

    private final StateMachines machines;
    private final BundleReader bundles = new BundleReader();

    /** A provider that executes the state machines of a service. */
    public StateMachineAction(StateMachines machines) {
        this.machines = machines;
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 1, 0, 1);
    }

    @Override
    public StateMachineConfiguration configure(ConfigurationReader keys) {
        return StateMachineKeys.read(keys);
    }

    @Override
    public Class<StateMachineState> stateType() {
        return StateMachineState.class;
    }

    @Override
    public StateMachineState begin(StateMachineConfiguration configuration) {
        return new StateMachineState.Begun();
    }

    @Override
    public Duration timeout(StateMachineConfiguration configuration) {
        return LONGEST;
    }

    @Override
    public StepResult<StateMachineState> step(
            ActionContext context, StateMachineConfiguration configuration, StateMachineState state)
            throws IOException {
        return switch (state) {
            case StateMachineState.Begun() -> look(context, configuration);
            case StateMachineState.Starting starting -> start(context, configuration, starting);
            case StateMachineState.Following following -> follow(context, configuration, following);
        };
    }

    @Override
    public void abandon(ActionContext context, StateMachineConfiguration configuration, StateMachineState state) {
        execution(configuration, state)
                .ifPresent(execution -> machines.stop(
                        scope(context, configuration),
                        execution,
                        "The action '" + context.declaration().name() + "' of the pipeline '" + context.pipeline()
                                + "' was abandoned."));
    }

    @Override
    public Optional<String> stopping(
            ActionContext context, StateMachineConfiguration configuration, StateMachineState state) {
        return execution(configuration, state)
                .map(execution -> machines.look(scope(context, configuration), execution))
                .filter(seen -> seen.status() == MachineExecution.Status.RUNNING)
                .map(seen -> "the execution " + seen.arn() + " is being stopped");
    }

    /** What may be under way: also when the answer to its start did not come. */
    private static Optional<String> execution(StateMachineConfiguration configuration, StateMachineState state) {
        return switch (state) {
            case StateMachineState.Begun() -> Optional.empty();
            case StateMachineState.Starting(StateMachines.Type type, String name) ->
                type == StateMachines.Type.STANDARD
                        ? Optional.of(configuration.accepted().execution(name))
                        : Optional.empty();
            case StateMachineState.Following(String execution, Instant ignored) -> Optional.of(execution);
        };
    }

    /** State machines are called in their own Region, whatever the action's is. */
    private static AwsScope scope(ActionContext context, StateMachineConfiguration configuration) {
        return new AwsScope(
                Optional.of(configuration.accepted().region()), context.scope().roleArns());
    }

    private StepResult<StateMachineState> look(ActionContext context, StateMachineConfiguration configuration) {
        StateMachineArn machine = configuration.accepted();
        StateMachines.Type type;
        try {
            type = machines.type(scope(context, configuration), machine);
        } catch (RemoteCallException e) {
            if (e.kind() == RemoteCallException.Kind.NOT_FOUND) {
                return ExecutionEnd.failed(
                        Kind.FAILED,
                        "PEN-STATES-001",
                        "There is no state machine " + machine + ". Create it first, or check the ARN.");
            }
            throw e;
        }
        if (type == StateMachines.Type.EXPRESS
                && !context.declaration().outputArtifacts().isEmpty()) {
            return ExecutionEnd.failed(
                    Kind.FAILED,
                    "PEN-STATES-006",
                    "The state machine '" + machine.name() + "' is an express one, which tells nothing of its output,"
                            + " and the action has an output artifact. Leave that out, or use a standard state"
                            + " machine. Nothing was started.");
        }
        String id = context.token("execution");
        String name =
                configuration.namePrefix().map(prefix -> prefix + "-" + id).orElse(id);
        return new StepResult.Next<>(new StateMachineState.Starting(type, name), "starting " + machine.name());
    }

    private StepResult<StateMachineState> start(
            ActionContext context, StateMachineConfiguration configuration, StateMachineState.Starting starting)
            throws IOException {
        String input;
        switch (configuration.input()) {
            case ExecutionInput.Literal(String json) -> input = json;
            case ExecutionInput.FilePath(String path) -> {
                Optional<byte[]> file = file(context, path);
                if (file.isEmpty()) {
                    return ExecutionEnd.failed(
                            Kind.FAILED,
                            "PEN-STATES-005",
                            "The artifact '" + artifact(context) + "' has no file '" + path
                                    + "', which 'Input' names. Nothing was started.");
                }
                input = new String(file.get(), StandardCharsets.UTF_8);
            }
        }
        Optional<String> wrong = StateMachineKeys.wrong(input);
        if (wrong.isPresent()) {
            return ExecutionEnd.failed(
                    Kind.FAILED,
                    "PEN-STATES-007",
                    "The input of the execution " + wrong.get() + " Nothing was started.");
        }
        StateMachineArn machine = configuration.accepted();
        String execution = machines.start(scope(context, configuration), machine, starting.name(), input);
        context.log("Started the execution " + execution);
        return switch (starting.type()) {
            case STANDARD ->
                waiting(
                        context,
                        configuration,
                        new StateMachineState.Following(execution, context.now()),
                        Optional.empty());
            case EXPRESS ->
                new StepResult.Succeed<>(ExecutionEnd.result(
                        configuration,
                        Map.of(),
                        Map.of("StateMachineArn", machine.text()),
                        execution,
                        "started " + machine.name()));
        };
    }

    private Optional<byte[]> file(ActionContext context, String path) throws IOException {
        return bundles.file(context.inputBundle(artifact(context)), path, StateMachineKeys.LONGEST_INPUT);
    }

    private static String artifact(ActionContext context) {
        return context.inputs().keySet().iterator().next();
    }

    private static StepResult<StateMachineState> waiting(
            ActionContext context,
            StateMachineConfiguration configuration,
            StateMachineState.Following following,
            Optional<Instant> patience) {
        ResourceId resource =
                new ResourceId(MachineExecution.KIND, scope(context, configuration), following.execution());
        return new StepResult.Await<>(
                following,
                new Wait.ForAnyResource(List.of(resource), patience),
                "executing " + configuration.accepted().name());
    }

    private StepResult<StateMachineState> follow(
            ActionContext context, StateMachineConfiguration configuration, StateMachineState.Following following)
            throws IOException {
        ResourceId resource =
                new ResourceId(MachineExecution.KIND, scope(context, configuration), following.execution());
        MachineExecution seen = context.observation(resource)
                .map(MachineExecution.class::cast)
                .orElseGet(() -> machines.look(scope(context, configuration), following.execution()));
        return switch (seen.status()) {
            case RUNNING -> waiting(context, configuration, following, Optional.empty());
            case SUCCEEDED -> ExecutionEnd.succeeded(context, configuration, seen);
            case FAILED -> ExecutionEnd.ended(context, configuration, seen, Kind.FAILED, "PEN-STATES-002", "failed");
            case TIMED_OUT ->
                ExecutionEnd.ended(
                        context, configuration, seen, Kind.TIMED_OUT, "PEN-STATES-003", "did not end in its time");
            case ABORTED ->
                ExecutionEnd.ended(
                        context, configuration, seen, Kind.FAILED, "PEN-STATES-004", "was stopped by somebody");
            case NOT_THERE -> unseen(context, configuration, following);
        };
    }

    private static StepResult<StateMachineState> unseen(
            ActionContext context, StateMachineConfiguration configuration, StateMachineState.Following following) {
        Instant patience = following.since().plus(UNSEEN_AT_MOST);
        return context.now().isBefore(patience)
                ? waiting(context, configuration, following, Optional.of(patience))
                : ExecutionEnd.failed(
                        Kind.INCONCLUSIVE,
                        "PEN-STATES-008",
                        "Step Functions does not know the execution " + following.execution()
                                + ", so nobody can say how it ended. Somebody has deleted the state machine.");
    }
}

package dev.penstock.stack.set;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.stack.ParameterValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Deploy/AWS/CloudFormationStackInstances/1}: makes instances of a stack set where they are missing, and brings those that
 * are there to what the stack set is. Nothing is ever deleted.
 */
public final class StackInstancesAction implements ActionProvider<StackSetConfiguration, StackSetState> {

    private static final ActionTypeId TYPE =
            new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "CloudFormationStackInstances", "1");

    private static final Duration TIMEOUT = StackSetAction.TIMEOUT;

    private final StackSets sets;
    private final StackSetSteps steps;

    /** An action over a platform. */
    public StackInstancesAction(StackSets sets) {
        this.sets = sets;
        this.steps = new StackSetSteps(sets);
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 2, 0, 0);
    }

    @Override
    public StackSetConfiguration configure(ConfigurationReader configuration) {
        return StackSetKeys.ofInstances(configuration);
    }

    @Override
    public Class<StackSetState> stateType() {
        return StackSetState.class;
    }

    @Override
    public StackSetState begin(StackSetConfiguration configuration) {
        return new StackSetState.Begun();
    }

    @Override
    public Duration timeout(StackSetConfiguration configuration) {
        return TIMEOUT;
    }

    @Override
    public void abandon(ActionContext context, StackSetConfiguration configuration, StackSetState state) {
        steps.abandon(context, configuration, state);
    }

    @Override
    public Optional<String> stopping(ActionContext context, StackSetConfiguration configuration, StackSetState state) {
        return steps.stopping(context, configuration, state);
    }

    @Override
    public StepResult<StackSetState> step(
            ActionContext context, StackSetConfiguration configuration, StackSetState state) throws IOException {
        try {
            return switch (state) {
                case StackSetState.Begun() -> look(context, configuration);
                case StackSetState.Adding adding -> add(context, configuration, adding);
                case StackSetState.Updating updating -> update(context, configuration, updating);
                case StackSetState.Following following -> steps.follow(context, configuration, following);
            };
        } catch (StackSetFailure e) {
            return new StepResult.Fail<>(e.failure());
        }
    }

    private StepResult<StackSetState> look(ActionContext context, StackSetConfiguration configuration)
            throws IOException, StackSetFailure {
        StackSetInputs.parameters(context, configuration);
        StackSetTargets targets = StackSetInputs.targets(context, configuration);
        if (sets.find(context.scope(), configuration.set()).isEmpty()) {
            throw new StackSetFailure(
                    ActionFailure.failed(
                            "PEN-STACK-020",
                            "There is no stack set " + configuration.set().name()
                                    + ". A CloudFormationStackSet action makes it; it has to run before. Nothing was changed."));
        }
        List<StackSetTargets> missing = steps.missing(context, configuration.set(), targets);
        return new StepResult.Next<>(
                missing.isEmpty() ? new StackSetState.Updating() : new StackSetState.Adding(), "looks at the stacks");
    }

    /** Those that are made have the newest template; those that were there before are updated after them. */
    private StepResult<StackSetState> add(
            ActionContext context, StackSetConfiguration configuration, StackSetState adding)
            throws IOException, StackSetFailure {
        StackSetTargets targets = StackSetInputs.targets(context, configuration);
        List<StackSetTargets> missing = steps.missing(context, configuration.set(), targets);
        if (missing.isEmpty()) {
            return new StepResult.Next<>(new StackSetState.Updating(), "no stack is missing");
        }
        StackSetTargets next = missing.getFirst();
        Map<String, ParameterValue> overrides = StackSetInputs.parameters(context, configuration);
        String operation = context.token("instances in " + next);
        return steps.begin(
                context,
                adding,
                operation,
                next.equals(targets),
                () -> sets.createInstances(
                        context.scope(), configuration.set(), next, overrides, configuration.preferences(), operation));
    }

    private StepResult<StackSetState> update(
            ActionContext context, StackSetConfiguration configuration, StackSetState updating)
            throws IOException, StackSetFailure {
        StackSetTargets targets = StackSetInputs.targets(context, configuration);
        if (!steps.missing(context, configuration.set(), targets).isEmpty()) {
            return new StepResult.Next<>(new StackSetState.Adding(), "more stacks are missing");
        }
        Map<String, ParameterValue> overrides = StackSetInputs.parameters(context, configuration);
        String operation = context.token("update");
        return steps.begin(
                context,
                updating,
                operation,
                true,
                () -> sets.updateInstances(
                        context.scope(),
                        configuration.set(),
                        targets,
                        overrides,
                        configuration.preferences(),
                        operation));
    }
}

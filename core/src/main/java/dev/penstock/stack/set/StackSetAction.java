package dev.penstock.stack.set;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Deploy/AWS/CloudFormationStackSet/1}: brings a stack set to a template.
 *
 * <p>A stack set that does not exist is made, with instances in the targets that are named. In one that exists, instances that are
 * missing in those targets are made first, and then it is updated together with the targets' instances, or with all if no target
 * is named; others become outdated. Nothing is ever deleted.
 */
public final class StackSetAction implements ActionProvider<StackSetConfiguration, StackSetState> {

    private static final ActionTypeId TYPE =
            new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "CloudFormationStackSet", "1");

    /** "Quotas in AWS CodePipeline": CloudFormation deployment actions. */
    static final Duration TIMEOUT = Duration.ofDays(3);

    private final StackSets sets;
    private final StackSetSteps steps;

    /** An action over a platform. */
    public StackSetAction(StackSets sets) {
        this.sets = sets;
        this.steps = new StackSetSteps(sets);
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(1, 3, 0, 0);
    }

    @Override
    public StackSetConfiguration configure(ConfigurationReader configuration) {
        return StackSetKeys.ofStackSet(configuration);
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
        StackSetDefinition definition = StackSetInputs.definition(context, configuration);
        StackSetTargets targets = StackSetInputs.targets(context, configuration);
        boolean isNew = sets.find(context.scope(), configuration.set()).isEmpty();
        if (isNew) {
            sets.create(context.scope(), definition, context.token("stack set"));
        }
        if (isNew && targets.isEmpty()) {
            return steps.succeeded(context, configuration, "", "created without stacks");
        }
        return new StepResult.Next<>(
                targets.isEmpty() ? new StackSetState.Updating() : new StackSetState.Adding(),
                isNew ? "the stack set is made" : "the stack set is there");
    }

    private StepResult<StackSetState> add(
            ActionContext context, StackSetConfiguration configuration, StackSetState adding)
            throws IOException, StackSetFailure {
        StackSetTargets targets = StackSetInputs.targets(context, configuration);
        List<StackSetTargets> missing = steps.missing(context, configuration.set(), targets);
        if (missing.isEmpty()) {
            return new StepResult.Next<>(new StackSetState.Updating(), "no stack is missing");
        }
        StackSetTargets next = missing.getFirst();
        String operation = context.token("instances in " + next);
        return steps.begin(
                context,
                adding,
                operation,
                false,
                () -> sets.createInstances(
                        context.scope(), configuration.set(), next, Map.of(), configuration.preferences(), operation));
    }

    private StepResult<StackSetState> update(
            ActionContext context, StackSetConfiguration configuration, StackSetState updating)
            throws IOException, StackSetFailure {
        StackSetDefinition definition = StackSetInputs.definition(context, configuration);
        StackSetTargets targets = StackSetInputs.targets(context, configuration);
        boolean othersAreMissing = targets.organizationalUnits().isEmpty()
                && !steps.missing(context, configuration.set(), targets).isEmpty();
        if (othersAreMissing) {
            return new StepResult.Next<>(new StackSetState.Adding(), "more stacks are missing");
        }
        String operation = context.token("update");
        return steps.begin(
                context,
                updating,
                operation,
                true,
                () -> sets.update(context.scope(), definition, targets, configuration.preferences(), operation));
    }
}

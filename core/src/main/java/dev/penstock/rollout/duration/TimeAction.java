package dev.penstock.rollout.duration;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.ReleasePlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stands in for an action that rolls out where nothing shall be changed: says how long it would take.
 *
 * @param <C> the target's configuration
 */
public final class TimeAction<C> implements ActionProvider<C, TimeAction.Looking> {

    /** About to look; there is nothing to remember. */
    public record Looking() {}

    private final TimedTarget<C> target;
    private final Function<String, Optional<ReleasePlan>> plans;
    private final RolloutTimeListener listener;

    /**
     * An action that looks.
     *
     * @param plans by which it is released, by the action's name; absent where settings say nothing of a release
     * @param listener is told what was found
     */
    public TimeAction(
            TimedTarget<C> target, Function<String, Optional<ReleasePlan>> plans, RolloutTimeListener listener) {
        this.target = target;
        this.plans = plans;
        this.listener = listener;
    }

    @Override
    public ActionTypeId type() {
        return target.type();
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 1, 0, 0);
    }

    @Override
    public C configure(ConfigurationReader configuration) {
        return target.configure(configuration);
    }

    @Override
    public Class<Looking> stateType() {
        return Looking.class;
    }

    @Override
    public Looking begin(C configuration) {
        return new Looking();
    }

    @Override
    public StepResult<Looking> step(ActionContext context, C configuration, Looking state) {
        String action = context.declaration().name();
        return switch (target.time(context.scope(), action, configuration, plans.apply(action))) {
            case TimedTarget.Answer.Told(RolloutTime time) -> {
                listener.told(action, time);
                yield new StepResult.Succeed<>(
                        new ActionResult(Map.of(), Map.of(), "looked", Optional.empty(), List.of()));
            }
            case TimedTarget.Answer.Failing(var failure) -> new StepResult.Fail<>(failure);
        };
    }
}

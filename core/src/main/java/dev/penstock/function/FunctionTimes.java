package dev.penstock.function;

import dev.penstock.action.AwsScope;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettingsException;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.duration.Phase;
import dev.penstock.rollout.duration.PlanTimes;
import dev.penstock.rollout.duration.RolloutTime;
import dev.penstock.rollout.duration.TimedTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says how long releases of functions take: {@code Deploy/AWS/Lambda/1}. Lambda publishes no durations; the seconds are those that users
 * see, and small beside bakes. An alias moves its calls at once.
 */
public final class FunctionTimes implements TimedTarget<FunctionDeployConfiguration> {

    private static final Duration ARCHIVE = Duration.ofSeconds(2);
    private static final Duration IMAGE = Duration.ofSeconds(10);

    /** "Improving startup performance with Lambda SnapStart": the version is started once before it is active. */
    private static final Duration SNAPSHOT = Duration.ofSeconds(60);

    private static final Duration NETWORK = Duration.ofSeconds(60);

    private final FunctionTarget target;
    private final FunctionTimings timings;

    /**
     * Over a platform.
     *
     * @param target that releases; it is asked for its usual settings only
     */
    public FunctionTimes(FunctionTarget target, FunctionTimings timings) {
        this.target = target;
        this.timings = timings;
    }

    @Override
    public ActionTypeId type() {
        return target.type();
    }

    @Override
    public FunctionDeployConfiguration configure(ConfigurationReader configuration) {
        return FunctionDeployKeys.looking(configuration);
    }

    @Override
    public Answer time(
            AwsScope scope, String action, FunctionDeployConfiguration configuration, Optional<ReleasePlan> plan) {
        FunctionTiming timing = timings.of(scope, configuration.function());
        boolean isPublished = configuration.version().isPresent();
        ReleasePlan by = plan.orElseGet(() -> usual(configuration));
        List<Phase> before = isPublished ? List.of() : version(timing);
        RolloutTime time = new RolloutTime(by.strategy(), phases(before, by), List.of(), PlanTimes.remarks(by));
        return new Answer.Told(time.with(PlanTimes.quicker(by, quicker -> RolloutTime.sum(phases(before, quicker)))));
    }

    private ReleasePlan usual(FunctionDeployConfiguration configuration) {
        try {
            return Strategies.builtIn().plan(TargetFacts.live(OptionalInt.empty()), target.usual(configuration));
        } catch (ReleaseSettingsException e) {
            throw new IllegalStateException("what a target usually does can be planned", e);
        }
    }

    private static List<Phase> version(FunctionTiming timing) {
        Duration code = timing.image() ? IMAGE : ARCHIVE;
        Duration ready = timing.snapshot() ? SNAPSHOT : timing.network() ? NETWORK : code;
        return List.of(new Phase("code", 1, code), new Phase("version", 1, ready));
    }

    private static List<Phase> phases(List<Phase> before, ReleasePlan plan) {
        List<Phase> phases = new ArrayList<>(before);
        phases.addAll(PlanTimes.bakes(plan));
        return phases;
    }
}

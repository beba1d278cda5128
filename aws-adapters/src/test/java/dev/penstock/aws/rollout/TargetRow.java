package dev.penstock.aws.rollout;

import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.ReleaseSettingsException;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.TargetFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the page says of a target.
 *
 * @param name what it is, such as {@code ECS service}
 * @param how by the strategies that it can do, what it does for each
 * @param refusal why it cannot carry out a plan, asked of the target itself
 */
record TargetRow(String name, Map<String, String> how, Function<ReleasePlan, Optional<Refusal>> refusal) {

    private static final Strategies STRATEGIES = Strategies.builtIn();

    /** Why it cannot do a strategy; absent if it can. */
    Optional<Refusal> refuses(String strategy) {
        return refusal.apply(plan(strategy));
    }

    /** The nearest strategy that it can do. */
    String nearest(String strategy) {
        return STRATEGIES.nearest(TargetFacts.UNKNOWN, usual(strategy), refusal).orElseThrow();
    }

    private static ReleasePlan plan(String strategy) {
        try {
            return STRATEGIES.plan(TargetFacts.UNKNOWN, usual(strategy));
        } catch (ReleaseSettingsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As little as a strategy can be written with. */
    private static ReleaseSettings usual(String strategy) {
        return strategy.equals("ramp")
                ? ReleaseSettingsBuilder.of(strategy)
                        .steps(List.of(
                                new Step(Share.percent(20), Duration.ofMinutes(5), false),
                                new Step(Share.percent(40), Duration.ofMinutes(5), false)))
                        .build()
                : ReleaseSettings.of(strategy);
    }

    static List<String> strategies() {
        return STRATEGIES.names();
    }
}

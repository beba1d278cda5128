package dev.penstock.rollout.weight;

import dev.penstock.traffic.TrafficShares;

/** What came of asking a rule to divide requests in some way. */
public sealed interface RuleChange {

    /**
     * It divides them so.
     *
     * @param changed whether this call made it so; otherwise it did before
     */
    record Done(boolean changed) implements RuleChange {}

    /**
     * It was changed and still shows what was before: the answer is from a place that has not heard yet, or somebody puts it back.
     * Look again, and not for ever.
     */
    record Unsettled(TrafficShares found) implements RuleChange {}

    /**
     * Somebody else has changed it. Nothing was done, and their weights stay.
     *
     * @param expected how this deployment wants it
     * @param found how it is
     */
    record Superseded(TrafficShares expected, TrafficShares found) implements RuleChange {}

    /** The guard does not allow it, and nothing was done. */
    record Refused(TrafficGuard.Answer answer) implements RuleChange {}

    /** There is no such rule any more. */
    record Gone() implements RuleChange {}
}

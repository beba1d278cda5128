package dev.penstock.rollout.weight;

import dev.penstock.rollout.Share;
import dev.penstock.traffic.TargetGroupHealth;

/**
 * Says whether a group of targets may get a share of the requests. A load balancer itself does not ask: it sends a group its share
 * also when none of its targets is healthy, to all of them then ("Health checks for Application Load Balancer target groups",
 * Elastic Load Balancing User Guide: it fails open).
 *
 * @param minimum how many targets must be healthy
 */
public record TrafficGuard(MinimumHealthy minimum) {

    /** As many healthy targets as carry its share on the side that is live, rounded up. */
    public static final TrafficGuard STANDARD = new TrafficGuard(MinimumHealthy.AS_LIVE);

    /**
     * Whether a group may get a share.
     *
     * @param share that it would get; none is always allowed
     * @param group how its targets are
     * @param live how the targets are that carry all requests otherwise; none where nothing is live
     */
    public Answer judge(Share share, TargetGroupHealth group, TargetGroupHealth live) {
        return new Answer(share, group, minimum.needed(share, live));
    }

    /**
     * Whether a group that had all requests before may have them back. It needs one healthy target, unless the other side has none
     * either: who takes requests back does so because the other side is ill, and few good targets are better than many bad ones.
     *
     * @param group how its targets are
     * @param other how the targets are that have requests now
     */
    public static Answer judgeWayBack(TargetGroupHealth group, TargetGroupHealth other) {
        return new Answer(Share.ALL, group, other.healthy() == 0 ? 0 : 1);
    }

    /**
     * What it says.
     *
     * @param share that was asked for
     * @param group how the targets of the group are
     * @param needed how many of them must be healthy
     */
    public record Answer(Share share, TargetGroupHealth group, int needed) {

        /** Whether enough are. */
        public boolean isAllowed() {
            return group.healthy() >= needed;
        }

        /** In words, such as {@code 1 of its 2 targets are healthy, and 50 % of requests need 2}. */
        public String words() {
            String are = group.registered() == 0
                    ? "it has no targets"
                    : group.healthy() + " of its " + group.registered() + " targets are healthy";
            return are + ", and " + share + " of requests need " + needed;
        }
    }
}

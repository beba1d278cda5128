package dev.penstock.release;

import java.util.List;

/**
 * Where a deployment is that moves traffic from one service revision to another. Shares are what the platform was asked for:
 * what load balancers do is theirs to tell.
 *
 * @param stage the lifecycle stage that it has come to, as {@code PRODUCTION_TRAFFIC_SHIFT}
 * @param production per mille of the users' requests that the new revision is to get
 * @param test per mille of the requests of tests
 * @param targetGroups ARNs of the new revision's target groups; empty if not known
 * @param sourceTargetGroups ARNs of those of the revision before; empty if not known
 */
public record RevisionTraffic(
        String stage, int production, int test, List<String> targetGroups, List<String> sourceTargetGroups) {

    /** All requests. */
    public static final int ALL = 1000;

    public RevisionTraffic {
        targetGroups = List.copyOf(targetGroups);
        sourceTargetGroups = List.copyOf(sourceTargetGroups);
    }
}

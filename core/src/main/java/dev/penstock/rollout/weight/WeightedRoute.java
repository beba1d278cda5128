package dev.penstock.rollout.weight;

import dev.penstock.rollout.Share;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.util.Optional;

/**
 * What a rule shall do in a deployment: move requests from one target group to another, and know the way back. A value that can be
 * kept.
 *
 * @param rule which rule
 * @param live the target group that had the requests; absent if none had
 * @param fresh the target group that shall have them
 * @param before how the rule divided requests before, with the weights that it had
 * @param twin a third target group, which gets the same share as the new one until that has all requests; absent if there is none
 */
public record WeightedRoute(
        ListenerRuleArn rule, Optional<String> live, String fresh, TrafficShares before, Optional<String> twin) {

    /** Between two target groups. */
    public WeightedRoute(ListenerRuleArn rule, Optional<String> live, String fresh, TrafficShares before) {
        this(rule, live, fresh, before, Optional.empty());
    }

    /**
     * How requests are divided when the new group has a share: all are its own where nothing was live.
     *
     * @throws IllegalArgumentException if there is a twin, which cannot have as large a share
     */
    public TrafficShares at(Share share) {
        if (live.isPresent() && twin.isPresent()) {
            return TrafficShares.besideTwin(fresh, twin.get(), share.permille(), live.get());
        }
        return live.map(group -> TrafficShares.splitPermille(fresh, share.permille(), group))
                .orElseGet(() -> TrafficShares.all(fresh));
    }
}

package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.RequestMetrics.Place;
import dev.penstock.simulator.network.Backend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the requests of a flow go, while nothing changes. */
sealed interface TrafficPlan {

    /** Nowhere: the load balancer is not active, or there is none any more. */
    record Nowhere() implements TrafficPlan {}

    /**
     * The load balancer answers by itself.
     *
     * @param metric that counts it
     */
    record Own(Place place, int status, String metric) implements TrafficPlan {}

    /**
     * Target groups share them.
     *
     * @param idle how long a target may take
     */
    record Forward(Place node, List<Group> groups, Duration idle) implements TrafficPlan {}

    /**
     * A target group that gets a share.
     *
     * @param targets that take turns; empty when it has none
     */
    record Group(String arn, int weight, List<Target> targets) {}

    /**
     * A target of it.
     *
     * @param account that the target group is of
     * @param id an address or an instance
     */
    record Target(Place place, String account, String id, Optional<Backend> backend) {}
}

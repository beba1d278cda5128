package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.BalancerRow;
import dev.penstock.simulator.elb.ElbStore.TargetRow;
import dev.penstock.simulator.elb.RequestMetrics.Place;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;

/** In which zone of a load balancer metrics say that something happened. Targets are spread over its zones by their ids. */
final class Zoning {

    private Zoning() {}

    static Place of(BalancerRow balancer, TargetRow target) {
        String given = target.target().availabilityZone();
        List<AvailabilityZone> zones = balancer.model().availabilityZones();
        String zone = given != null && !given.equals("all")
                ? given
                : zones.get(Math.floorMod(target.target().id().hashCode(), zones.size()))
                        .zoneName();
        return new Place(balancer.model().loadBalancerArn(), zone);
    }

    /** Where what no target handles is handled. */
    static Place node(BalancerRow balancer) {
        return new Place(
                balancer.model().loadBalancerArn(),
                balancer.model().availabilityZones().getFirst().zoneName());
    }
}

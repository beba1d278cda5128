package dev.penstock.simulator.elb;

import java.time.Duration;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/** How long things take, with their sources; {@code docs/simulator.md} shows the same table. */
final class Durations {

    private static final Duration PROVISIONING = Duration.ofSeconds(150);
    private static final Duration REGISTRATION = Duration.ofSeconds(5);
    private static final Duration NETWORK_REGISTRATION = Duration.ofMinutes(2);

    private Durations() {}

    /** From creation to active. Observed: users report two to three minutes for both types. */
    static Duration provisioning() {
        return PROVISIONING;
    }

    /**
     * From registration to the first possible health check. Observed: seconds behind an application load balancer, one
     * to five minutes behind a network load balancer (kubernetes-sigs/aws-load-balancer-controller issue 1786).
     */
    static Duration registration(LoadBalancerTypeEnum type) {
        return type == LoadBalancerTypeEnum.NETWORK ? NETWORK_REGISTRATION : REGISTRATION;
    }
}

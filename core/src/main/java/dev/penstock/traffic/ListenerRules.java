package dev.penstock.traffic;

import dev.penstock.action.AwsScope;
import java.util.List;
import java.util.Optional;

/**
 * The rules of load balancers' listeners (Elastic Load Balancing v2). Methods raise {@link
 * dev.penstock.action.RemoteCallException} when they cannot be carried out.
 */
public interface ListenerRules {

    /** A rule; absent if there is none of that ARN. */
    Optional<ListenerRule> rule(AwsScope scope, ListenerRuleArn arn);

    /** The rules of all listeners of a load balancer, the default ones among them; empty if there is no such load balancer. */
    List<ListenerRule> ofLoadBalancer(AwsScope scope, String loadBalancer);

    /**
     * Lets a rule divide requests so from now on, whatever it did before; its conditions, its stickiness and actions that come
     * before the last stay. Weights are absolute: asked again, it changes nothing.
     */
    void divide(AwsScope scope, ListenerRuleArn arn, TrafficShares shares);

    /** How the targets of a group are; of a group that is not there, that it has none. */
    TargetGroupHealth health(AwsScope scope, String targetGroup);
}

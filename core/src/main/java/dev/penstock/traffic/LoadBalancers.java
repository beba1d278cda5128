package dev.penstock.traffic;

import dev.penstock.action.AwsScope;
import java.net.URI;
import java.util.Optional;

/**
 * What is known of load balancers and their target groups (Elastic Load Balancing v2). Methods raise {@link
 * dev.penstock.action.RemoteCallException} when they cannot be carried out.
 */
public interface LoadBalancers {

    /** A target group; absent if there is none of that ARN. */
    Optional<TargetGroup> targetGroup(AwsScope scope, String arn);

    /**
     * Where requests come to the listener of a rule: scheme, host name and port, without a path.
     *
     * @param rule ARN of a listener's rule, or of the listener
     * @return absent if there is no such listener, or it speaks neither HTTP nor HTTPS
     */
    Optional<URI> address(AwsScope scope, String rule);
}

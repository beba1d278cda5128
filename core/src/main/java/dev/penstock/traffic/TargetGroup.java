package dev.penstock.traffic;

import java.util.List;

/**
 * A target group, as far as it says what can be in it.
 *
 * @param arn its ARN
 * @param targetType {@code ip}, {@code instance}, {@code lambda} or {@code alb}
 * @param loadBalancers ARNs of those that send requests to it; empty if none does
 */
public record TargetGroup(String arn, String targetType, List<String> loadBalancers) {

    public TargetGroup {
        loadBalancers = List.copyOf(loadBalancers);
    }
}

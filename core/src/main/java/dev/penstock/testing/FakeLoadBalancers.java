package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.TargetGroup;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Load balancers in memory. Every target group is there, for tasks with addresses of their own, unless said otherwise. */
public final class FakeLoadBalancers implements LoadBalancers {

    private final Map<String, Optional<TargetGroup>> groups = new HashMap<>();

    /** Makes a group of a type. */
    public synchronized void type(String arn, String targetType) {
        groups.put(arn, Optional.of(new TargetGroup(arn, targetType, List.of(FakeListenerRules.LOAD_BALANCER))));
    }

    /** Takes a group away. */
    public synchronized void remove(String arn) {
        groups.put(arn, Optional.empty());
    }

    @Override
    public synchronized Optional<TargetGroup> targetGroup(AwsScope scope, String arn) {
        return groups.getOrDefault(
                arn, Optional.of(new TargetGroup(arn, "ip", List.of(FakeListenerRules.LOAD_BALANCER))));
    }

    @Override
    public Optional<URI> address(AwsScope scope, String rule) {
        return Optional.of(URI.create("http://front.example:8080"));
    }
}

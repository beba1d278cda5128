package dev.penstock.aws.traffic;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.TargetGroup;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** Load balancers of Elastic Load Balancing v2. */
public final class ElbLoadBalancers implements LoadBalancers {

    private final AwsClients clients;

    /** Over clients that are not made before the first call. */
    public ElbLoadBalancers(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Optional<TargetGroup> targetGroup(AwsScope scope, String arn) {
        return first(() -> clients.call(
                                "elasticloadbalancing:DescribeTargetGroups",
                                "look at the target group " + arn,
                                () -> clients.elasticLoadBalancing(scope, Use.READ)
                                        .describeTargetGroups(request -> request.targetGroupArns(arn)))
                        .targetGroups())
                .map(group -> new TargetGroup(
                        group.targetGroupArn(),
                        group.targetTypeAsString() == null ? "" : group.targetTypeAsString(),
                        group.loadBalancerArns()));
    }

    @Override
    public Optional<URI> address(AwsScope scope, String rule) {
        String arn = rule.contains(":listener-rule/")
                ? rule.replace(":listener-rule/", ":listener/").substring(0, rule.lastIndexOf('/') - "-rule".length())
                : rule;
        Optional<Listener> listener = first(() -> clients.call(
                                "elasticloadbalancing:DescribeListeners",
                                "look at the listener " + arn,
                                () -> clients.elasticLoadBalancing(scope, Use.READ)
                                        .describeListeners(request -> request.listenerArns(arn)))
                        .listeners())
                .filter(one -> one.protocol() == ProtocolEnum.HTTP || one.protocol() == ProtocolEnum.HTTPS);
        return listener.flatMap(one -> balancer(scope, one.loadBalancerArn())
                .map(balancer -> URI.create(one.protocolAsString().toLowerCase(Locale.ROOT) + "://" + balancer.dnsName()
                        + ":" + one.port())));
    }

    private Optional<LoadBalancer> balancer(AwsScope scope, String arn) {
        return first(() -> clients.call(
                        "elasticloadbalancing:DescribeLoadBalancers",
                        "look at the load balancer " + arn,
                        () -> clients.elasticLoadBalancing(scope, Use.READ)
                                .describeLoadBalancers(request -> request.loadBalancerArns(arn)))
                .loadBalancers());
    }

    private static <T> Optional<T> first(Supplier<List<T>> look) {
        try {
            return look.get().stream().findFirst();
        } catch (RemoteCallException e) {
            if (e.kind() == RemoteCallException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}

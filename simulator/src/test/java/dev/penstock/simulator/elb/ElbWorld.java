package dev.penstock.simulator.elb;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.Reachable;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;

/** A simulated AWS with backends that a test places, and short ways to say what tests do with load balancers. */
final class ElbWorld implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final Map<String, Backend> backends = new ConcurrentHashMap<>();
    final SimulatedAws aws;
    final ElasticLoadBalancingV2Client elb;

    ElbWorld(SimulatedTime time) {
        this(time, builder -> {});
    }

    ElbWorld(SimulatedTime time, Consumer<SimulatedAws.Builder> more) {
        Reachable reachable = (account, target, port) -> Optional.ofNullable(backends.get(target + ":" + port));
        SimulatedAws.Builder builder = SimulatedAws.builder().time(time).seed(7).reachable(reachable);
        more.accept(builder);
        aws = builder.start();
        elb = Clients.of(aws).elb();
    }

    /** A world whose time moves only when the test says so. */
    static ElbWorld stepped() {
        return new ElbWorld(SimulatedTime.stepped(START));
    }

    void scripted(String target, ResponseScript script) {
        backends.put(target, new Backend.Scripted(script));
    }

    LoadBalancer loadBalancer(String name) {
        return elb.createLoadBalancer(b -> b.name(name).subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst();
    }

    /** A load balancer that is active. */
    LoadBalancer activeLoadBalancer(String name) {
        LoadBalancer created = loadBalancer(name);
        aws.time().advance(Duration.ofMinutes(3));
        return created;
    }

    String group(String name) {
        return group(name, g -> {}).targetGroupArn();
    }

    TargetGroup group(String name, Consumer<CreateTargetGroupRequest.Builder> more) {
        CreateTargetGroupRequest.Builder request = CreateTargetGroupRequest.builder()
                .name(name)
                .protocol("HTTP")
                .port(80)
                .vpcId("vpc-1")
                .targetType("ip");
        more.accept(request);
        return elb.createTargetGroup(request.build()).targetGroups().getFirst();
    }

    Listener listener(LoadBalancer balancer, int port, Action action) {
        return elb.createListener(l -> l.loadBalancerArn(balancer.loadBalancerArn())
                        .port(port)
                        .protocol("HTTP")
                        .defaultActions(action))
                .listeners()
                .getFirst();
    }

    void register(String group, String ip) {
        elb.registerTargets(r -> r.targetGroupArn(group)
                .targets(TargetDescription.builder().id(ip).build()));
    }

    void deregister(String group, String ip) {
        elb.deregisterTargets(r -> r.targetGroupArn(group)
                .targets(TargetDescription.builder().id(ip).build()));
    }

    TargetHealth health(String group, String ip) {
        return elb.describeTargetHealth(d -> d.targetGroupArn(group)
                        .targets(TargetDescription.builder().id(ip).build()))
                .targetHealthDescriptions()
                .getFirst()
                .targetHealth();
    }

    /** The health of a target in one word each for state and reason. */
    String state(String group, String ip) {
        TargetHealth health = health(group, ip);
        return health.reasonAsString() == null
                ? health.stateAsString()
                : health.stateAsString() + " " + health.reasonAsString();
    }

    static Action forward(String group) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(group)
                .build();
    }

    static Action forward(String first, int firstWeight, String second, int secondWeight) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(f -> f.targetGroups(
                        TargetGroupTuple.builder()
                                .targetGroupArn(first)
                                .weight(firstWeight)
                                .build(),
                        TargetGroupTuple.builder()
                                .targetGroupArn(second)
                                .weight(secondWeight)
                                .build()))
                .build();
    }

    static Action fixed(String status, String body) {
        return Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(
                        f -> f.statusCode(status).contentType("text/plain").messageBody(body))
                .build();
    }

    /** The error's code and message. */
    static String error(Runnable call) {
        try {
            call.run();
        } catch (ElasticLoadBalancingV2Exception e) {
            return e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
        }
        return "no error";
    }

    @Override
    public void close() {
        aws.close();
    }
}

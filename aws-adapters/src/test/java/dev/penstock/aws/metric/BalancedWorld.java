package dev.penstock.aws.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.metric.EvidenceContract;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.metric.MetricSource;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.elb.Traffic;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.ScriptedTraffic.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Two target groups behind a simulated load balancer, whose targets fail or are slow as a course says. */
final class BalancedWorld implements EvidenceContract.World, AutoCloseable {

    /** How many targets are in each group: a share of them is slow. */
    private static final int TARGETS = 50;

    private static final Duration SLOW = Duration.ofMillis(1500);
    private static final Duration QUICK = Duration.ofMillis(40);

    private final Map<String, Backend> backends = new ConcurrentHashMap<>();
    private final SimulatedTime time = SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:07Z"));
    final SimulatedAccount account = new SimulatedAccount(SimulatedAws.builder()
            .seed(7)
            .time(time)
            .reachable((owner, target, port) -> Optional.ofNullable(backends.get(target)))
            .start());
    private final ElasticLoadBalancingV2Client elb = account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
    private final MetricSource source;
    private final boolean isSlow;
    final String green;
    final String blue;
    private final String balancer;
    private final String listener;
    private final Traffic.Flow flow;

    /** @param isSlow whether what is bad takes long, in place of failing */
    BalancedWorld(MetricSource source, boolean isSlow) {
        this.source = source;
        this.isSlow = isSlow;
        script(1, 0);
        script(2, 0);
        balancer = elb.createLoadBalancer(front -> front.name("front").subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        time.advance(Duration.ofMinutes(3));
        green = group("green", 1);
        blue = group("blue", 2);
        listener = elb.createListener(made -> made.loadBalancerArn(balancer)
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(forward(0.5)))
                .listeners()
                .getFirst()
                .listenerArn();
        time.advance(Duration.ofMinutes(5));
        flow = account.aws.traffic().start(listener, Traffic.Requests.ROOT, 0, 42);
    }

    private String group(String name, int number) {
        String arn = elb.createTargetGroup(made -> made.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .vpcId("vpc-1")
                        .targetType(TargetTypeEnum.IP))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        List<TargetDescription> targets = IntStream.range(0, TARGETS)
                .mapToObj(
                        i -> TargetDescription.builder().id(address(number, i)).build())
                .toList();
        elb.registerTargets(all -> all.targetGroupArn(arn).targets(targets));
        return arn;
    }

    private static String address(int group, int target) {
        return "10.0." + group + "." + (target + 1);
    }

    private void script(int group, double bad) {
        for (int i = 0; i < TARGETS; i++) {
            boolean isBad = isSlow && i < Math.round(bad * TARGETS);
            backends.put(
                    address(group, i),
                    new Backend.Scripted(new ResponseScript(isSlow ? 0 : bad, 500, isBad ? SLOW : QUICK)));
        }
    }

    private Action forward(double share) {
        int canary = (int) Math.round(share * 100);
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(ForwardActionConfig.builder()
                        .targetGroups(tuple(green, canary), tuple(blue, 100 - canary))
                        .build())
                .build();
    }

    private static TargetGroupTuple tuple(String group, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
    }

    @Override
    public EvidencePorts ports() {
        return AwsEvidence.ports(account.clients);
    }

    @Override
    public Arms arms() {
        return new Arms(arm("web:8", green), arm("web:7", blue));
    }

    /** One knows its load balancer only for metrics that nobody looks it up for. */
    private Arm arm(String name, String group) {
        Arm arm = new Arm(name, Map.of(Arm.TARGET_GROUP, group));
        return source instanceof MetricSource.CloudWatch ? arm.with(Arm.LOAD_BALANCER, balancer) : arm;
    }

    @Override
    public MetricSource source() {
        return source;
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public void pass(Duration span) {
        time.advance(span);
    }

    @Override
    public void traffic(Course course) {
        script(1, course.canaryBad());
        script(2, course.baselineBad());
        // The weights are told a second time, so that the targets are looked at anew.
        elb.modifyListener(changed -> changed.listenerArn(listener).defaultActions(forward(course.canaryShare())));
        flow.perSecond(course.perMinute() / 60);
    }

    @Override
    public void close() {
        account.close();
    }
}

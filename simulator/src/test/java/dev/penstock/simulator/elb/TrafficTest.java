package dev.penstock.simulator.elb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.elb.Traffic.Answers;
import dev.penstock.simulator.elb.Traffic.Flow;
import dev.penstock.simulator.elb.Traffic.Requests;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** Sources of metrics and dimensions: ELB User Guide, "CloudWatch metrics for your Application Load Balancer". */
class TrafficTest {

    private final ElbWorld world = ElbWorld.stepped();
    private final LoadBalancer balancer = world.activeLoadBalancer("front");
    private final CloudWatchClient cloudWatch = Clients.of(world.aws).with(CloudWatchClient.builder());

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void syntheticRequestsFollowWeightsAndScripts() {
        String blue = healthy("blue", "10.0.0.1", ResponseScript.OK);
        String green = healthy("green", "10.0.0.2", new ResponseScript(0.05, 500, Duration.ofMillis(120)));
        String listener = listener(blue, 90, green, 10);
        Flow flow = world.aws.traffic().start(listener, Requests.ROOT, 100, 42);

        pass(Duration.ofMinutes(10));

        Answers answers = flow.answers();
        assertThat(answers.requests()).isEqualTo(60_000);
        assertThat(share(answers, green)).isCloseTo(0.10, within(0.005));
        assertThat(answers.byStatus().getOrDefault(500, 0L) / 6000.0).isCloseTo(0.05, within(0.01));
        assertThat(answers.leftOut()).isZero();
    }

    @Test
    void aChangeOfWeightsCountsFromItsInstantOn() {
        String blue = healthy("blue", "10.0.0.1", ResponseScript.OK);
        String green = healthy("green", "10.0.0.2", ResponseScript.OK);
        String listener = listener(blue, 1, green, 0);
        Flow flow = world.aws.traffic().start(balancer.loadBalancerArn(), Requests.ROOT, 10, 1);

        pass(Duration.ofSeconds(30));
        world.elb.modifyListener(m -> m.listenerArn(listener).defaultActions(ElbWorld.forward(blue, 0, green, 1)));
        pass(Duration.ofSeconds(45));

        assertThat(flow.answers().byTargetGroup()).isEqualTo(Map.of(blue, 300L, green, 450L));
        flow.perSecond(2);
        pass(Duration.ofSeconds(10));
        flow.stop();
        pass(Duration.ofMinutes(10));
        assertThat(flow.answers().byTargetGroup()).isEqualTo(Map.of(blue, 300L, green, 470L));
    }

    @Test
    void aBackendThatBreaksIsSeenFromWhenItIsToldOn() {
        String web = healthy("web", "10.0.0.1", ResponseScript.OK);
        Flow flow = world.aws.traffic().start(listener(web, 1, web, 0), Requests.ROOT, 10, 1);
        pass(Duration.ofSeconds(20));

        assertThat(flow.answers().byStatus()).isEqualTo(Map.of(200, 200L));
        world.scripted("10.0.0.1:80", new ResponseScript(1, 503, Duration.ZERO));
        world.state(web, "10.0.0.1");
        pass(Duration.ofSeconds(10));

        assertThat(flow.answers().byStatus()).isEqualTo(Map.of(200, 200L, 503, 100L));
        assertThat(flow.answers().failing()).isCloseTo(1 / 3.0, within(1e-9));
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        String web = healthy("web", "10.0.0.1", new ResponseScript(0.3, 500, Duration.ZERO));
        String listener = listener(web, 1, web, 0);
        Flow one = world.aws.traffic().start(listener, Requests.ROOT, 50, 9);
        Flow same = world.aws.traffic().start(listener, Requests.ROOT, 50, 9);
        Flow other = world.aws.traffic().start(listener, Requests.ROOT, 50, 10);

        pass(Duration.ofMinutes(3));

        assertThat(one.answers()).isEqualTo(same.answers()).isNotEqualTo(other.answers());
    }

    @Test
    void aFlowGoesOnWhenKeptStateIsOpenedAgain(@TempDir Path directory) {
        String listener;
        try (ElbWorld kept = new ElbWorld(SimulatedTime.stepped(ElbWorld.START), b -> b.directory(directory))) {
            LoadBalancer front = kept.activeLoadBalancer("front");
            listener = kept.listener(front, 80, ElbWorld.fixed("200", "here")).listenerArn();
            kept.aws.traffic().start(listener, Requests.ROOT, 1, 1);
            kept.aws.time().advance(Duration.ofSeconds(30));
        }
        try (ElbWorld opened = new ElbWorld(SimulatedTime.stepped(ElbWorld.START), b -> b.directory(directory))) {
            opened.aws.time().advance(Duration.ofMinutes(2));

            assertThat(sum(
                            opened.aws,
                            "RequestCount",
                            "LoadBalancer",
                            dimension(listener.replace(":listener/", ":loadbalancer/"))))
                    .isGreaterThan(100);
        }
    }

    @Test
    void ratesAndListenersThatAreNoneAreRefused() {
        assertThatThrownBy(() -> world.aws.traffic().start("arn:nothing", Requests.ROOT, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no listener of arn:nothing");
        assertThatThrownBy(() -> world.aws.traffic().start("arn:nothing", Requests.ROOT, -1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a rate is from 0 to 1000000, not -1.0");
    }

    @Test
    void trafficReachesCloudWatchWithTheLoadBalancersDimensions() {
        String green = healthy("green", "10.0.0.2", new ResponseScript(1, 503, Duration.ofMillis(250)));
        String blue = healthy("blue", "10.0.0.1", ResponseScript.OK);
        String listener = listener(blue, 1, green, 1);
        world.aws.traffic().start(listener, Requests.ROOT, 20, 3);

        pass(Duration.ofMinutes(5));

        String front = dimension(balancer.loadBalancerArn());
        double all = sum(world.aws, "RequestCount", "LoadBalancer", front);
        assertThat(all).isEqualTo(6000);
        double failed = sum(world.aws, "HTTPCode_Target_5XX_Count", "LoadBalancer", front);
        assertThat(failed)
                .isEqualTo(sum(world.aws, "RequestCount", "LoadBalancer", front, "TargetGroup", dimension(green)));
        assertThat(sum(world.aws, "HTTPCode_Target_2XX_Count", "LoadBalancer", front))
                .isEqualTo(all - failed);
        assertThat(datapoint("TargetResponseTime", "LoadBalancer", front, "TargetGroup", dimension(green))
                        .average())
                .isCloseTo(0.25, within(1e-9));
        assertThat(datapoint("HealthyHostCount", "LoadBalancer", front, "TargetGroup", dimension(blue))
                        .maximum())
                .isEqualTo(1);
        assertThat(datapoint("UnHealthyHostCount", "LoadBalancer", front, "TargetGroup", dimension(green))
                        .maximum())
                .isEqualTo(1);
    }

    @Test
    void anAlarmOnTheErrorsOfATargetGroupGoesOff() {
        String green = healthy("green", "10.0.0.2", new ResponseScript(0.5, 500, Duration.ZERO));
        String listener = listener(green, 1, green, 0);
        cloudWatch.putMetricAlarm(a -> a.alarmName("errors")
                .namespace("AWS/ApplicationELB")
                .metricName("HTTPCode_Target_5XX_Count")
                .dimensions(
                        Dimension.builder()
                                .name("LoadBalancer")
                                .value(dimension(balancer.loadBalancerArn()))
                                .build(),
                        Dimension.builder()
                                .name("TargetGroup")
                                .value(dimension(green))
                                .build())
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(10.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
        world.aws.traffic().start(listener, Requests.ROOT, 10, 3);

        pass(Duration.ofMinutes(3));

        assertThat(cloudWatch
                        .describeAlarms(d -> d.alarmNames("errors"))
                        .metricAlarms()
                        .getFirst()
                        .stateValueAsString())
                .isEqualTo("ALARM");
    }

    @Test
    void realRequestsAreCountedLikeSyntheticOnes() throws Exception {
        String web = healthy("web", "10.0.0.1", ResponseScript.OK);
        URI front = world.aws.listenerAddress(listener(web, 1, web, 0));
        HttpClient http = HttpClient.newHttpClient();
        for (int i = 0; i < 7; i++) {
            http.send(HttpRequest.newBuilder(front).build(), BodyHandlers.discarding());
        }
        world.deregister(web, "10.0.0.1");
        http.send(HttpRequest.newBuilder(front).build(), BodyHandlers.discarding());

        pass(Duration.ofMinutes(1));

        String balancerName = dimension(balancer.loadBalancerArn());
        assertThat(sum(world.aws, "RequestCount", "LoadBalancer", balancerName)).isEqualTo(8);
        assertThat(sum(world.aws, "HTTPCode_Target_2XX_Count", "LoadBalancer", balancerName))
                .isEqualTo(7);
        assertThat(sum(world.aws, "HTTPCode_ELB_5XX_Count", "LoadBalancer", balancerName))
                .isEqualTo(1);
        assertThat(sum(world.aws, "HTTPCode_ELB_503_Count", "LoadBalancer", balancerName))
                .isEqualTo(1);
        assertThat(sum(world.aws, "RequestCountPerTarget", "TargetGroup", dimension(web)))
                .isEqualTo(7);
    }

    private String healthy(String name, String ip, ResponseScript script) {
        world.scripted(ip + ":80", script);
        String group = world.group(name);
        world.register(group, ip);
        return group;
    }

    /** A listener whose targets have been judged. */
    private String listener(String first, int firstWeight, String second, int secondWeight) {
        var action = first.equals(second)
                ? ElbWorld.forward(first)
                : ElbWorld.forward(first, firstWeight, second, secondWeight);
        String listener = world.listener(balancer, 80, action).listenerArn();
        pass(Duration.ofMinutes(2));
        return listener;
    }

    private void pass(Duration time) {
        world.aws.time().advance(time);
    }

    private static double share(Answers answers, String group) {
        return (double) answers.byTargetGroup().getOrDefault(group, 0L) / answers.requests();
    }

    private static String dimension(String arn) {
        return Arns.dimension(arn).replaceFirst("^(app/[^/]+/[^/]+)/.*", "$1");
    }

    private static double sum(SimulatedAws aws, String metric, String... dimensions) {
        return datapoints(aws, metric, dimensions).stream()
                .mapToDouble(Datapoint::sum)
                .sum();
    }

    private Datapoint datapoint(String metric, String... dimensions) {
        return datapoints(world.aws, metric, dimensions).getFirst();
    }

    private static List<Datapoint> datapoints(SimulatedAws aws, String metric, String... dimensions) {
        List<Dimension> all = new ArrayList<>();
        for (int i = 0; i < dimensions.length; i += 2) {
            all.add(Dimension.builder()
                    .name(dimensions[i])
                    .value(dimensions[i + 1])
                    .build());
        }
        return Clients.of(aws)
                .with(CloudWatchClient.builder())
                .getMetricStatistics(g -> g.namespace("AWS/ApplicationELB")
                        .metricName(metric)
                        .dimensions(all)
                        .startTime(ElbWorld.START)
                        .endTime(ElbWorld.START.plus(Duration.ofHours(1)))
                        .period(3600)
                        .statistics(Statistic.SUM, Statistic.AVERAGE, Statistic.MAXIMUM))
                .datapoints();
    }
}

package dev.penstock.aws.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.metric.CanaryFacts;
import dev.penstock.metric.MetricQuery;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/** Alarms, targets, failed tasks and large reads at the simulated AWS. */
class AwsCanaryFactsTest {

    private static final String NO_GROUP =
            "arn:aws:elasticloadbalancing:us-east-1:" + SimulatedAccount.ID + ":targetgroup/none/0123456789abcdef";

    private final SimulatedAccount account = new SimulatedAccount();
    private final SimulatedTime time = account.aws.time();
    private final AwsCanaryFacts facts = new AwsCanaryFacts(account.clients);

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void alarmsThatAreOnAndThoseWithoutDataAreToldApart() {
        CloudWatchClient cloudWatch = account.clients.cloudWatch(AwsScope.OWN, Use.CHANGE);
        for (String name : List.of("on", "off", "unknown")) {
            cloudWatch.putMetricAlarm(request -> request.alarmName(name)
                    .namespace("Shop")
                    .metricName("Errors")
                    .statistic(Statistic.SUM)
                    .period(60)
                    .evaluationPeriods(1)
                    .threshold(5.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
        }
        try (SimulatedTime.Busy busy = time.busy()) {
            cloudWatch.setAlarmState(
                    set -> set.alarmName("on").stateValue(StateValue.ALARM).stateReason("test"));
            cloudWatch.setAlarmState(
                    set -> set.alarmName("off").stateValue(StateValue.OK).stateReason("test"));
            assertThat(facts.alarms(AwsScope.OWN, List.of("on", "off", "unknown", "gone")))
                    .isEqualTo(new CanaryFacts.Alarms(List.of("on"), List.of("unknown", "gone")));
        }
    }

    @Test
    void aGroupThatIsNotThereHasNeitherTargetsNorLoadBalancer() {
        assertThat(facts.targets(AwsScope.OWN, NO_GROUP)).isEqualTo(new CanaryFacts.Targets(0, 0));
        assertThat(facts.loadBalancer(AwsScope.OWN, NO_GROUP)).isEmpty();
    }

    @Test
    void tasksThatFailAreCountedAndThoseThatAreReplacedAreNot() {
        EcsClient ecs = account.clients.ecs(AwsScope.OWN, Use.CHANGE);
        ecs.createCluster(cluster -> cluster.clusterName("shop"));
        String good = register(ecs, "");
        ecs.createService(service -> service.cluster("shop")
                .serviceName("web")
                .taskDefinition(good)
                .launchType("FARGATE")
                .networkConfiguration(net -> net.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
                .desiredCount(2));
        assertThat(time.awaitStill(Duration.ofSeconds(30))).isTrue();
        Instant since = time.now();
        String bad = register(ecs, "exit:1@20s");
        try (SimulatedTime.Busy busy = time.busy()) {
            ecs.updateService(service -> service.cluster("shop").service("web").taskDefinition(bad));
            time.advance(Duration.ofMinutes(10));
            assertThat(facts.restarts(AwsScope.OWN, "shop", "web", bad, since)).isPositive();
            assertThat(facts.restarts(AwsScope.OWN, "shop", "web", bad, time.now()))
                    .isZero();
            assertThat(facts.restarts(AwsScope.OWN, "shop", "web", good, since)).isZero();
        }
    }

    private static String register(EcsClient ecs, String script) {
        ContainerDefinition container = ContainerDefinition.builder()
                .name("web")
                .image("registry.example/web:1")
                .essential(true)
                .environment(KeyValuePair.builder()
                        .name("PENSTOCK_SIMULATE")
                        .value(script)
                        .build())
                .build();
        return ecs.registerTaskDefinition(request -> request.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(container))
                .taskDefinition()
                .taskDefinitionArn();
    }

    @Test
    void fiveHundredSeriesAreReadWithEachCall() {
        AtomicInteger reads = new AtomicInteger();
        account.aws.faults().add((moment, call) -> {
            if (moment == Moment.BEFORE && call.operation().equals("GetMetricData")) {
                reads.incrementAndGet();
            }
            return Optional.empty();
        });
        List<MetricQuery> queries = IntStream.range(0, 1001)
                .mapToObj(i -> new MetricQuery(
                        "Shop", "Requests", new TreeMap<>(Map.of("Version", "v" + i)), "Sum", Duration.ofMinutes(1)))
                .toList();
        Instant end = time.now();
        assertThat(new CloudWatchMetricData(account.clients)
                        .read(AwsScope.OWN, queries, new Window(end.minusSeconds(600), end)))
                .hasSize(1001);
        assertThat(reads).hasValue(3);
    }

    @Test
    void aReadThatIsThrottledIsToldAsSuch() {
        account.aws
                .faults()
                .add((moment, call) -> moment == Moment.BEFORE ? Optional.of(Fault.throttled()) : Optional.empty());
        MetricQuery query = new MetricQuery("Shop", "Requests", new TreeMap<>(), "Sum", Duration.ofMinutes(1));
        Window window = new Window(time.now().minusSeconds(60), time.now());
        assertThatThrownBy(() -> new CloudWatchMetricData(account.clients).read(AwsScope.OWN, List.of(query), window))
                .isInstanceOfSatisfying(
                        RemoteCallException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.THROTTLED));
        assertThatThrownBy(() -> new BeanstalkEnvironmentCounts(account.clients).latest(AwsScope.OWN, "shop"))
                .isInstanceOf(RemoteCallException.class);
    }
}

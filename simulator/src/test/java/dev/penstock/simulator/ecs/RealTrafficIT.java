package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.containers.Docker;
import dev.penstock.simulator.containers.DockerContainers;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Releases of real containers behind a simulated load balancer, seen by clients that count every answer. */
@Tag("container")
class RealTrafficIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PAGE = "FROM nginx:1.27-alpine\nCOPY index.html /usr/share/nginx/html/index.html\n";
    private static final String CONFIGURED = PAGE + "COPY default.conf /etc/nginx/conf.d/default.conf\n";
    private static final String ONLY_WELL = "server { listen 80; location = /health { return 200 'well'; }"
            + " location / { add_header Content-Type text/plain; return 500 'broken'; } }\n";
    private static final String BROKEN =
            "server { listen 80; location / { add_header Content-Type text/plain; return 500 'broken'; } }\n";

    @TempDir
    private Path directory;

    private Docker docker;
    private DockerContainers engine;
    private SimulatedAws aws;
    private EcsWorld world;
    private ElasticLoadBalancingV2Client elb;
    private String balancer = "";
    private String listener = "";

    @BeforeEach
    void start() throws IOException {
        Docker.required();
        docker = new Docker(directory);
        engine = DockerContainers.connect();
        aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(START, 10))
                .containers(engine)
                .start();
        world = new EcsWorld(aws);
        elb = world.clients.elb();
    }

    @AfterEach
    void close() throws IOException {
        if (aws != null) {
            aws.close();
            assertThat(docker.run("", "ps", "--all", "--quiet", "--filter", "label=" + engine.label()))
                    .isEmpty();
        }
    }

    @Test
    void noRequestFailsWhileAHealthyReleaseRollsOut() throws Exception {
        String group = group("blue");
        balance(forward(group));
        create("web", definition(page("1", "version one")), group, 4);
        awaitHealthy(group, 4);

        String next = definition(page("2", "version two"));
        Map<String, Long> counts;
        String deployment;
        try (LoadClient load = load(8)) {
            load.awaitMore(200);
            deployment = world.update(u -> u.taskDefinition(next)).currentServiceDeployment();
            await(deployment, d -> d.statusAsString().equals("SUCCESSFUL"));
            load.awaitMore(200);
            load.close();
            counts = load.counts();
        }

        System.out.println("a healthy rolling update, answers that clients saw: " + counts);
        assertThat(counts.keySet()).containsExactlyInAnyOrder("200 version one", "200 version two");
        assertThat(counts.getOrDefault("200 version one", 0L)).isGreaterThan(200);
        assertThat(counts.getOrDefault("200 version two", 0L)).isGreaterThan(200);
        assertThat(metric("RequestCount"))
                .isEqualTo(counts.values().stream().mapToLong(Long::longValue).sum());
        assertThat(metric("HTTPCode_Target_5XX_Count")).isZero();
    }

    /** The new version passes its health checks and answers everything else with 500: only a canary tells. */
    @Test
    void theListenersWeightsAreTheSharesThatClientsSeeAndTheirErrorsAreInCloudWatch() throws Exception {
        String blue = group("blue");
        String green = group("green", "/health");
        balance(Action.builder()
                .type("forward")
                .forwardConfig(f -> f.targetGroups(tuple(blue, 90), tuple(green, 10)))
                .build());
        create("web", definition(page("1", "version one")), blue, 2);
        String broken = docker.push(
                aws,
                world.clients,
                "page",
                "2",
                Map.of("Dockerfile", CONFIGURED, "index.html", "version two", "default.conf", ONLY_WELL));
        create("next", definition(broken), green, 1);
        awaitHealthy(blue, 2);
        awaitHealthy(green, 1);

        Map<String, Long> counts;
        try (LoadClient load = load(4)) {
            load.awaitMore(2_000);
            load.close();
            counts = load.counts();
        }

        System.out.println("weights 90 and 10, answers that clients saw: " + counts);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        assertThat(counts.keySet()).containsExactlyInAnyOrder("200 version one", "500 broken");
        assertThat(100.0 * counts.getOrDefault("500 broken", 0L) / all).isCloseTo(10, within(2.0));
        assertThat(metric("HTTPCode_Target_5XX_Count")).isEqualTo(counts.getOrDefault("500 broken", 0L));
        assertThat(metric("RequestCount")).isEqualTo(all);
    }

    @Test
    void aBrokenReleaseThatReallyAnswers500GoesBack() throws Exception {
        String group = group("blue");
        balance(forward(group));
        create("web", definition(page("1", "version one")), group, 4);
        awaitHealthy(group, 4);
        String broken = definition(docker.push(
                aws,
                world.clients,
                "page",
                "2",
                Map.of("Dockerfile", CONFIGURED, "index.html", "version two", "default.conf", BROKEN)));

        Map<String, Long> counts;
        ServiceDeployment ended;
        try (LoadClient load = load(8)) {
            load.awaitMore(200);
            String deployment = world.update(u -> u.taskDefinition(broken)).currentServiceDeployment();
            ended = await(deployment, d -> d.statusAsString().startsWith("ROLLBACK_SUCC"));
            load.awaitMore(200);
            load.close();
            counts = load.counts();
        }

        System.out.println("a broken release that went back, answers that clients saw: " + counts);
        assertThat(ended.deploymentCircuitBreaker().statusAsString()).isEqualTo("TRIGGERED");
        assertThat(counts.keySet()).isSubsetOf("200 version one", "500 broken");
        assertThat(metric("HTTPCode_Target_5XX_Count")).isEqualTo(counts.getOrDefault("500 broken", 0L));
        assertThat(metric("RequestCount"))
                .isEqualTo(counts.values().stream().mapToLong(Long::longValue).sum());
        assertThat(world.tasks("STOPPED"))
                .anySatisfy(t -> assertThat(t.stoppedReason()).contains("failed ELB health checks"));
    }

    private LoadClient load(int clients) {
        return new LoadClient(aws.listenerAddress(listener).getPort(), clients, String::trim);
    }

    private String page(String tag, String text) throws IOException {
        return docker.push(aws, world.clients, "page", tag, Map.of("Dockerfile", PAGE, "index.html", text));
    }

    private String definition(String image) {
        ContainerDefinition container = ContainerDefinition.builder()
                .name("web")
                .image(image)
                .portMappings(PortMapping.builder().containerPort(80).build())
                .environment(KeyValuePair.builder().name("IMAGE").value(image).build())
                .build();
        return world.ecs
                .registerTaskDefinition(r -> r.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .executionRoleArn(EcsWorld.ROLE)
                        .containerDefinitions(container))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private void create(String name, String definition, String group, int desired) {
        world.create(
                definition,
                desired,
                s -> s.serviceName(name)
                        .loadBalancers(LoadBalancer.builder()
                                .targetGroupArn(group)
                                .containerName("web")
                                .containerPort(80)
                                .build()));
    }

    private String group(String name) {
        return group(name, "/");
    }

    private String group(String name, String healthCheckPath) {
        String arn = elb.createTargetGroup(g -> g.name(name)
                        .protocol("HTTP")
                        .port(80)
                        .vpcId("vpc-1")
                        .targetType("ip")
                        .healthCheckPath(healthCheckPath)
                        .healthCheckIntervalSeconds(10)
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(2))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        elb.modifyTargetGroupAttributes(m -> m.targetGroupArn(arn)
                .attributes(TargetGroupAttribute.builder()
                        .key("deregistration_delay.timeout_seconds")
                        .value("20")
                        .build()));
        return arn;
    }

    private void balance(Action action) {
        balancer = elb.createLoadBalancer(b -> b.name("shop").subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        listener = elb.createListener(l ->
                        l.loadBalancerArn(balancer).protocol("HTTP").port(80).defaultActions(action))
                .listeners()
                .getFirst()
                .listenerArn();
        aws.time().advance(Duration.ofMinutes(3));
    }

    private static Action forward(String group) {
        return Action.builder().type("forward").targetGroupArn(group).build();
    }

    private static TargetGroupTuple tuple(String group, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
    }

    private void awaitHealthy(String group, int targets) {
        awaitThat(
                () -> elb.describeTargetHealth(d -> d.targetGroupArn(group)).targetHealthDescriptions().stream()
                                .filter(t -> t.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                                .count()
                        == targets,
                () -> elb.describeTargetHealth(d -> d.targetGroupArn(group)) + "\n" + world.tasks("RUNNING")
                        + world.tasks("STOPPED"));
    }

    private ServiceDeployment await(String deployment, Predicate<ServiceDeployment> until) {
        awaitThat(
                () -> until.test(world.deployment(deployment)),
                () -> world.deployment(deployment) + "\n" + world.messages());
        return world.deployment(deployment);
    }

    private static void awaitThat(BooleanSupplier until, Supplier<String> instead) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!until.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(instead.get());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** The sum of a metric of the load balancer since the beginning. */
    private long metric(String name) {
        try (CloudWatchClient cloudWatch = world.clients.with(CloudWatchClient.builder())) {
            String dimension = balancer.substring(balancer.indexOf("loadbalancer/") + "loadbalancer/".length());
            List<Datapoint> points = cloudWatch
                    .getMetricStatistics(m -> m.namespace("AWS/ApplicationELB")
                            .metricName(name)
                            .dimensions(Dimension.builder()
                                    .name("LoadBalancer")
                                    .value(dimension)
                                    .build())
                            .startTime(START)
                            .endTime(aws.time().now().plus(Duration.ofMinutes(5)))
                            .period(3600)
                            .statistics(Statistic.SUM))
                    .datapoints();
            return points.stream().collect(Collectors.summingLong(p -> p.sum().longValue()));
        }
    }
}

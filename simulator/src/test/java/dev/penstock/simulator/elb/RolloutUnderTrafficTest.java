package dev.penstock.simulator.elb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.elb.Traffic.Answers;
import dev.penstock.simulator.elb.Traffic.Flow;
import dev.penstock.simulator.elb.Traffic.Requests;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** A service behind a load balancer, released while requests come. */
class RolloutUnderTrafficTest {

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(ElbWorld.START))
            .seed(11)
            .start();
    private final EcsClient ecs = Clients.of(aws).ecs();
    private final ElasticLoadBalancingV2Client elb = Clients.of(aws).elb();
    private String group = "";
    private Flow flow;

    @BeforeEach
    void serveVersionOne() {
        group = elb.createTargetGroup(g -> g.name("web")
                        .protocol("HTTP")
                        .port(80)
                        .vpcId("vpc-1")
                        .targetType("ip")
                        .healthCheckIntervalSeconds(10))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        String balancer = elb.createLoadBalancer(b -> b.name("front").subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        elb.createListener(
                l -> l.loadBalancerArn(balancer).port(80).protocol("HTTP").defaultActions(ElbWorld.forward(group)));
        ecs.createCluster(c -> c.clusterName("main"));
        String definition = register("latency@20ms");
        ecs.createService(s -> s.cluster("main")
                .serviceName("web")
                .taskDefinition(definition)
                .desiredCount(4)
                .launchType("FARGATE")
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .loadBalancers(LoadBalancer.builder()
                        .targetGroupArn(group)
                        .containerName("web")
                        .containerPort(80)
                        .build())
                .deploymentConfiguration(
                        d -> d.deploymentCircuitBreaker(c -> c.enable(true).rollback(true))));
        aws.time().advance(Duration.ofMinutes(10));
        assertThat(healthyTargets()).isEqualTo(4);
        flow = aws.traffic().start(balancer, Requests.ROOT, 100, 5);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void noRequestIsLostWhileAHealthyVersionReplacesAnother() {
        update(register("latency@30ms"));
        aws.time().advance(Duration.ofMinutes(20));

        assertThat(service().deployments()).hasSize(1);
        Answers answers = flow.answers();
        assertThat(answers.requests()).isEqualTo(120_000);
        assertThat(answers.byStatus()).containsOnlyKeys(200);
        assertThat(healthyTargets()).isEqualTo(4);
    }

    @Test
    void aBrokenVersionGetsNoRequestsAndGoesBack() {
        String before = service().taskDefinition();

        update(register("failing:100"));
        aws.time().advance(Duration.ofMinutes(60));

        assertThat(service().taskDefinition()).isEqualTo(before);
        assertThat(flow.answers().byStatus()).containsOnlyKeys(200);
    }

    private String register(String simulate) {
        return ecs.registerTaskDefinition(r -> r.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("web")
                                .image("public.example/web:1")
                                .portMappings(
                                        PortMapping.builder().containerPort(80).build())
                                .environment(KeyValuePair.builder()
                                        .name("PENSTOCK_SIMULATE")
                                        .value(simulate)
                                        .build())
                                .build()))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private void update(String definition) {
        ecs.updateService(u -> u.cluster("main").service("web").taskDefinition(definition));
    }

    private Service service() {
        return ecs.describeServices(d -> d.cluster("main").services("web"))
                .services()
                .getFirst();
    }

    private long healthyTargets() {
        return elb.describeTargetHealth(d -> d.targetGroupArn(group)).targetHealthDescriptions().stream()
                .map(TargetHealthDescription::targetHealth)
                .filter(health -> health.stateAsString().equals("healthy"))
                .count();
    }
}

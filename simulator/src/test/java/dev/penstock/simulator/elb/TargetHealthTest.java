package dev.penstock.simulator.elb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** Sources: ELB User Guide, "Health checks for your target groups", "Deregistration delay"; API Reference, TargetHealth. */
class TargetHealthTest {

    private static final ResponseScript FAILING = new ResponseScript(1, 500, Duration.ZERO);

    private final ElbWorld world = ElbWorld.stepped();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aTargetOfAGroupThatNoLoadBalancerUsesIsUnused() {
        String group = world.group("web");

        world.register(group, "10.0.0.1");

        assertThat(world.state(group, "10.0.0.1")).isEqualTo("unused Target.NotInUse");
        assertThat(world.health(group, "10.0.0.1").description())
                .isEqualTo("Target group is not configured to receive traffic from the load balancer");
        assertThat(world.state(group, "10.0.0.9")).isEqualTo("unused Target.NotRegistered");
    }

    @Test
    void aNewlyRegisteredTargetIsHealthyAfterOneCheckWhateverTheThreshold() {
        world.scripted("10.0.0.1:80", ResponseScript.OK);
        String group = inUse("web");

        world.register(group, "10.0.0.1");

        assertThat(world.state(group, "10.0.0.1")).isEqualTo("initial Elb.RegistrationInProgress");
        pass(Duration.ofSeconds(5));
        assertThat(world.health(group, "10.0.0.1").description()).isEqualTo("Initial health checks in progress");
        pass(Duration.ofSeconds(30));
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("healthy");
    }

    @Test
    void aTargetIsDescribedWithItsZoneItsPortAndNoOverride() {
        String group = inUse("web");
        world.register(group, "10.0.0.1");

        var described = world.elb
                .describeTargetHealth(d -> d.targetGroupArn(group))
                .targetHealthDescriptions()
                .getFirst();

        assertThat(described.target().port()).isEqualTo(80);
        assertThat(described.target().availabilityZone()).matches("us-east-1[ab]");
        assertThat(described.healthCheckPort()).isEqualTo("80");
        assertThat(described.administrativeOverride().stateAsString()).isEqualTo("no_override");
    }

    @Test
    void failingChecksMakeATargetUnhealthyAfterTheThresholdAndSayWhy() {
        world.scripted("10.0.0.1:80", FAILING);
        String group = inUse("web");

        world.register(group, "10.0.0.1");
        pass(Duration.ofSeconds(35));

        assertThat(world.state(group, "10.0.0.1")).isEqualTo("initial Elb.InitialHealthChecking");
        pass(Duration.ofSeconds(30));
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("unhealthy Target.ResponseCodeMismatch");
        assertThat(world.health(group, "10.0.0.1").description())
                .isEqualTo("Health checks failed with these codes: [500]");
    }

    @Test
    void whereNothingAnswersChecksTimeOut() {
        String group = inUse("web");

        world.register(group, "10.0.0.1");
        pass(Duration.ofSeconds(65));

        assertThat(world.state(group, "10.0.0.1")).isEqualTo("unhealthy Target.Timeout");
        assertThat(world.health(group, "10.0.0.1").description()).isEqualTo("Request timed out");
    }

    @Test
    void anAnswerThatComesAfterTheTimeoutIsNone() {
        world.scripted("10.0.0.1:80", new ResponseScript(0, 500, Duration.ofSeconds(6)));
        String group = inUse("web");

        world.register(group, "10.0.0.1");
        pass(Duration.ofSeconds(65));

        assertThat(world.state(group, "10.0.0.1")).isEqualTo("unhealthy Target.Timeout");
    }

    @Test
    void anUnhealthyTargetHasToPassTheHealthyThreshold() {
        world.scripted("10.0.0.1:80", FAILING);
        String group = inUse("web");
        world.register(group, "10.0.0.1");
        pass(Duration.ofSeconds(65));

        world.scripted("10.0.0.1:80", ResponseScript.OK);
        assertThat(world.state(group, "10.0.0.1")).startsWith("unhealthy");
        List<Instant> changes = new ArrayList<>();
        Instant begun = world.aws.time().now();
        while (!world.state(group, "10.0.0.1").equals("healthy")) {
            pass(Duration.ofSeconds(1));
            changes.add(world.aws.time().now());
        }

        assertThat(Duration.between(begun, changes.getLast()))
                .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(151));
    }

    @Test
    void aHealthyTargetWhoseBackendBreaksTurnsUnhealthyOnceSomebodyLooks() {
        world.scripted("10.0.0.1:80", ResponseScript.OK);
        String group = inUse("web");
        world.register(group, "10.0.0.1");
        pass(Duration.ofSeconds(35));

        world.scripted("10.0.0.1:80", FAILING);

        assertThat(world.state(group, "10.0.0.1")).isEqualTo("healthy");
        pass(Duration.ofSeconds(60));
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("unhealthy Target.ResponseCodeMismatch");
    }

    @Test
    void aDeregisteredTargetDrainsForTheWholeDelayAndIsGoneThen() {
        world.scripted("10.0.0.1:80", ResponseScript.OK);
        String group = inUse("web");
        world.register(group, "10.0.0.1");
        pass(Duration.ofSeconds(35));

        world.deregister(group, "10.0.0.1");

        assertThat(world.state(group, "10.0.0.1")).isEqualTo("draining Target.DeregistrationInProgress");
        pass(Duration.ofSeconds(299));
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("draining Target.DeregistrationInProgress");
        pass(Duration.ofSeconds(1));
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("unused Target.NotRegistered");
        assertThat(world.elb.describeTargetHealth(d -> d.targetGroupArn(group)).targetHealthDescriptions())
                .isEmpty();
    }

    @Test
    void theDeregistrationDelayIsTheGroupsAndNothingDrainsWithoutOne() {
        String group = inUse("web");
        world.register(group, "10.0.0.1");
        world.elb.modifyTargetGroupAttributes(m -> m.targetGroupArn(group)
                .attributes(TargetGroupAttribute.builder()
                        .key("deregistration_delay.timeout_seconds")
                        .value("0")
                        .build()));

        world.deregister(group, "10.0.0.1");

        assertThat(world.state(group, "10.0.0.1")).isEqualTo("unused Target.NotRegistered");
    }

    @Test
    void aDrainingTargetThatIsRegisteredAgainBeginsAnew() {
        world.scripted("10.0.0.1:80", ResponseScript.OK);
        String group = inUse("web");
        world.register(group, "10.0.0.1");
        pass(Duration.ofSeconds(35));
        world.deregister(group, "10.0.0.1");

        world.register(group, "10.0.0.1");

        assertThat(world.state(group, "10.0.0.1")).isEqualTo("initial Elb.RegistrationInProgress");
        pass(Duration.ofMinutes(10));
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("healthy");
    }

    @Test
    void aListenerMakesTheTargetsOfItsGroupCheckedAndItsEndMakesThemUnused() {
        world.scripted("10.0.0.1:80", ResponseScript.OK);
        String group = world.group("web");
        world.register(group, "10.0.0.1");
        LoadBalancer balancer = world.activeLoadBalancer("front");

        String listener = world.listener(balancer, 80, ElbWorld.forward(group)).listenerArn();
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("initial Elb.RegistrationInProgress");
        pass(Duration.ofSeconds(35));
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("healthy");

        world.elb.deleteListener(d -> d.listenerArn(listener));
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("unused Target.NotInUse");
    }

    @Test
    void nothingIsCheckedBeforeTheLoadBalancerIsActive() {
        world.scripted("10.0.0.1:80", ResponseScript.OK);
        String group = world.group("web");
        LoadBalancer balancer = world.loadBalancer("front");
        world.listener(balancer, 80, ElbWorld.forward(group));
        world.register(group, "10.0.0.1");

        pass(Duration.ofSeconds(149));
        assertThat(world.state(group, "10.0.0.1")).startsWith("initial");
        pass(Duration.ofSeconds(31));
        assertThat(world.state(group, "10.0.0.1")).isEqualTo("healthy");
    }

    @Test
    void checksOfSettledTargetsDoNotMoveVirtualTime() {
        try (ElbWorld jumping = new ElbWorld(SimulatedTime.virtual(ElbWorld.START))) {
            jumping.scripted("10.0.0.1:80", ResponseScript.OK);
            jumping.scripted("10.0.0.2:80", new ResponseScript(0.05, 500, Duration.ZERO));
            String group = jumping.group("web");
            jumping.listener(jumping.loadBalancer("front"), 80, ElbWorld.forward(group));
            jumping.register(group, "10.0.0.1");
            jumping.register(group, "10.0.0.2");
            jumping.register(group, "10.0.0.3");

            assertThat(jumping.aws.time().awaitStill(Duration.ofSeconds(20))).isTrue();

            assertThat(jumping.state(group, "10.0.0.1")).isEqualTo("healthy");
            assertThat(jumping.state(group, "10.0.0.2")).isEqualTo("healthy");
            assertThat(jumping.state(group, "10.0.0.3")).isEqualTo("unhealthy Target.Timeout");
            assertThat(jumping.aws.time().now()).isBefore(ElbWorld.START.plusSeconds(600));
        }
    }

    private void pass(Duration time) {
        world.aws.time().advance(time);
    }

    /** A group with an active load balancer in front. */
    private String inUse(String name) {
        String group = world.group(name);
        world.listener(world.activeLoadBalancer("front"), 80, ElbWorld.forward(group));
        return group;
    }
}

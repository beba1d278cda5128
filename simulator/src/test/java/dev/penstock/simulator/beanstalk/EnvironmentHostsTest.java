package dev.penstock.simulator.beanstalk;

import static dev.penstock.simulator.beanstalk.BeanstalkWorld.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentResourceDescription;

/** What environments have in EC2 and Auto Scaling, and what becomes of them when somebody lays hands on it. */
class EnvironmentHostsTest {

    private final BeanstalkWorld world = new BeanstalkWorld();
    private final Ec2Client ec2 = Clients.of(world.aws).with(Ec2Client.builder());
    private final AutoScalingClient scaling = Clients.of(world.aws).with(AutoScalingClient.builder());

    @BeforeEach
    void versions() {
        world.version("v1");
        world.version("v2");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void instancesOfAnEnvironmentAreThoseOfItsAutoScalingGroupAndOfEc2() {
        world.environment("web-prod", "v1", 2);

        AutoScalingGroup group = group();
        assertThat(group.desiredCapacity()).isEqualTo(2);
        assertThat(group.minSize()).isEqualTo(2);
        assertThat(group.maxSize()).isEqualTo(4);
        assertThat(group.targetGroupARNs()).hasSize(1);
        assertThat(group.instances())
                .allSatisfy(instance ->
                        assertThat(instance.lifecycleStateAsString()).isEqualTo("InService"))
                .extracting(software.amazon.awssdk.services.autoscaling.model.Instance::instanceId)
                .containsExactlyInAnyOrderElementsOf(ids());
        assertThat(running()).hasSize(2).allSatisfy(instance -> {
            assertThat(instance.vpcId()).startsWith("vpc-");
            assertThat(instance.iamInstanceProfile().arn()).endsWith("/aws-elasticbeanstalk-ec2-role");
            assertThat(instance.tags())
                    .anyMatch(tag -> tag.key().equals("elasticbeanstalk:environment-name")
                            && tag.value().equals("web-prod"));
        });
        assertThat(ec2.describeLaunchTemplates(d -> d.launchTemplateIds(
                                resources().launchTemplates().getFirst().id()))
                        .launchTemplates())
                .hasSize(1);
        assertThat(ec2.describeSecurityGroups(d -> d.groupIds(
                                running().getFirst().securityGroups().getFirst().groupId()))
                        .securityGroups())
                .singleElement()
                .satisfies(one -> assertThat(one.groupName()).contains("AWSEBSecurityGroup"));
    }

    @Test
    void anInstanceThatSomebodyTerminatesIsReplacedAndTheNewOneRunsTheVersion() {
        world.environment("web-prod", "v1", 2);
        String victim = ids().getFirst();

        ec2.terminateInstances(t -> t.instanceIds(victim));
        world.time.advance(Duration.ofSeconds(15));
        assertThat(ids()).doesNotContain(victim).hasSize(2);
        assertThat(world.describe("web-prod").healthStatusAsString()).isNotEqualTo("Ok");
        world.time.advance(Duration.ofMinutes(6));

        assertThat(world.deployed("web-prod")).isEqualTo(Map.of("v1 Deployed #1", 2L));
        assertThat(world.describe("web-prod").healthStatusAsString()).isEqualTo("Ok");
        assertThat(world.messages("web-prod"))
                .contains("INFO Removed instance [" + victim + "] from your environment.");
        assertThat(scaling.describeScalingActivities(d -> d.autoScalingGroupName(group().autoScalingGroupName()))
                        .activities())
                .extracting(Activity::cause)
                .anyMatch(cause -> cause.contains("EC2 health check indicating it has been terminated"));
        assertThat(running()).hasSize(2);
        world.time.advance(Duration.ofMinutes(1));
        assertThat(ec2.describeInstances(d -> d.instanceIds(victim))
                        .reservations()
                        .getFirst()
                        .instances()
                        .getFirst()
                        .state()
                        .name())
                .isEqualTo(InstanceStateName.TERMINATED);
    }

    @Test
    void aGroupThatSomebodyResizesGetsInstancesOfTheVersionAndLosesThemAgain() {
        world.environment("web-prod", "v1", 2);

        scaling.setDesiredCapacity(
                s -> s.autoScalingGroupName(group().autoScalingGroupName()).desiredCapacity(3));
        world.time.advance(Duration.ofMinutes(4));
        assertThat(world.deployed("web-prod")).isEqualTo(Map.of("v1 Deployed #1", 3L));

        scaling.setDesiredCapacity(
                s -> s.autoScalingGroupName(group().autoScalingGroupName()).desiredCapacity(2));
        world.time.advance(Duration.ofMinutes(2));
        assertThat(ids()).hasSize(2);
        assertThat(running()).hasSize(2);
    }

    @Test
    void anImmutableDeploymentGoesThroughATemporaryGroupThatIsGoneAfterwards() {
        world.environment("web-prod", "v1", 2, command("DeploymentPolicy", "Immutable"));
        List<String> before = ids();

        world.deploy("web-prod", "v2");
        world.time.advance(Duration.ofMinutes(3));
        assertThat(scaling.describeAutoScalingGroups().autoScalingGroups()).hasSize(2);
        world.untilReady("web-prod");

        assertThat(scaling.describeAutoScalingGroups().autoScalingGroups()).hasSize(1);
        assertThat(group().desiredCapacity()).isEqualTo(2);
        assertThat(ids()).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aTerminatedEnvironmentLeavesNothing() {
        world.environment("web-prod", "v1", 2);

        world.beanstalk.terminateEnvironment(t -> t.environmentName("web-prod"));
        world.untilReady("web-prod");
        world.time.advance(Duration.ofMinutes(1));

        assertThat(scaling.describeAutoScalingGroups().autoScalingGroups()).isEmpty();
        assertThat(running()).isEmpty();
        assertThat(ec2.describeLaunchTemplates().launchTemplates()).isEmpty();
        assertThat(ec2.describeSecurityGroups().securityGroups()).hasSize(1);
    }

    private EnvironmentResourceDescription resources() {
        return world.beanstalk
                .describeEnvironmentResources(r -> r.environmentName("web-prod"))
                .environmentResources();
    }

    private AutoScalingGroup group() {
        return scaling.describeAutoScalingGroups(d -> d.autoScalingGroupNames(
                        resources().autoScalingGroups().getFirst().name()))
                .autoScalingGroups()
                .getFirst();
    }

    private List<String> ids() {
        return resources().instances().stream()
                .map(software.amazon.awssdk.services.elasticbeanstalk.model.Instance::id)
                .toList();
    }

    private List<Instance> running() {
        return ec2
                .describeInstances(d -> d.filters(Filter.builder()
                        .name("instance-state-name")
                        .values("running")
                        .build()))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }
}

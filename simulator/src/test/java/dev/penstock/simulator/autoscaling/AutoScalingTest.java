package dev.penstock.simulator.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Auto Scaling as its SDK's client sees it. */
class AutoScalingTest {

    private final SimulatedTime time = SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z"));
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final AutoScalingClient scaling = Clients.of(aws).with(AutoScalingClient.builder());
    private final Ec2Client ec2 = Clients.of(aws).with(Ec2Client.builder());

    @BeforeEach
    void template() {
        ec2.createLaunchTemplate(
                c -> c.launchTemplateName("web").launchTemplateData(d -> d.imageId("ami-0abcdef1234567890")));
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aGroupLaunchesItsInstancesOverItsZonesWithItsTags() {
        create(3);
        time.advance(Duration.ofMinutes(1));

        AutoScalingGroup group = group();
        assertThat(group.instances())
                .hasSize(3)
                .allSatisfy(one -> {
                    assertThat(one.lifecycleStateAsString()).isEqualTo("InService");
                    assertThat(one.launchTemplate().version()).isEqualTo("1");
                })
                .extracting(software.amazon.awssdk.services.autoscaling.model.Instance::availabilityZone)
                .doesNotHaveDuplicates();
        assertThat(ec2.describeInstances(d -> d.filters(filter("tag:aws:autoscaling:groupName", "web")))
                        .reservations())
                .hasSize(3);
        assertThat(scaling.describeAutoScalingInstances().autoScalingInstances())
                .hasSize(3);
    }

    @Test
    void anInstanceThatIsGoneIsReplacedUnlessThatIsSuspended() {
        create(2);
        time.advance(Duration.ofMinutes(1));
        scaling.suspendProcesses(s -> s.autoScalingGroupName("web").scalingProcesses("Launch"));
        String first = group().instances().getFirst().instanceId();

        ec2.terminateInstances(t -> t.instanceIds(first));
        time.advance(Duration.ofMinutes(3));
        assertThat(group().instances()).hasSize(1);

        scaling.resumeProcesses(s -> s.autoScalingGroupName("web"));
        time.advance(Duration.ofMinutes(2));
        assertThat(group().instances())
                .hasSize(2)
                .noneMatch(instance -> instance.instanceId().equals(first));
        assertThat(scaling.describeScalingActivities(d -> d.autoScalingGroupName("web"))
                        .activities())
                .extracting(Activity::statusCodeAsString)
                .hasSize(4)
                .containsOnly("Successful");
    }

    @Test
    void anInstanceThatIsTerminatedInItsGroupTakesTheCapacityWithItWhenThatIsAskedFor() {
        create(2);
        time.advance(Duration.ofMinutes(1));
        String first = group().instances().getFirst().instanceId();

        assertThatThrownBy(() -> scaling.terminateInstanceInAutoScalingGroup(
                        t -> t.instanceId(first).shouldDecrementDesiredCapacity(true)))
                .hasMessageContaining("Currently, desiredSize equals minSize (2).");
        scaling.updateAutoScalingGroup(u -> u.autoScalingGroupName("web").minSize(1));
        scaling.terminateInstanceInAutoScalingGroup(t -> t.instanceId(first).shouldDecrementDesiredCapacity(true));
        time.advance(Duration.ofMinutes(2));

        assertThat(group().desiredCapacity()).isEqualTo(1);
        assertThat(group().instances()).hasSize(1);
    }

    @Test
    void instancesAreBehindTheTargetGroupsOfTheirGroup() {
        ElasticLoadBalancingV2Client elb = Clients.of(aws).with(ElasticLoadBalancingV2Client.builder());
        String arn = elb.createTargetGroup(c -> c.name("web")
                        .port(8080)
                        .protocol("HTTP")
                        .vpcId("vpc-0de1a017a00000000")
                        .targetType("instance"))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        create(1);
        time.advance(Duration.ofMinutes(1));

        scaling.attachLoadBalancerTargetGroups(
                a -> a.autoScalingGroupName("web").targetGroupARNs(arn));
        scaling.setDesiredCapacity(s -> s.autoScalingGroupName("web").desiredCapacity(2));
        time.advance(Duration.ofMinutes(1));

        assertThat(elb.describeTargetHealth(d -> d.targetGroupArn(arn)).targetHealthDescriptions())
                .hasSize(2)
                .allSatisfy(target -> assertThat(target.target().port()).isEqualTo(8080));
    }

    @Test
    void aGroupWithInstancesIsOnlyDeletedByForce() {
        create(1);
        time.advance(Duration.ofMinutes(1));

        assertThatThrownBy(() -> scaling.deleteAutoScalingGroup(d -> d.autoScalingGroupName("web")))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ResourceInUse"));
        scaling.deleteAutoScalingGroup(d -> d.autoScalingGroupName("web").forceDelete(true));
        time.advance(Duration.ofMinutes(3));
        assertThat(scaling.describeAutoScalingGroups().autoScalingGroups()).isEmpty();
        assertThat(ec2.describeInstances(d -> d.filters(filter("instance-state-name", "running")))
                        .reservations())
                .isEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> scaling.setDesiredCapacity(
                        s -> s.autoScalingGroupName("none").desiredCapacity(1)))
                .hasMessageContaining("AutoScalingGroup name not found");
        create(1);
        assertThatThrownBy(() -> create(1)).hasMessageContaining("A group with the name web already exists");
        assertThatThrownBy(() -> scaling.setDesiredCapacity(
                        s -> s.autoScalingGroupName("web").desiredCapacity(9)))
                .hasMessageContaining("above max value 4");
    }

    private void create(int size) {
        scaling.createAutoScalingGroup(c -> c.autoScalingGroupName("web")
                .minSize(size)
                .maxSize(4)
                .launchTemplate(t -> t.launchTemplateName("web").version("$Default"))
                .vpcZoneIdentifier("subnet-0de1a017a0000000a,subnet-0de1a017a0000000b,subnet-0de1a017a0000000c")
                .tags(List.of(Tag.builder()
                        .key("team")
                        .value("web")
                        .propagateAtLaunch(true)
                        .build())));
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private AutoScalingGroup group() {
        return scaling.describeAutoScalingGroups(d -> d.autoScalingGroupNames("web"))
                .autoScalingGroups()
                .getFirst();
    }
}

package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/** Auto Scaling groups whose stacks say how their instances become others. */
class GroupUpdatePolicyTest {

    private final StackWorld world = new StackWorld();
    private final AutoScalingClient scaling = world.clients.with(AutoScalingClient.builder());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void withoutAPolicyTheInstancesStayAsTheyAre() {
        world.created(template("t3.micro", 2, ""));
        Set<String> before = instances();
        world.updated(template("t3.small", 2, ""));

        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(instances()).isEqualTo(before);
        assertThat(group().launchTemplate().version()).isEqualTo("2");
    }

    @Test
    void aRollingUpdateReplacesBatchAfterBatchAndKeepsSoManyInService() {
        String policy = "AutoScalingRollingUpdate: {MaxBatchSize: 1, MinInstancesInService: 2, PauseTime: PT1M}";
        world.created(template("t3.micro", 2, policy));
        Set<String> before = instances();
        world.update(template("t3.small", 2, policy), u -> {});
        for (int i = 0; i < 60; i++) {
            world.aws.time().advance(Duration.ofSeconds(20));
            assertThat(inService()).isGreaterThanOrEqualTo(2);
        }

        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(instances()).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(group().minSize()).isEqualTo(1);
        assertThat(group().instances())
                .allMatch(one -> one.launchTemplate().version().equals("2"));
        assertThat(world.events("shop"))
                .contains(
                        "Group UPDATE_IN_PROGRESS Temporarily setting autoscaling group MinSize and DesiredCapacity to 3.",
                        "Group UPDATE_IN_PROGRESS Rolling update initiated. Terminating 2 obsolete instance(s) in batches"
                                + " of 1, while keeping at least 2 instance(s) in service.")
                .anyMatch(e -> e.endsWith("(Progress 50%)."))
                .anyMatch(e -> e.endsWith("(Progress 100%)."));
    }

    @Test
    void signalsOfTheNewInstancesLetItGoOn() {
        world.created(template("t3.micro", 2, SIGNALS));
        Set<String> known = instances();
        world.update(template("t3.small", 2, SIGNALS), u -> {});
        for (int i = 0; i < 40; i++) {
            world.aws.time().advance(Duration.ofSeconds(20));
            for (Instance one : group().instances()) {
                if (one.lifecycleStateAsString().equals("InService") && known.add(one.instanceId())) {
                    world.cloudFormation.signalResource(s -> s.stackName("shop")
                            .logicalResourceId("Group")
                            .uniqueId(one.instanceId())
                            .status("SUCCESS"));
                }
            }
        }

        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(world.events("shop")).anyMatch(e -> e.contains("Received SUCCESS signal with UniqueId i-"));
    }

    @Test
    void instancesThatDoNotSignalTakeTheStackBack() {
        world.created(template("t3.micro", 2, SIGNALS));
        world.updated(template("t3.small", 2, SIGNALS));

        assertThat(world.events("shop"))
                .contains(
                        "Group UPDATE_IN_PROGRESS Failed to receive 1 resource signal(s) for the current batch.  Each"
                                + " resource signal timeout is counted as a FAILURE.",
                        "Group UPDATE_FAILED Received 0 SUCCESS signal(s) out of 2.  Unable to satisfy 100%"
                                + " MinSuccessfulInstancesPercent requirement");
        // The way back waits for signals as well, which nobody sends.
        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_FAILED");
    }

    @Test
    void aReplacingUpdateMakesAnotherGroupAndKeepsTheOldOneUntilItIsThere() {
        String policy = "AutoScalingReplacingUpdate: {WillReplace: true}";
        world.created(template("t3.micro", 2, policy));
        String before = world.physicalId("Group");
        world.update(template("t3.small", 2, policy), u -> {});
        world.aws.time().advance(Duration.ofSeconds(20));
        assertThat(scaling.describeAutoScalingGroups().autoScalingGroups()).hasSize(2);
        world.settle();

        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(world.physicalId("Group")).isNotEqualTo(before);
        assertThat(scaling.describeAutoScalingGroups().autoScalingGroups())
                .extracting(AutoScalingGroup::autoScalingGroupName)
                .containsExactly(world.physicalId("Group"));
    }

    @Test
    void whatAScheduledActionDidToTheSizeStaysOnlyIfTheTemplateSaysSo() {
        String policy = "AutoScalingScheduledAction: {IgnoreUnmodifiedGroupSizeProperties: true}";
        world.created(template("t3.micro", 1, policy));
        scaling.updateAutoScalingGroup(u ->
                u.autoScalingGroupName(world.physicalId("Group")).minSize(3).desiredCapacity(3));
        world.updated(template("t3.small", 1, policy));
        assertThat(group().desiredCapacity()).isEqualTo(3);

        world.updated(template("t3.micro", 1, ""));
        assertThat(group().desiredCapacity()).isEqualTo(1);
    }

    @Test
    void aGroupThatCannotLaunchFailsWithWhatItSaw() {
        world.created(template("t3.micro", 1, "").replace("GroupIds: []", "GroupIds: [sg-gone]"));

        assertThat(world.status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(world.events("shop")).anyMatch(e -> e.contains("Group CREATE_FAILED Group did not stabilize."));
    }

    private static final String SIGNALS =
            "AutoScalingRollingUpdate: {MinInstancesInService: 1, WaitOnResourceSignals: true, PauseTime: PT5M}";

    private AutoScalingGroup group() {
        return scaling.describeAutoScalingGroups(d -> d.autoScalingGroupNames(world.physicalId("Group")))
                .autoScalingGroups()
                .getFirst();
    }

    private Set<String> instances() {
        List<String> ids =
                group().instances().stream().map(Instance::instanceId).toList();
        return new HashSet<>(ids);
    }

    private long inService() {
        return group().instances().stream()
                .filter(one -> one.lifecycleStateAsString().equals("InService"))
                .count();
    }

    private static String template(String type, int desired, String policy) {
        return """
            Resources:
              Template:
                Type: AWS::EC2::LaunchTemplate
                Properties:
                  LaunchTemplateData: {ImageId: ami-0abcdef1234567890, InstanceType: %s, SecurityGroupIds: []}
              Group:
                Type: AWS::AutoScaling::AutoScalingGroup
                Properties:
                  MinSize: "1"
                  MaxSize: "4"
                  DesiredCapacity: "%d"
                  AvailabilityZones: [us-east-1a, us-east-1b]
                  LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber}
            %s
            """.formatted(type, desired, policy.isEmpty() ? "" : "    UpdatePolicy: {" + policy + "}");
    }
}

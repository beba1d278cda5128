package dev.penstock.simulator.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** EC2 as its SDK's client sees it. */
class Ec2Test {

    private static final String IMAGE = "ami-0abcdef1234567890";

    private final SimulatedTime time = SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z"));
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private final Ec2Client ec2 = Clients.of(aws).with(Ec2Client.builder());

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void everyAccountHasItsDefaultVpcWithASubnetInEachZone() {
        String vpc = ec2.describeVpcs(d -> d.filters(filter("is-default", "true")))
                .vpcs()
                .getFirst()
                .vpcId();

        assertThat(ec2.describeSubnets(d -> d.filters(filter("vpc-id", vpc))).subnets())
                .extracting(Subnet::availabilityZone)
                .containsExactlyElementsOf(ec2.describeAvailabilityZones().availabilityZones().stream()
                        .map(AvailabilityZone::zoneName)
                        .toList());
        assertThat(ec2.describeSecurityGroups(d -> d.filters(filter("group-name", "default")))
                        .securityGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.vpcId()).isEqualTo(vpc));
        assertThat(ec2.describeRouteTables(d -> d.filters(filter("association.main", "true")))
                        .routeTables())
                .hasSize(1);
        assertThat(ec2.describeRegions().regions())
                .anyMatch(region -> region.regionName().equals("eu-central-1"));
    }

    @Test
    void aSecurityGroupHasTheRulesThatItWasGivenAndRefusesDoubleOnes() {
        String id = ec2.createSecurityGroup(c -> c.groupName("web").description("web servers"))
                .groupId();
        IpPermission http = IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(80)
                .toPort(80)
                .ipRanges(
                        IpRange.builder().cidrIp("0.0.0.0/0").description("all").build())
                .build();

        ec2.authorizeSecurityGroupIngress(a -> a.groupId(id).ipPermissions(http));

        assertThat(ec2.describeSecurityGroups(d -> d.groupIds(id)).securityGroups())
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.ipPermissions()).singleElement().satisfies(rule -> {
                        assertThat(rule.fromPort()).isEqualTo(80);
                        assertThat(rule.ipRanges()).isEqualTo(http.ipRanges());
                    });
                    assertThat(group.ipPermissionsEgress()).hasSize(1);
                });
        assertCode(
                () -> ec2.authorizeSecurityGroupIngress(a -> a.groupId(id).ipPermissions(http)),
                "InvalidPermission.Duplicate");
        assertCode(
                () -> ec2.createSecurityGroup(c -> c.groupName("web").description("again")), "InvalidGroup.Duplicate");
        ec2.revokeSecurityGroupIngress(r -> r.groupId(id).ipPermissions(http));
        ec2.deleteSecurityGroup(d -> d.groupId(id));
        assertCode(() -> ec2.describeSecurityGroups(d -> d.groupIds(id)), "InvalidGroup.NotFound");
    }

    @Test
    void anInstanceOfALaunchTemplateStartsStopsAndEnds() {
        ec2.createLaunchTemplate(c -> c.launchTemplateName("web")
                .launchTemplateData(d -> d.imageId(IMAGE).instanceType(InstanceType.T3_SMALL)));
        String id = ec2.runInstances(r -> r.minCount(1)
                        .maxCount(1)
                        .launchTemplate(t -> t.launchTemplateName("web").version("$Latest"))
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType("instance")
                                .tags(Tag.builder().key("Name").value("one").build())
                                .build()))
                .instances()
                .getFirst()
                .instanceId();
        assertThat(state(id)).isEqualTo(InstanceStateName.PENDING);

        time.advance(Duration.ofMinutes(1));
        assertThat(state(id)).isEqualTo(InstanceStateName.RUNNING);
        assertThat(ec2.describeInstances(d -> d.filters(filter("tag:Name", "o*")))
                        .reservations())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.instances().getFirst().instanceType()).isEqualTo(InstanceType.T3_SMALL);
                    assertThat(one.instances().getFirst().privateIpAddress()).startsWith("172.31.");
                });
        assertThat(ec2.describeInstanceStatus(d -> d.instanceIds(id)).instanceStatuses())
                .singleElement()
                .satisfies(status ->
                        assertThat(status.instanceStatus().statusAsString()).isEqualTo("ok"));

        ec2.stopInstances(s -> s.instanceIds(id));
        time.advance(Duration.ofMinutes(1));
        assertThat(state(id)).isEqualTo(InstanceStateName.STOPPED);
        ec2.startInstances(s -> s.instanceIds(id));
        ec2.terminateInstances(t -> t.instanceIds(id));
        time.advance(Duration.ofMinutes(1));
        assertThat(state(id)).isEqualTo(InstanceStateName.TERMINATED);
        time.advance(Duration.ofHours(2));
        assertCode(() -> ec2.describeInstances(d -> d.instanceIds(id)), "InvalidInstanceID.NotFound");
        assertCode(() -> ec2.describeInstances(d -> d.instanceIds("i-nonsense")), "InvalidInstanceID.Malformed");
    }

    @Test
    void versionsOfALaunchTemplateBuildOnEachOther() {
        ec2.createLaunchTemplate(c -> c.launchTemplateName("web")
                .launchTemplateData(d -> d.imageId(IMAGE)
                        .instanceType(InstanceType.T3_SMALL)
                        .securityGroupIds("sg-0de1a017a00000000")
                        .blockDeviceMappings(LaunchTemplateBlockDeviceMappingRequest.builder()
                                .deviceName("/dev/xvda")
                                .ebs(e -> e.volumeSize(20))
                                .build())));
        ec2.createLaunchTemplateVersion(c -> c.launchTemplateName("web")
                .sourceVersion("1")
                .launchTemplateData(d -> d.instanceType(InstanceType.T3_LARGE)));
        ec2.modifyLaunchTemplate(m -> m.launchTemplateName("web").defaultVersion("2"));

        LaunchTemplateVersion second = ec2.describeLaunchTemplateVersions(
                        d -> d.launchTemplateName("web").versions("$Default"))
                .launchTemplateVersions()
                .getFirst();
        assertThat(second.versionNumber()).isEqualTo(2);
        assertThat(second.launchTemplateData().imageId()).isEqualTo(IMAGE);
        assertThat(second.launchTemplateData().instanceType()).isEqualTo(InstanceType.T3_LARGE);
        assertThat(second.launchTemplateData().securityGroupIds()).containsExactly("sg-0de1a017a00000000");
        assertThat(second.launchTemplateData()
                        .blockDeviceMappings()
                        .getFirst()
                        .ebs()
                        .volumeSize())
                .isEqualTo(20);
        assertCode(
                () -> ec2.createLaunchTemplate(
                        c -> c.launchTemplateName("web").launchTemplateData(d -> d.imageId(IMAGE))),
                "InvalidLaunchTemplateName.AlreadyExistsException");
        ec2.deleteLaunchTemplate(d -> d.launchTemplateName("web"));
        assertThat(ec2.describeLaunchTemplates().launchTemplates()).isEmpty();
    }

    @Test
    void theNetworkOfAStackIsDescribed() {
        CloudFormationClient stacks = Clients.of(aws).with(CloudFormationClient.builder());
        stacks.createStack(c -> c.stackName("net").templateBody("""
                {"Resources": {
                  "Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16",
                    "Tags": [{"Key": "Name", "Value": "shop"}]}},
                  "Sub": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Net"}, "CidrBlock": "10.1.1.0/24",
                    "AvailabilityZone": "us-east-1b"}},
                  "Web": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"VpcId": {"Ref": "Net"},
                    "GroupDescription": "web", "SecurityGroupIngress": [
                      {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}]}}}}
                """));
        time.advance(Duration.ofMinutes(10));
        assertThat(stacks.describeStacks(d -> d.stackName("net"))
                        .stacks()
                        .getFirst()
                        .stackStatus())
                .isEqualTo(StackStatus.CREATE_COMPLETE);

        String vpc = ec2.describeVpcs(d -> d.filters(filter("tag:Name", "shop")))
                .vpcs()
                .getFirst()
                .vpcId();
        assertThat(ec2.describeSubnets(d -> d.filters(filter("vpc-id", vpc))).subnets())
                .singleElement()
                .satisfies(subnet -> assertThat(subnet.cidrBlock()).isEqualTo("10.1.1.0/24"));
        assertThat(ec2.describeSecurityGroups(d -> d.filters(filter("vpc-id", vpc), filter("description", "web")))
                        .securityGroups())
                .singleElement()
                .satisfies(group ->
                        assertThat(group.ipPermissions().getFirst().fromPort()).isEqualTo(443));
    }

    private InstanceStateName state(String id) {
        return ec2.describeInstances(d -> d.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst()
                .state()
                .name();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(List.of(value)).build();
    }

    private static void assertCode(Runnable call, String code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }
}

package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code AWS::EC2::SecurityGroup}: Ref is its id, or its name when it is in no VPC that the template names. Groups that
 * others refer to cannot go.
 */
final class Ec2SecurityGroup implements Model {

    static final String TYPE = "AWS::EC2::SecurityGroup";
    private static final String NAME = "GroupName";
    private static final String VPC = "VpcId";
    private static final List<String> RULES =
            List.of("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress");
    private static final List<String> PEERS = List.of("SourceSecurityGroupId", "DestinationSecurityGroupId");

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        Optional<String> name = asked.text(NAME);
        if (name.filter(text -> text.startsWith("sg-")).isPresent()) {
            throw ServiceError.client(
                    "InvalidParameterValue",
                    "Invalid value '" + name.get() + "' for groupName. It must not start with 'sg-'.");
        }
        boolean taken = here.resources().all(here.context().caller(), TYPE).stream()
                .map(ModelledResources.Row::read)
                .anyMatch(other -> name.isPresent()
                        && other.text(NAME).equals(name)
                        && other.text(VPC, "").equals(asked.text(VPC, "")));
        if (taken) {
            throw ServiceError.client(
                    "InvalidGroup.Duplicate",
                    "The security group '" + name.get() + "' already exists for VPC '" + asked.text(VPC, "") + "'");
        }
        checkPeers(here, asked);
    }

    @Override
    public void checkChange(Surroundings here, Deployed before, Properties asked) {
        checkPeers(here, asked);
    }

    /** Groups that rules name are in the same VPC. */
    private static void checkPeers(Surroundings here, Properties asked) {
        Stream.concat(asked.parts("SecurityGroupIngress").stream(), asked.parts("SecurityGroupEgress").stream())
                .flatMap(rule -> PEERS.stream().flatMap(peer -> rule.text(peer).stream()))
                .forEach(peer -> requireVpc(here, peer, asked.text(VPC, "")));
    }

    /** Refuses a group of another VPC; a group that was not made here is in any. */
    static void requireVpc(Surroundings here, String group, String vpc) {
        Optional<String> other = byId(here, group).flatMap(row -> row.read().text(VPC));
        if (other.isPresent() && !vpc.isEmpty() && !other.get().equals(vpc)) {
            throw ServiceError.client(
                    "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
        }
    }

    /** The group of an id, whatever Ref gives of it. */
    static Optional<ModelledResources.Row> byId(Surroundings here, String group) {
        return here.resources().all(here.context().caller(), TYPE).stream()
                .filter(row -> row.physicalId().equals(group)
                        || row.attribute().text("GroupId", "").equals(group))
                .findFirst();
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return asked.has(VPC)
                ? NetworkModel.id(here, "sg")
                : asked.text(NAME, here.context().generatedName(255));
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        String id = physicalId.startsWith("sg-") ? physicalId : NetworkModel.id(here, "sg");
        attributes.put("GroupId", new JsonValue.Text(id));
        attributes.put("Id", new JsonValue.Text(physicalId));
        attributes.put(VPC, new JsonValue.Text(asked.text(VPC).orElseGet(() -> NetworkModel.id(here, "vpc"))));
        return new JsonValue.Structure(attributes);
    }

    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        String id = Properties.of(resource.attributes()).text("GroupId", resource.physicalId());
        boolean inRules = Stream.concat(
                        RULES.stream()
                                .flatMap(type ->
                                        here.resources().all(here.context().caller(), type).stream())
                                .filter(rule -> !rule.read().text("GroupId", "").equals(id))
                                .map(ModelledResources.Row::read),
                        here.resources().all(here.context().caller(), TYPE).stream()
                                .filter(group -> !group.physicalId().equals(resource.physicalId()))
                                .flatMap(group -> Stream.concat(
                                        group.read().parts("SecurityGroupIngress").stream(),
                                        group.read().parts("SecurityGroupEgress").stream())))
                .anyMatch(rule ->
                        PEERS.stream().anyMatch(peer -> rule.text(peer, "").equals(id)));
        boolean inUse = Stream.of("AWS::RDS::DBInstance", "AWS::RDS::DBCluster")
                        .flatMap(type -> here.resources().all(here.context().caller(), type).stream())
                        .map(ModelledResources.Row::read)
                        .anyMatch(
                                database -> database.texts("VPCSecurityGroups").contains(id)
                                        || database.texts("VpcSecurityGroupIds").contains(id))
                || Stream.of("AWS::EC2::Instance", "AWS::EC2::VPCEndpoint", "AWS::EC2::NetworkInterface")
                        .flatMap(type -> here.resources().all(here.context().caller(), type).stream())
                        .map(ModelledResources.Row::read)
                        .anyMatch(user -> user.texts("SecurityGroupIds").contains(id)
                                || user.texts("GroupSet").contains(id));
        if (inRules || inUse) {
            throw Ec2Errors.dependentObject(id);
        }
    }
}

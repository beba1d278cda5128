package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code AWS::EC2::Subnet}: within its VPC and beside the other subnets. */
final class Ec2Subnet implements Model {

    static final String TYPE = "AWS::EC2::Subnet";
    private static final String VPC = "VpcId";
    private static final String CIDR = "CidrBlock";
    private static final String ZONE = "AvailabilityZone";
    private static final int LARGEST = 16;
    private static final int SMALLEST = 28;

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        if (!asked.has(CIDR)) {
            return;
        }
        String text = asked.require(CIDR);
        CidrBlock block = CidrBlock.read(text).orElseThrow(() -> Ec2Errors.notCidr(text));
        String vpc = asked.require(VPC);
        List<CidrBlock> space = blocksOf(here, vpc);
        boolean fits = block.prefix() >= LARGEST && block.prefix() <= SMALLEST;
        if (!fits || (!space.isEmpty() && space.stream().noneMatch(of -> of.contains(block)))) {
            throw Ec2Errors.range("Subnet", text);
        }
        here.resources().all(here.context().caller(), TYPE).stream()
                .map(ModelledResources.Row::read)
                .filter(other -> other.text(VPC, "").equals(vpc))
                .flatMap(other -> CidrBlock.read(other.text(CIDR, "")).stream())
                .filter(block::overlaps)
                .findFirst()
                .ifPresent(other -> {
                    throw ServiceError.client(
                            "InvalidSubnet.Conflict", "The CIDR '" + text + "' conflicts with another subnet");
                });
    }

    /** A VPC's blocks; none when it was not made here, and then any block is one of its. */
    private static List<CidrBlock> blocksOf(Surroundings here, String vpc) {
        Optional<ModelledResources.Row> row =
                here.resources().get(here.context().caller(), Ec2Vpc.TYPE, vpc);
        Stream<String> more = here.resources().all(here.context().caller(), "AWS::EC2::VPCCidrBlock").stream()
                .map(ModelledResources.Row::read)
                .filter(block -> block.text(VPC, "").equals(vpc))
                .map(block -> block.text(CIDR, ""));
        return Stream.concat(row.stream().map(known -> known.read().text(CIDR, "")), row.isEmpty() ? Stream.of() : more)
                .flatMap(text -> CidrBlock.read(text).stream())
                .toList();
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return NetworkModel.id(here, "subnet");
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>(
                NetworkModel.attributes(here, physicalId, asked, Map.of("NetworkAclAssociationId", "aclassoc"))
                        .members());
        attributes.putIfAbsent(ZONE, new JsonValue.Text(here.context().caller().region() + "a"));
        attributes.put("Ipv6CidrBlocks", ServiceHandler.array(asked.texts("Ipv6CidrBlock")));
        return new JsonValue.Structure(attributes);
    }

    /** Network interfaces keep it; those of NAT gateways, databases, endpoints and instances are known. */
    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        String id = resource.physicalId();
        boolean used = Stream.of("AWS::EC2::NatGateway", "AWS::EC2::NetworkInterface", "AWS::EC2::Instance")
                        .flatMap(type -> here.resources().all(here.context().caller(), type).stream())
                        .anyMatch(row -> row.read().text("SubnetId", "").equals(id))
                || here.resources().all(here.context().caller(), "AWS::EC2::VPCEndpoint").stream()
                        .anyMatch(row -> row.read().texts("SubnetIds").contains(id))
                || RdsSubnetGroup.hasDatabasesIn(here, id);
        if (used) {
            throw Ec2Errors.dependencies("subnet", id);
        }
    }
}

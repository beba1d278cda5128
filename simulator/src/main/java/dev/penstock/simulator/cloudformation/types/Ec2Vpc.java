package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code AWS::EC2::VPC}: cannot go before what is in it. */
final class Ec2Vpc implements Model {

    static final String TYPE = "AWS::EC2::VPC";

    /** Largest and smallest block. Source: VPC User Guide, "VPC CIDR blocks". */
    private static final int LARGEST = 16;

    private static final int SMALLEST = 28;
    private static final List<String> INSIDE = List.of(
            Ec2Subnet.TYPE,
            Ec2SecurityGroup.TYPE,
            "AWS::EC2::RouteTable",
            "AWS::EC2::NetworkAcl",
            "AWS::EC2::VPCEndpoint",
            "AWS::EC2::VPCPeeringConnection",
            Ec2GatewayAttachment.TYPE);

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        if (asked.has("CidrBlock")) {
            String text = asked.require("CidrBlock");
            CidrBlock block = CidrBlock.read(text).orElseThrow(() -> Ec2Errors.notCidr(text));
            if (block.prefix() < LARGEST || block.prefix() > SMALLEST) {
                throw Ec2Errors.range("Vpc", text);
            }
        } else if (!asked.has("Ipv4IpamPoolId")) {
            throw ServiceError.client("InvalidRequest", "Either CidrBlock or Ipv4IpamPoolId must be provided");
        }
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return NetworkModel.id(here, "vpc");
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>(NetworkModel.attributes(
                        here, physicalId, asked, Map.of("DefaultNetworkAcl", "acl", "DefaultSecurityGroup", "sg"))
                .members());
        attributes.put("CidrBlockAssociations", ServiceHandler.array(List.of(NetworkModel.id(here, "vpc-cidr-assoc"))));
        attributes.put("Ipv6CidrBlocks", ServiceHandler.array(List.of()));
        return new JsonValue.Structure(attributes);
    }

    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        for (String type : INSIDE) {
            boolean inside = here.resources().all(here.context().caller(), type).stream()
                    .anyMatch(row -> row.read().text("VpcId", "").equals(resource.physicalId()));
            if (inside) {
                throw Ec2Errors.dependencies("vpc", resource.physicalId());
            }
        }
    }
}

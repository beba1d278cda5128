package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Optional;

/** {@code AWS::EC2::VPCGatewayAttachment}: Ref is kind and VPC. A gateway is attached to one VPC, a VPC has one gateway. */
final class Ec2GatewayAttachment implements Model {

    static final String TYPE = "AWS::EC2::VPCGatewayAttachment";
    private static final String INTERNET = "InternetGatewayId";
    private static final String VPC = "VpcId";

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        Optional<String> gateway = asked.text(INTERNET);
        if (gateway.isEmpty()) {
            if (!asked.has("VpnGatewayId")) {
                throw ServiceError.client(
                        "InvalidParameterCombination", "Either InternetGatewayId or VpnGatewayId must be set");
            }
            return;
        }
        for (ModelledResources.Row row : here.resources().all(here.context().caller(), TYPE)) {
            Properties other = row.read();
            if (other.text(INTERNET).equals(gateway)) {
                throw ServiceError.client(
                        "Resource.AlreadyAssociated",
                        "resource " + gateway.get() + " is already attached to network " + other.text(VPC, ""));
            } else if (other.has(INTERNET) && other.text(VPC).equals(asked.text(VPC))) {
                throw ServiceError.client(
                        "InvalidParameterValue",
                        "Network " + asked.text(VPC, "") + " already has an internet gateway attached");
            }
        }
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return kind(asked) + "|" + asked.require(VPC);
    }

    private static String kind(Properties asked) {
        return asked.has(INTERNET) ? "IGW" : "VGW";
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        return ServiceHandler.attributes("AttachmentType", kind(asked));
    }

    /** Public addresses that are in use keep a gateway. */
    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        String vpc = Properties.of(resource.properties()).text(VPC, "");
        boolean mapped = here.resources().all(here.context().caller(), "AWS::EC2::NatGateway").stream()
                .map(ModelledResources.Row::read)
                .filter(nat -> nat.has("AllocationId"))
                .flatMap(nat -> nat.text("SubnetId").stream())
                .flatMap(subnet -> here.resources().get(here.context().caller(), Ec2Subnet.TYPE, subnet).stream())
                .anyMatch(subnet -> subnet.read().text(VPC, "").equals(vpc));
        if (mapped && Properties.of(resource.properties()).has(INTERNET)) {
            throw ServiceError.client(
                    "DependencyViolation",
                    "Network " + vpc
                            + " has some mapped public address(es). Please unmap those public address(es) before"
                            + " detaching the gateway.");
        }
    }
}

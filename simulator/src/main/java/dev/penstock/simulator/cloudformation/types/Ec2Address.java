package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;

/** {@code AWS::EC2::EIP}: Ref is the public address, out of a block that is nobody's (RFC 2544). */
final class Ec2Address implements Model {

    static final String TYPE = "AWS::EC2::EIP";
    private static final String ALLOCATION = "AllocationId";

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        String address = asked.text("Address")
                .orElseGet(() -> "198.18." + here.ids().next().nextInt(256) + "."
                        + here.ids().next().nextInt(1, 255));
        return here.resources().get(here.context().caller(), TYPE, address).isPresent()
                ? physicalId(here, asked.without("Address"))
                : address;
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        return ServiceHandler.attributes(ALLOCATION, NetworkModel.id(here, "eipalloc"), "PublicIp", physicalId);
    }

    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        String allocation = Properties.of(resource.attributes()).text(ALLOCATION, "");
        boolean used = here.resources().all(here.context().caller(), "AWS::EC2::NatGateway").stream()
                .anyMatch(nat -> nat.read().text(ALLOCATION, "").equals(allocation));
        if (used) {
            throw ServiceError.client("AuthFailure", "You do not have permission to access the specified resource.");
        }
    }
}

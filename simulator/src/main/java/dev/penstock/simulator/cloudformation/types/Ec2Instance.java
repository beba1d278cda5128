package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::EC2::Instance}: nothing runs in it. Most of what may replace it does so with an instance store only. */
final class Ec2Instance implements Model {

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return NetworkModel.id(here, "i");
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        Optional<ModelledResources.Row> subnet = asked.text("SubnetId")
                .flatMap(id -> here.resources().get(here.context().caller(), Ec2Subnet.TYPE, id));
        String address = asked.text("PrivateIpAddress")
                .orElseGet(() -> "10.0." + here.ids().next().nextInt(256) + "."
                        + here.ids().next().nextInt(4, 255));
        String region = here.context().caller().region();
        put(attributes, "InstanceId", physicalId);
        put(attributes, "PrivateIp", address);
        put(attributes, "PrivateDnsName", "ip-" + address.replace('.', '-') + ".ec2.internal");
        put(attributes, "PublicIp", "");
        put(attributes, "PublicDnsName", "");
        put(
                attributes,
                "AvailabilityZone",
                asked.text("AvailabilityZone")
                        .or(() -> subnet.flatMap(row -> row.attribute().text("AvailabilityZone")))
                        .orElse(region + "a"));
        put(attributes, "VpcId", subnet.flatMap(row -> row.read().text("VpcId")).orElse(""));
        put(attributes, "State.Code", "16");
        put(attributes, "State.Name", "running");
        return new JsonValue.Structure(attributes);
    }

    private static void put(Map<String, JsonValue> attributes, String name, String value) {
        attributes.put(name, new JsonValue.Text(value));
    }

    @Override
    public boolean replaces(Properties before, Properties asked) {
        return asked.changed(before, "BlockDeviceMappings", "PrivateDnsNameOptions");
    }
}

package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types of EC2's that differ in one thing from those that only have ids. */
final class Ec2Kinds {

    private static final int LONGEST_NAME = 255;

    private Ec2Kinds() {}

    /** Keeps its id while it is attached. */
    static final Model INTERNET = new Model() {
        @Override
        public String physicalId(Surroundings here, Properties asked) {
            return NetworkModel.id(here, "igw");
        }

        @Override
        public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
            return ServiceHandler.attributes("InternetGatewayId", physicalId);
        }

        @Override
        public void checkDeletion(Surroundings here, Deployed resource) {
            boolean attached = here.resources().all(here.context().caller(), Ec2GatewayAttachment.TYPE).stream()
                    .anyMatch(row -> row.read().text("InternetGatewayId", "").equals(resource.physicalId()));
            if (attached) {
                throw Ec2Errors.dependencies("internetGateway", resource.physicalId());
            }
        }
    };

    /** Each change is a version. */
    static final Model LAUNCH_TEMPLATE = new Model() {
        @Override
        public String physicalId(Surroundings here, Properties asked) {
            return NetworkModel.id(here, "lt");
        }

        @Override
        public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
            return ServiceHandler.attributes(
                    "LaunchTemplateId", physicalId, "DefaultVersionNumber", "1", "LatestVersionNumber", "1");
        }

        @Override
        public JsonValue.Structure changed(Surroundings here, Deployed before, Properties asked) {
            int latest = Properties.of(before.attributes())
                    .number("LatestVersionNumber")
                    .map(number -> number.intValue())
                    .orElse(1);
            return asked.changed(Properties.of(before.properties()), "LaunchTemplateData")
                    ? ServiceHandler.attributes("LatestVersionNumber", String.valueOf(latest + 1))
                    : Properties.none().structure();
        }
    };

    /** Has DNS entries and an interface in each of its subnets, when it is of that kind. */
    static final Model ENDPOINT = new Model() {
        @Override
        public String physicalId(Surroundings here, Properties asked) {
            return NetworkModel.id(here, "vpce");
        }

        @Override
        public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
            List<String> interfaces = asked.texts("SubnetIds").stream()
                    .map(subnet -> NetworkModel.id(here, "eni"))
                    .toList();
            String service = asked.text("ServiceName", "");
            String name = service.substring(service.lastIndexOf('.') + 1);
            List<String> entries = interfaces.isEmpty()
                    ? List.of()
                    : List.of("Z7HUB22UULQXV:" + physicalId + "-" + here.ids().hex(8) + "." + name + "."
                            + here.context().caller().region() + ".vpce.amazonaws.com");
            Map<String, JsonValue> attributes = new LinkedHashMap<>();
            attributes.put("Id", new JsonValue.Text(physicalId));
            attributes.put(
                    "CreationTimestamp", new JsonValue.Text(here.context().now().toString()));
            attributes.put("NetworkInterfaceIds", ServiceHandler.array(interfaces));
            attributes.put("DnsEntries", ServiceHandler.array(entries));
            return new JsonValue.Structure(attributes);
        }
    };

    /** Ref is its name. */
    static final Model KEY_PAIR = new Model() {
        @Override
        public void checkNew(Surroundings here, Properties asked) {
            String name = asked.require("KeyName");
            if (here.resources()
                    .get(here.context().caller(), here.schema().type(), name)
                    .isPresent()) {
                throw ServiceError.client("InvalidKeyPair.Duplicate", "The keypair already exists");
            }
        }

        @Override
        public String physicalId(Surroundings here, Properties asked) {
            return asked.text("KeyName", here.context().generatedName(LONGEST_NAME));
        }

        @Override
        public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
            StringBuilder fingerprint = new StringBuilder(here.ids().hex(40));
            for (int i = 38; i > 0; i -= 2) {
                fingerprint.insert(i, ':');
            }
            return ServiceHandler.attributes(
                    "KeyPairId", NetworkModel.id(here, "key"), "KeyFingerprint", fingerprint.toString());
        }
    };
}

package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;

/** {@code AWS::Route53::RecordSet}: Ref is its domain name. No name server answers with it. */
final class DnsRecord implements Model {

    static final String TYPE = "AWS::Route53::RecordSet";
    private static final String[] IDENTITY = {"Name", "Type", "HostedZoneId", "HostedZoneName", "SetIdentifier"};

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        if (asked.only("HostedZoneId", "HostedZoneName").members().size() != 1) {
            throw ServiceError.client(
                    "InvalidRequest",
                    "Invalid request provided: Exactly one of HostedZoneId and HostedZoneName is needed");
        }
        if (!asked.has("AliasTarget") && asked.texts("ResourceRecords").isEmpty()) {
            throw ServiceError.client(
                    "InvalidInput",
                    "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or"
                            + " TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name="
                            + asked.text("Name", "") + ", Type=" + asked.text("Type", "") + ", SetIdentifier="
                            + asked.text("SetIdentifier", "null") + "]");
        }
        boolean taken = here.resources().all(here.context().caller(), TYPE).stream()
                .anyMatch(row -> row.read().only(IDENTITY).equals(asked.only(IDENTITY)));
        if (taken) {
            throw ServiceError.client(
                    "InvalidChangeBatch",
                    "[Tried to create resource record set [name='" + dotted(asked.text("Name", "")) + "', type='"
                            + asked.text("Type", "") + "'] but it already exists]");
        }
    }

    private static String dotted(String name) {
        return name.endsWith(".") ? name : name + ".";
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        String name = asked.require("Name");
        boolean taken =
                here.resources().get(here.context().caller(), TYPE, name).isPresent();
        return taken ? name + "|" + asked.text("Type", "") + "|" + asked.text("SetIdentifier", "") : name;
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        return Properties.none().structure();
    }

    @Override
    public boolean replaces(Properties before, Properties asked) {
        return asked.changed(before, "Name");
    }
}

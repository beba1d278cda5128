package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** {@code AWS::RDS::DBSubnetGroup}: in two zones at least, kept by the databases in it. */
final class RdsSubnetGroup implements Model {

    static final String TYPE = "AWS::RDS::DBSubnetGroup";
    private static final String NAME = "DBSubnetGroupName";
    private static final String SUBNETS = "SubnetIds";
    private static final String[] DATABASES = {RdsInstance.TYPE, RdsCluster.TYPE};

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        RdsNamed.requireFree(
                here,
                asked,
                NAME,
                ServiceError.client(
                        "DBSubnetGroupAlreadyExists",
                        "The DB subnet group '" + asked.text(NAME, "").toLowerCase(Locale.ROOT) + "' already exists."));
        checkZones(here, asked);
    }

    @Override
    public void checkChange(Surroundings here, Deployed before, Properties asked) {
        checkZones(here, asked);
    }

    /** Zones are counted when all subnets were made here. */
    private static void checkZones(Surroundings here, Properties asked) {
        List<String> subnets = asked.texts(SUBNETS);
        Set<String> zones = new HashSet<>();
        Set<String> networks = new HashSet<>();
        for (String subnet : subnets) {
            ModelledResources.Row row = here.resources()
                    .get(here.context().caller(), Ec2Subnet.TYPE, subnet)
                    .orElse(null);
            if (row == null) {
                return;
            }
            zones.add(row.attribute().text("AvailabilityZone", ""));
            networks.add(row.read().text("VpcId", ""));
        }
        if (networks.size() > 1) {
            throw ServiceError.client("InvalidParameterValue", "The subnets provided are not all in the same VPC.");
        } else if (zones.size() < 2) {
            throw ServiceError.client(
                    "DBSubnetGroupDoesNotCoverEnoughAZs",
                    "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
                            + String.join(", ", zones) + ". Add subnets to cover at least 2 AZs.");
        }
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return RdsNamed.name(here, asked, NAME);
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        return ServiceHandler.attributes(
                "DBSubnetGroupArn", here.context().caller().arn("rds", "subgrp:" + physicalId));
    }

    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        String id = resource.physicalId();
        Stream.of(DATABASES)
                .flatMap(type -> here.resources().all(here.context().caller(), type).stream())
                .filter(row -> row.read().text(NAME, "").equalsIgnoreCase(id))
                .findFirst()
                .ifPresent(database -> {
                    throw ServiceError.client(
                            "InvalidDBSubnetGroupStateFault",
                            "Cannot delete the subnet group '" + id + "' because at least one database instance: "
                                    + database.physicalId() + " is still using it.");
                });
    }

    /** Whether databases have network interfaces in a subnet. */
    static boolean hasDatabasesIn(Surroundings here, String subnet) {
        return here.resources().all(here.context().caller(), TYPE).stream()
                .filter(group -> group.read().texts(SUBNETS).contains(subnet))
                .anyMatch(group -> RdsNamed.isUsed(here, NAME, group.physicalId(), DATABASES));
    }
}

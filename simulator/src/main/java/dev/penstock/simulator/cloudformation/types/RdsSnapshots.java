package dev.penstock.simulator.cloudformation.types;

import java.util.Locale;
import java.util.Map;

/** Snapshots of databases that were deleted or replaced: kept as resources that no stack owns. */
final class RdsSnapshots {

    static final String OF_INSTANCE = "AWS::RDS::DBSnapshot";
    static final String OF_CLUSTER = "AWS::RDS::DBClusterSnapshot";
    private static final int LONGEST_NAME = 255;

    private RdsSnapshots() {}

    /** Source: names that CloudFormation gives: {@code stack-snapshot-logicalid-suffix}. */
    static void keep(Model.Surroundings here, String kind, Deployed database) {
        ResourceContext context = here.context();
        String name = context.stackName() + "-snapshot-" + context.logicalId().toLowerCase(Locale.ROOT) + "-"
                + here.ids().hex(12);
        String id = name.substring(0, Math.min(LONGEST_NAME, name.length()));
        here.resources()
                .put(
                        context.caller(),
                        new ModelledResources.Row(
                                kind,
                                id,
                                ModelledResources.text(Properties.of(database.properties())
                                        .without("MasterUserPassword")
                                        .with("SourceIdentifier", database.physicalId())
                                        .structure()),
                                ModelledResources.text(Properties.none().structure()),
                                "",
                                "",
                                context.now(),
                                Map.of()));
    }
}

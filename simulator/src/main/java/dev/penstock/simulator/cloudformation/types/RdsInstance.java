package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code AWS::RDS::DBInstance}: Ref is its identifier. No database runs; names, addresses, what may change and what may go
 * are as RDS has them.
 */
final class RdsInstance implements Model {

    static final String TYPE = "AWS::RDS::DBInstance";
    private static final String NAME = "DBInstanceIdentifier";
    private static final String CLUSTER = "DBClusterIdentifier";
    private static final String STORAGE = "AllocatedStorage";
    private static final String[] SOURCES = {
        CLUSTER,
        "DBSnapshotIdentifier",
        "SourceDBInstanceIdentifier",
        "DBClusterSnapshotIdentifier",
        "SourceDbiResourceId",
        "SourceDBClusterIdentifier",
        "SourceDBInstanceAutomatedBackupsArn"
    };
    private static final int SHORTEST_PASSWORD = 8;

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        RdsNamed.requireFree(
                here, asked, NAME, ServiceError.client("DBInstanceAlreadyExists", "DB instance already exists"));
        boolean own = asked.only(SOURCES).members().isEmpty();
        if (own && !asked.has("MasterUsername")) {
            throw RdsErrors.value("Invalid master user name");
        }
        if (own && !asked.has("MasterUserPassword") && !asked.truth("ManageMasterUserPassword")) {
            throw RdsErrors.value("Invalid master password");
        }
        if (own && !asked.has(STORAGE)) {
            throw RdsErrors.value("Invalid storage size for engine name " + asked.text("Engine", "")
                    + " and storage type " + asked.text("StorageType", "gp2") + ": null");
        }
        checkPassword(asked);
        Optional<String> snapshot = asked.text("DBSnapshotIdentifier");
        if (snapshot.filter(id -> !id.startsWith("arn:")).isPresent()
                && here.resources()
                        .get(here.context().caller(), RdsSnapshots.OF_INSTANCE, snapshot.get())
                        .isEmpty()) {
            throw ServiceError.of(404, "DBSnapshotNotFound", "DBSnapshot not found: " + snapshot.get());
        }
    }

    private static void checkPassword(Properties asked) {
        if (asked.text("MasterUserPassword")
                .filter(p -> p.length() < SHORTEST_PASSWORD)
                .isPresent()) {
            throw RdsErrors.value(
                    "The parameter MasterUserPassword is not a valid password because it is shorter than 8"
                            + " characters.");
        }
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return RdsNamed.name(here, asked, NAME);
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        String region = here.context().caller().region();
        String domain = "." + here.ids().hex(12) + "." + region + ".rds.amazonaws.com";
        put(attributes, "Endpoint.Address", physicalId + domain);
        put(attributes, "Endpoint.Port", asked.text("Port", String.valueOf(RdsEngine.port(engine(here, asked)))));
        put(attributes, "Endpoint.HostedZoneId", "Z2R2ITUGPM61AM");
        put(attributes, "DBInstanceArn", here.context().caller().arn("rds", "db:" + physicalId));
        put(attributes, "DbiResourceId", "db-" + here.ids().key(26));
        put(attributes, "DBInstanceStatus", "available");
        put(attributes, "InstanceCreateTime", here.context().now().toString());
        put(attributes, "CertificateDetails.CAIdentifier", asked.text("CACertificateIdentifier", "rds-ca-rsa2048-g1"));
        if (asked.truth("ManageMasterUserPassword")) {
            put(attributes, "MasterUserSecret.SecretArn", RdsMasterSecret.make(here, "db", asked));
        }
        return new JsonValue.Structure(attributes);
    }

    private static String engine(Surroundings here, Properties asked) {
        return asked.text("Engine")
                .or(() -> asked.text(CLUSTER)
                        .flatMap(id -> here.resources().get(here.context().caller(), RdsCluster.TYPE, id))
                        .flatMap(cluster -> cluster.read().text("Engine")))
                .orElse("mysql");
    }

    private static void put(Map<String, JsonValue> attributes, String name, String value) {
        attributes.put(name, new JsonValue.Text(value));
    }

    @Override
    public void checkChange(Surroundings here, Deployed before, Properties asked) {
        Properties old = Properties.of(before.properties());
        RdsEngine.checkUpgrade(old, asked);
        checkPassword(asked);
        Optional<BigDecimal> had = old.number(STORAGE);
        Optional<BigDecimal> wanted = asked.number(STORAGE);
        if (had.isPresent() && wanted.isPresent() && wanted.get().compareTo(had.get()) < 0) {
            throw RdsErrors.combination("Invalid storage size for engine name " + asked.text("Engine", "")
                    + " and storage type " + asked.text("StorageType", "gp2") + ": "
                    + wanted.get().toPlainString());
        }
    }

    @Override
    public JsonValue.Structure changed(Surroundings here, Deployed before, Properties asked) {
        return asked.changed(Properties.of(before.properties()), "Port")
                ? ServiceHandler.attributes(
                        "Endpoint.Port", asked.text("Port", String.valueOf(RdsEngine.port(engine(here, asked)))))
                : Properties.none().structure();
    }

    /** Another source of data, another engine and another zone are another database. Source: Template Reference. */
    @Override
    public boolean replaces(Properties before, Properties asked) {
        boolean restored = asked.has("DBSnapshotIdentifier") && asked.changed(before, "DBSnapshotIdentifier");
        String engine = before.text("Engine", "").toLowerCase(Locale.ROOT);
        boolean other = asked.has("Engine") && !asked.text("Engine", "").equalsIgnoreCase(engine);
        boolean moved = asked.has("AvailabilityZone") && asked.changed(before, "AvailabilityZone");
        boolean sourced =
                asked.has("SourceDBInstanceIdentifier") && asked.changed(before, "SourceDBInstanceIdentifier");
        return restored || other || moved || sourced;
    }

    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        if (Properties.of(resource.properties()).truth("DeletionProtection")) {
            throw RdsErrors.combination(
                    "Cannot delete protected DB Instance, please disable deletion protection and try" + " again.");
        }
    }

    @Override
    public void snapshot(Surroundings here, Deployed resource) {
        checkDeletion(here, resource);
        if (!Properties.of(resource.properties()).has(CLUSTER)) {
            RdsSnapshots.keep(here, RdsSnapshots.OF_INSTANCE, resource);
        }
    }

    @Override
    public void gone(Surroundings here, Deployed resource) {
        RdsMasterSecret.forget(here, resource);
    }
}

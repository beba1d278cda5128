package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code AWS::RDS::DBCluster}: Ref is its identifier. */
final class RdsCluster implements Model {

    static final String TYPE = "AWS::RDS::DBCluster";
    private static final String NAME = "DBClusterIdentifier";
    private static final String[] SOURCES = {
        "SnapshotIdentifier", "SourceDBClusterIdentifier", "ReplicationSourceIdentifier", "SourceDbClusterResourceId"
    };

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        RdsNamed.requireFree(
                here, asked, NAME, ServiceError.client("DBClusterAlreadyExistsFault", "DB Cluster already exists"));
        boolean own = asked.only(SOURCES).members().isEmpty();
        if (own && !asked.has("MasterUsername")) {
            throw RdsErrors.combination("The parameter MasterUsername must be provided and must not be blank.");
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
        String domain = here.ids().hex(12) + "." + region + ".rds.amazonaws.com";
        put(attributes, "Endpoint.Address", physicalId + ".cluster-" + domain);
        put(attributes, "ReadEndpoint.Address", physicalId + ".cluster-ro-" + domain);
        put(attributes, "Endpoint.Port", port(asked));
        put(attributes, "DBClusterArn", here.context().caller().arn("rds", "cluster:" + physicalId));
        put(attributes, "DBClusterResourceId", "cluster-" + here.ids().key(26));
        if (asked.truth("ManageMasterUserPassword")) {
            put(attributes, "MasterUserSecret.SecretArn", RdsMasterSecret.make(here, "cluster", asked));
        }
        return new JsonValue.Structure(attributes);
    }

    private static String port(Properties asked) {
        return asked.text("Port", String.valueOf(RdsEngine.port(asked.text("Engine", "aurora-mysql"))));
    }

    private static void put(Map<String, JsonValue> attributes, String name, String value) {
        attributes.put(name, new JsonValue.Text(value));
    }

    @Override
    public void checkChange(Surroundings here, Deployed before, Properties asked) {
        RdsEngine.checkUpgrade(Properties.of(before.properties()), asked);
    }

    @Override
    public JsonValue.Structure changed(Surroundings here, Deployed before, Properties asked) {
        return asked.changed(Properties.of(before.properties()), "Port")
                ? ServiceHandler.attributes("Endpoint.Port", port(asked))
                : Properties.none().structure();
    }

    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        if (Properties.of(resource.properties()).truth("DeletionProtection")) {
            throw RdsErrors.combination(
                    "Cannot delete protected Cluster, please disable deletion protection and try" + " again.");
        }
        if (RdsNamed.isUsed(here, NAME, resource.physicalId(), RdsInstance.TYPE)) {
            throw ServiceError.client(
                    "InvalidDBClusterStateFault",
                    "Cluster cannot be deleted, it still contains DB instances in" + " non-deleting state.");
        }
    }

    @Override
    public void snapshot(Surroundings here, Deployed resource) {
        checkDeletion(here, resource);
        RdsSnapshots.keep(here, RdsSnapshots.OF_CLUSTER, resource);
    }

    @Override
    public void gone(Surroundings here, Deployed resource) {
        RdsMasterSecret.forget(here, resource);
    }
}

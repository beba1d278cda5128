package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;

/**
 * {@code AWS::RDS::DBParameterGroup} and {@code AWS::RDS::DBClusterParameterGroup}: kept by the databases that use it.
 *
 * @param name the property that names it
 * @param user the type of database that uses it
 * @param use the property by which it does
 * @param arn what stands before its name in its ARN
 */
record RdsParameterGroup(String name, String user, String use, String arn) implements Model {

    static RdsParameterGroup ofInstances() {
        return new RdsParameterGroup("DBParameterGroupName", RdsInstance.TYPE, "DBParameterGroupName", "pg:");
    }

    static RdsParameterGroup ofClusters() {
        return new RdsParameterGroup(
                "DBClusterParameterGroupName", RdsCluster.TYPE, "DBClusterParameterGroupName", "cluster-pg:");
    }

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        RdsNamed.requireFree(
                here,
                asked,
                name,
                ServiceError.client(
                        "DBParameterGroupAlreadyExists",
                        "Parameter group " + asked.text(name, "") + " already exists"));
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return RdsNamed.name(here, asked, name);
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        return ServiceHandler.attributes(
                "DBParameterGroupName",
                physicalId,
                "DBParameterGroupArn",
                here.context().caller().arn("rds", arn + physicalId));
    }

    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        if (RdsNamed.isUsed(here, use, resource.physicalId(), user)) {
            throw ServiceError.client(
                    "InvalidDBParameterGroupState",
                    "One or more database instances are still members of this parameter group " + resource.physicalId()
                            + ", so the group cannot be deleted");
        }
    }
}

package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.wire.ServiceError;
import org.jspecify.annotations.Nullable;

/** CodeDeploy's errors. Codes: CodeDeploy API Reference. Wording: as users have published it, else ours. */
final class CodeDeployErrors {

    static final String PLATFORMS = "the compute platforms ECS and Lambda";

    private CodeDeployErrors() {}

    static ServiceError client(String code, String message) {
        return ServiceError.client(code, message);
    }

    static String required(String code, String what, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw client(code, "A value is required for " + what + ".");
        }
        return value;
    }

    static ServiceError noApplication(String name) {
        return client("ApplicationDoesNotExistException", "No application found for name: " + name);
    }

    static ServiceError noGroup(String name) {
        return client("DeploymentGroupDoesNotExistException", "No Deployment Group found for name: " + name);
    }

    static ServiceError noDeployment(String id) {
        return client("DeploymentDoesNotExistException", "The deployment " + id + " could not be found");
    }

    static ServiceError noConfig(String name) {
        return client("DeploymentConfigDoesNotExistException", "No Deployment Configuration found for name: " + name);
    }
}

package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;

/** CodeBuild's errors. Codes: CodeBuild API Reference. Wording: as users have published it, else ours. */
final class BuildErrors {

    private BuildErrors() {}

    static ServiceError invalid(String message) {
        return ServiceError.client("InvalidInputException", message);
    }

    static ServiceError projectNotFound(Call call, String name) {
        return ServiceError.client(
                "ResourceNotFoundException", "Project cannot be found: " + CodeBuildStore.projectArn(call, name));
    }

    static ServiceError buildNotFound(String id) {
        return ServiceError.client("ResourceNotFoundException", "Build " + id + " does not exist");
    }

    static ServiceError limit(String message) {
        return ServiceError.client("AccountLimitExceededException", message);
    }
}

package dev.penstock.simulator.iam;

import dev.penstock.simulator.wire.ServiceError;

/** IAM's errors, in AWS's words: as recorded where there is a recording, else as users have published them. */
final class IamErrors {

    private IamErrors() {}

    static ServiceError noSuch(Identity.Kind kind, String name) {
        return noSuchEntity("The " + kind.spoken() + " with name " + name + " cannot be found.");
    }

    static ServiceError noSuchEntity(String message) {
        return ServiceError.of(404, "NoSuchEntity", message);
    }

    static ServiceError noSuchPolicy(String arn) {
        return noSuchEntity("Policy " + arn + " was not found.");
    }

    static ServiceError exists(String message) {
        return ServiceError.of(409, "EntityAlreadyExists", message);
    }

    static ServiceError conflict(String message) {
        return ServiceError.of(409, "DeleteConflict", message);
    }

    static ServiceError limit(String message) {
        return ServiceError.of(409, "LimitExceeded", message);
    }

    static ServiceError validation(String message) {
        return ServiceError.client("ValidationError", message);
    }

    static ServiceError constraint(String member, String constraint) {
        return validation("1 validation error detected: Value at '" + member
                + "' failed to satisfy constraint: Member must " + constraint);
    }

    static ServiceError input(String message) {
        return ServiceError.client("InvalidInput", message);
    }

    static ServiceError isProtected(Identity role) {
        return ServiceError.of(
                400,
                "UnmodifiableEntity",
                "Cannot perform the operation on the protected role '" + role.name()
                        + "' - this role is only modifiable by AWS");
    }
}

package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.ServiceError;

/** RDS's errors. Source: RDS API Reference, and messages that users have published. */
final class RdsErrors {

    private RdsErrors() {}

    static ServiceError value(String message) {
        return ServiceError.client("InvalidParameterValue", message);
    }

    static ServiceError combination(String message) {
        return ServiceError.client("InvalidParameterCombination", message);
    }
}

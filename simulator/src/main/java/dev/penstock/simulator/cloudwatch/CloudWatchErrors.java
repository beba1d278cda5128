package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.wire.ServiceError;
import org.jspecify.annotations.Nullable;

/** CloudWatch's error codes, as the Query protocol has them. */
final class CloudWatchErrors {

    private CloudWatchErrors() {}

    static ServiceError value(String message) {
        return ServiceError.client("InvalidParameterValue", message);
    }

    static ServiceError combination(String message) {
        return ServiceError.client("InvalidParameterCombination", message);
    }

    static ServiceError validation(String message) {
        return ServiceError.client("ValidationError", message);
    }

    static ServiceError missing(String parameter) {
        return ServiceError.client("MissingParameter", "The parameter " + parameter + " is required.");
    }

    static ServiceError notAMember(@Nullable String value, String member, String set) {
        return validation("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must satisfy enum value set: [" + set + "]");
    }

    static ServiceError noSuchAlarm() {
        return ServiceError.of(404, "ResourceNotFound", "");
    }

    /** The value of a parameter that must be there. */
    static <T> T required(@Nullable T value, String parameter) {
        if (value == null) {
            throw missing(parameter);
        }
        return value;
    }
}

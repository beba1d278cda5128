package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.wire.ServiceError;
import org.jspecify.annotations.Nullable;

/**
 * CloudWatch's errors. Each has two codes: the name of its shape in JSON and CBOR, and what the Query protocol calls it.
 * Source: the service's model, trait {@code awsQueryError}; as recorded from AWS.
 */
final class CloudWatchErrors {

    private static final String SHAPES = "com.amazonaws.cloudwatch.v2010_08_01#";

    /** Errors that the model does not have come from the framework that services are built with. */
    private static final String FRAMEWORK = "com.amazon.coral.validate#";

    private CloudWatchErrors() {}

    static ServiceError value(String message) {
        return shape("InvalidParameterValueException", message, "InvalidParameterValue");
    }

    static ServiceError combination(String message) {
        return shape("InvalidParameterCombinationException", message, "InvalidParameterCombination");
    }

    static ServiceError validation(String message) {
        return ServiceError.client(FRAMEWORK + "ValidationException", message).calledInQuery("ValidationError");
    }

    static ServiceError missing(String parameter) {
        return shape(
                "MissingRequiredParameterException",
                "The parameter " + parameter + " is required.",
                "MissingParameter");
    }

    static ServiceError notAMember(@Nullable String value, String member, String set) {
        return validation("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must satisfy enum value set: [" + set + "]");
    }

    static ServiceError noSuchAlarm() {
        return ServiceError.of(404, SHAPES + "ResourceNotFound", "").calledInQuery("ResourceNotFound");
    }

    static ServiceError noSuchDashboard(String name) {
        return ServiceError.of(404, SHAPES + "DashboardNotFoundError", "Dashboard " + name + " does not exist")
                .calledInQuery("ResourceNotFound");
    }

    /** An error of the model's. */
    static ServiceError shape(String name, String message, String queryCode) {
        return ServiceError.client(SHAPES + name, message).calledInQuery(queryCode);
    }

    /** The value of a parameter that must be there. */
    static <T> T required(@Nullable T value, String parameter) {
        if (value == null) {
            throw missing(parameter);
        }
        return value;
    }
}

package dev.penstock.simulator.sns;

import dev.penstock.simulator.wire.ServiceError;

/** SNS's errors in its own words, recorded from AWS. */
final class SnsErrors {

    private SnsErrors() {}

    static ServiceError invalid(String what) {
        return ServiceError.client("InvalidParameter", "Invalid parameter: " + what);
    }

    static ServiceError invalidToken() {
        return ServiceError.client("InvalidParameter", "Invalid token");
    }

    static ServiceError attribute(String what) {
        return ServiceError.client("ParameterValueInvalid", what);
    }

    static ServiceError noTopic() {
        return ServiceError.of(404, "NotFound", "Topic does not exist");
    }

    static ServiceError noSubscription() {
        return ServiceError.of(404, "NotFound", "Subscription does not exist");
    }
}

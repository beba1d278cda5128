package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.wire.ServiceError;
import org.jspecify.annotations.Nullable;

/** Errors of Auto Scaling. Codes: API Reference; the wording as users have published it where they have. */
final class AutoScalingErrors {

    private AutoScalingErrors() {}

    static ServiceError validation(String message) {
        return ServiceError.client("ValidationError", message);
    }

    static ServiceError missing(String member) {
        return validation("1 validation error detected: Value null at '" + member
                + "' failed to satisfy constraint: Member must not be null");
    }

    static ServiceError noGroup(@Nullable String name) {
        return validation("AutoScalingGroup name not found - AutoScalingGroup " + name + " not found");
    }

    static ServiceError noInstance(String id) {
        return validation("Instance Id not found - No managed instance found for instance ID: " + id);
    }

    static ServiceError noConfiguration(String name) {
        return validation("Launch configuration name not found - Launch configuration " + name + " not found");
    }
}

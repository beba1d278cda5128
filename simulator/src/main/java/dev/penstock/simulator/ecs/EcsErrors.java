package dev.penstock.simulator.ecs;

import dev.penstock.simulator.wire.ServiceError;
import org.jspecify.annotations.Nullable;

/** ECS's errors. Source of codes: ECS API Reference, "Common Errors" and each operation's "Errors". */
final class EcsErrors {

    private EcsErrors() {}

    static ServiceError client(String message) {
        return ServiceError.client("ClientException", message);
    }

    static ServiceError invalid(String message) {
        return ServiceError.client("InvalidParameterException", message);
    }

    static ServiceError serviceNotFound() {
        return ServiceError.client("ServiceNotFoundException", "Service not found.");
    }

    static ServiceError serviceNotActive() {
        return ServiceError.client("ServiceNotActiveException", "Service was not ACTIVE.");
    }

    static String required(String member, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw invalid(member + " can not be blank.");
        }
        return value;
    }

    static void atMost(String members, int count, int most) {
        if (count > most) {
            throw invalid(members + " cannot have more than " + most + " elements.");
        }
    }
}

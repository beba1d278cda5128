package dev.penstock.simulator.events;

import dev.penstock.simulator.pattern.EventPatterns;
import dev.penstock.simulator.wire.ServiceError;

/** What EventBridge refuses, in its words. */
final class EventErrors {

    private EventErrors() {}

    static ServiceError invalid(String message) {
        return ServiceError.client("ValidationException", message);
    }

    static ServiceError constraint(String value, String member, String constraint) {
        return invalid("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }

    static ServiceError noBus(String name) {
        return ServiceError.client("ResourceNotFoundException", "Event bus " + name + " does not exist.");
    }

    static ServiceError noRule(String name, String bus) {
        return ServiceError.client(
                "ResourceNotFoundException", "Rule " + name + " does not exist on EventBus " + bus + ".");
    }

    /** @throws ServiceError when a pattern is not one */
    static void requirePattern(String pattern) {
        EventPatterns.wrong(pattern).ifPresent(reason -> {
            throw ServiceError.client("InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason);
        });
    }

    static ServiceError limit() {
        return ServiceError.client(
                "LimitExceededException", "The requested resource exceeds the maximum number allowed.");
    }
}

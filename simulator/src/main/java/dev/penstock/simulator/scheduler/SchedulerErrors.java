package dev.penstock.simulator.scheduler;

import dev.penstock.simulator.wire.ServiceError;

/** What EventBridge Scheduler refuses, in its words. */
final class SchedulerErrors {

    private SchedulerErrors() {}

    static ServiceError invalid(String message) {
        return ServiceError.client("ValidationException", message);
    }

    static ServiceError conflict(String message) {
        return ServiceError.of(409, "ConflictException", message);
    }

    static ServiceError noSchedule(String name) {
        return ServiceError.of(404, "ResourceNotFoundException", "Schedule " + name + " does not exist.");
    }

    static ServiceError noGroup(String name) {
        return ServiceError.of(404, "ResourceNotFoundException", "Schedule group " + name + " does not exist.");
    }
}

package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.wire.ServiceError;
import org.jspecify.annotations.Nullable;

/**
 * CloudFormation's errors in its own words: recorded from AWS where there is a recording, else as users have published them.
 */
final class CloudFormationErrors {

    private CloudFormationErrors() {}

    static ServiceError validation(String message) {
        return ServiceError.client("ValidationError", message);
    }

    /** A member that is not in the form that the model asks for. */
    static ServiceError constraint(String member, String value, String constraint) {
        return validation("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must " + constraint);
    }

    static ServiceError withId(String name) {
        return validation("Stack with id " + name + " does not exist");
    }

    static ServiceError inBrackets(String name) {
        return validation("Stack [" + name + "] does not exist");
    }

    static ServiceError inQuotes(String name) {
        return validation("Stack '" + name + "' does not exist");
    }

    static ServiceError exists(String name) {
        return ServiceError.client("AlreadyExistsException", "Stack [" + name + "] already exists");
    }

    static ServiceError noUpdates() {
        return validation("No updates are to be performed.");
    }

    static ServiceError notUpdatable(StackRow stack) {
        return validation("Stack:" + stack.id() + " is in " + stack.model().stackStatusAsString()
                + " state and can not be updated.");
    }

    static ServiceError noChangeSet(String name) {
        return ServiceError.of(404, "ChangeSetNotFound", "ChangeSet [" + name + "] does not exist");
    }

    static ServiceError changeSetStatus(String message) {
        return ServiceError.client("InvalidChangeSetStatus", message);
    }

    static ServiceError tokenReused(String token) {
        return ServiceError.client(
                "TokenAlreadyExistsException",
                "The specified client request token " + token + " was already used by another operation");
    }

    /** A value that must be there. */
    static String required(String member, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw validation("1 validation error detected: Value null at '" + member
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }
}

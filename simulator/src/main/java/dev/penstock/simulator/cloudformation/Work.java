package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.ResourceRow.State;
import java.time.Instant;
import java.util.List;

/**
 * What a phase of an operation does to one resource.
 *
 * @param id the logical id; for something left over, a name of its own beside it
 * @param after the ids of the work of the same phase that has to be done before
 * @param subject for CREATE and REPLACE what is being made, for UPDATE what it becomes, for DELETE what goes
 * @param token of this attempt
 * @param suffix for names that CloudFormation makes up
 * @param began when it was started
 * @param taken when the other service was asked
 */
record Work(
        String stackId,
        String id,
        String logicalId,
        String type,
        Action action,
        Step step,
        List<String> after,
        State subject,
        String token,
        String suffix,
        Instant began,
        Instant taken,
        String policy) {

    /** What is done. */
    enum Action {
        /** What is needed is found out when its turn comes: it is made, changed, replaced or left alone. */
        APPLY,
        CREATE,
        UPDATE,
        /** Another one is made; the old one stays until clean-up. */
        REPLACE,
        DELETE,
        /** It becomes again what it was. */
        RESTORE,
        IMPORT
    }

    /** How far it is. */
    enum Step {
        WAITING,
        /** Announced; the service is asked next. */
        STARTED,
        /** The service works on it. */
        WORKING,
        /** The service is done; it takes the time that it takes in AWS, or waits for signals. */
        SETTLING,
        DONE,
        FAILED,
        /** Something else failed before it was done. */
        CANCELLED
    }

    Work {
        after = List.copyOf(after);
    }

    static Work waiting(
            String stackId, String logicalId, String type, Action action, List<String> after, State subject) {
        return new Work(
                stackId,
                logicalId,
                logicalId,
                type,
                action,
                Step.WAITING,
                after,
                subject,
                "",
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                "");
    }

    String key() {
        return stackId + " " + id;
    }

    boolean isOpen() {
        return step == Step.STARTED || step == Step.WORKING || step == Step.SETTLING;
    }

    Work named(String newId) {
        return new Work(
                stackId, newId, logicalId, type, action, step, after, subject, token, suffix, began, taken, policy);
    }

    Work under(String whatBecomes) {
        return new Work(
                stackId, id, logicalId, type, action, step, after, subject, token, suffix, began, taken, whatBecomes);
    }

    Work at(Step next) {
        return new Work(
                stackId, id, logicalId, type, action, next, after, subject, token, suffix, began, taken, policy);
    }

    Work doing(Action what, State with, String newToken, String newSuffix, Instant now) {
        return new Work(
                stackId, id, logicalId, type, what, Step.STARTED, after, with, newToken, newSuffix, now, now, policy);
    }

    Work with(State state) {
        return new Work(stackId, id, logicalId, type, action, step, after, state, token, suffix, began, taken, policy);
    }

    Work after(List<String> ids) {
        return new Work(stackId, id, logicalId, type, action, step, ids, subject, token, suffix, began, taken, policy);
    }

    Work takenAt(Instant now) {
        return new Work(stackId, id, logicalId, type, action, step, after, subject, token, suffix, began, now, policy);
    }
}

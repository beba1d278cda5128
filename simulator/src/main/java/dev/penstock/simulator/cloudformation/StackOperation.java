package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is being done to a stack, or what was done to it last when that can still be gone on with.
 *
 * @param stackId the stack's ARN
 * @param id of this operation
 * @param token the client's; empty when it gave none
 * @param asks who asked for it
 * @param works in whose name resources are made: the service role, else who asked
 * @param before the stack as it was when it was last well; empty for a stack that is new
 * @param options what the client asked for
 * @param began when
 * @param nestedIn the operation is a part of the parent stack's
 * @param failures of resources in the current phase, in the order in which they happened
 */
record StackOperation(
        String stackId,
        String id,
        Kind kind,
        Phase phase,
        String token,
        Caller asks,
        Caller works,
        Optional<StackRow> before,
        Options options,
        Instant began,
        boolean nestedIn,
        List<Failure> failures) {

    /** What was asked for. */
    enum Kind {
        CREATE,
        UPDATE,
        DELETE,
        IMPORT
    }

    /** How far it has come. */
    enum Phase {
        /** Resources are made and changed, or deleted when that is what it is for. */
        FORWARD,
        /** All is done; alarms are watched for a while. */
        MONITORING,
        /** All is done in a nested stack, which waits for its parent. */
        HELD,
        /** What was replaced or is no longer in the template is deleted. */
        CLEANUP,
        /** What was done is taken back. */
        ROLLBACK,
        /** What was made in vain is deleted. */
        ROLLBACK_CLEANUP,
        /** It failed and was left so, or could not be taken back. */
        FAILED,
        /** It ended. */
        OVER
    }

    /** What a stack does when its creation fails. */
    enum OnFailure {
        ROLLBACK,
        DO_NOTHING,
        DELETE
    }

    /**
     * What the client asked for beside template and parameters.
     *
     * @param retain the logical ids that DeleteStack leaves alone, or that ContinueUpdateRollback skips
     * @param force DeleteStack with FORCE_DELETE_STACK
     * @param policyDuringUpdate a stack policy for this update alone; empty for none
     * @param changeSetId that is executed; empty for none
     * @param cancelled the update was cancelled
     * @param goesOn a rollback that had failed was gone on with
     */
    record Options(
            OnFailure onFailure,
            boolean retainExceptOnCreate,
            List<String> retain,
            boolean force,
            String policyDuringUpdate,
            String changeSetId,
            boolean cancelled,
            boolean goesOn) {

        Options {
            retain = List.copyOf(retain);
        }

        static Options none() {
            return new Options(OnFailure.ROLLBACK, false, List.of(), false, "", "", false, false);
        }

        Options on(OnFailure failure) {
            return new Options(
                    failure, retainExceptOnCreate, retain, force, policyDuringUpdate, changeSetId, cancelled, goesOn);
        }

        Options retainingNew(boolean retained) {
            return new Options(onFailure, retained, retain, force, policyDuringUpdate, changeSetId, cancelled, goesOn);
        }

        Options leaving(List<String> logicalIds) {
            return new Options(
                    onFailure,
                    retainExceptOnCreate,
                    logicalIds,
                    force,
                    policyDuringUpdate,
                    changeSetId,
                    cancelled,
                    goesOn);
        }

        Options forced(boolean forces) {
            return new Options(
                    onFailure,
                    retainExceptOnCreate,
                    retain,
                    forces,
                    policyDuringUpdate,
                    changeSetId,
                    cancelled,
                    goesOn);
        }

        Options under(String policy) {
            return new Options(onFailure, retainExceptOnCreate, retain, force, policy, changeSetId, cancelled, goesOn);
        }

        Options executing(String changeSet) {
            return new Options(
                    onFailure, retainExceptOnCreate, retain, force, policyDuringUpdate, changeSet, cancelled, goesOn);
        }

        Options cancel() {
            return new Options(
                    onFailure, retainExceptOnCreate, retain, force, policyDuringUpdate, changeSetId, true, goesOn);
        }

        Options continued(boolean again) {
            return new Options(
                    onFailure, retainExceptOnCreate, retain, force, policyDuringUpdate, changeSetId, cancelled, again);
        }
    }

    /**
     * A resource that failed.
     *
     * @param verb what failed: create, update, delete, import
     */
    record Failure(String logicalId, String verb) {}

    StackOperation {
        failures = List.copyOf(failures);
    }

    StackOperation in(Phase next) {
        return new StackOperation(
                stackId, id, kind, next, token, asks, works, before, options, began, nestedIn, List.of());
    }

    StackOperation failing(List<Failure> all) {
        return new StackOperation(stackId, id, kind, phase, token, asks, works, before, options, began, nestedIn, all);
    }

    StackOperation with(Options changed) {
        return new StackOperation(
                stackId, id, kind, phase, token, asks, works, before, changed, began, nestedIn, failures);
    }

    /** The same operation, gone on with by another call. */
    StackOperation goneOnWith(String newId, String newToken, Caller asksNow, Caller worksNow, Options now) {
        return new StackOperation(
                stackId, newId, kind, phase, newToken, asksNow, worksNow, before, now, began, nestedIn, failures);
    }

    /** The same operation under another id: what takes it back by itself is one of its own to clients. */
    StackOperation identified(String newId) {
        return new StackOperation(
                stackId, newId, kind, phase, token, asks, works, before, options, began, nestedIn, failures);
    }

    /** The same operation, taken back as another kind would be. */
    StackOperation as(Kind other) {
        return new StackOperation(
                stackId, id, other, phase, token, asks, works, before, options, began, nestedIn, failures);
    }

    /** Whether resources are still being worked on. */
    boolean isUnderWay() {
        return switch (phase) {
            case FORWARD, MONITORING, HELD, CLEANUP, ROLLBACK, ROLLBACK_CLEANUP -> true;
            case FAILED, OVER -> false;
        };
    }

    boolean isRollingBack() {
        return phase == Phase.ROLLBACK || phase == Phase.ROLLBACK_CLEANUP;
    }
}

package dev.penstock.stack;

import dev.penstock.stack.Road.Recovery;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says for each status of a stack what leads from there to what is wanted: go, wait, put something right first where that
 * cannot lose data, or stop and say what a person can do. Pure. ("Stack status codes", AWS CloudFormation User Guide.)
 */
public final class StackRoads {

    private final Stack stack;
    private final StackGoal goal;
    private final RecoveryPolicy policy;
    private final Remains remains;
    private final Set<Recovery> tried;

    private StackRoads(
            Stack stack, StackGoal goal, RecoveryPolicy policy, Remains remains, Collection<Recovery> tried) {
        this.stack = stack;
        this.goal = goal;
        this.policy = policy;
        this.remains = remains;
        this.tried = Set.copyOf(tried);
    }

    /** What there is to do where there is no stack. */
    public static Road absent(StackGoal goal) {
        return switch (goal) {
            case DEPLOY, REPLACE, PROPOSE -> new Road.Go(ChangeSetType.CREATE);
            case EXECUTE ->
                new Road.Stop(
                        "There is no such stack, and so no change set of it.",
                        "An action with CHANGE_SET_REPLACE makes the change set; it has to run before.",
                        "");
            case DELETE -> new Road.Done("there is no such stack");
        };
    }

    /**
     * What leads from a stack's status to what is wanted.
     *
     * @param remains what is known of its resources; asked for only where {@link #needsRemains} says so
     * @param tried what was done about it already, and did not help
     */
    public static Road from(
            Stack stack, StackGoal goal, RecoveryPolicy policy, Remains remains, Collection<Recovery> tried) {
        return new StackRoads(stack, goal, policy, remains, tried).road();
    }

    /** Whether the way on depends on the stack's resources. */
    public static boolean needsRemains(StackStatus status) {
        return status.phase() == StackStatus.Phase.BROKEN;
    }

    private Road road() {
        boolean absent = stack.status() == StackStatus.DELETE_COMPLETE;
        if (stack.parentId().isPresent() && !absent) {
            String root = stack.rootId().or(stack::parentId).orElse("");
            return new Road.Stop(
                    "The stack is part of the stack " + root + ", which changes it.",
                    "Deploy that one: a nested stack that is changed by itself no longer fits its parent.",
                    "");
        }
        return switch (stack.status()) {
            case DELETE_COMPLETE -> absent(goal);
            case REVIEW_IN_PROGRESS -> goal == StackGoal.DELETE ? new Road.Delete() : new Road.Go(ChangeSetType.CREATE);
            case CREATE_COMPLETE,
                    UPDATE_COMPLETE,
                    UPDATE_ROLLBACK_COMPLETE,
                    IMPORT_COMPLETE,
                    IMPORT_ROLLBACK_COMPLETE -> goal == StackGoal.DELETE ? delete() : new Road.Go(ChangeSetType.UPDATE);
            case CREATE_IN_PROGRESS,
                    ROLLBACK_IN_PROGRESS,
                    UPDATE_IN_PROGRESS,
                    UPDATE_ROLLBACK_IN_PROGRESS,
                    IMPORT_IN_PROGRESS,
                    IMPORT_ROLLBACK_IN_PROGRESS,
                    DELETE_IN_PROGRESS -> new Road.Wait("another operation is under way: " + stack.status());
            case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS ->
                new Road.Wait("what the last operation replaced is being removed: " + stack.status());
            case UNKNOWN -> new Road.Wait("its status is not known to this version of Penstock");
            case ROLLBACK_COMPLETE ->
                afterFailedCreation("Its creation failed and was taken back; it cannot be updated.");
            case ROLLBACK_FAILED ->
                afterFailedCreation("Its creation failed, and taking it back failed as well; it cannot be updated.");
            case CREATE_FAILED -> afterFailedCreation("Its creation failed, and what was made was kept.");
            case UPDATE_FAILED -> afterFailedUpdate();
            case UPDATE_ROLLBACK_FAILED -> afterFailedRollback();
            case DELETE_FAILED -> afterFailedDeletion();
            case IMPORT_ROLLBACK_FAILED ->
                goal == StackGoal.DELETE
                        ? delete()
                        : new Road.Stop(
                                "An import of resources failed, and taking it back failed as well.",
                                "Look at what it failed at and mend it, then import again or delete the stack.",
                                cli("describe-stack-events", ""));
        };
    }

    private Road delete() {
        return stack.terminationProtection() ? isProtected() : new Road.Delete();
    }

    private Road isProtected() {
        return new Road.Stop(
                "The stack would have to be deleted, and is protected against that.",
                "Take the protection away if it may be deleted.",
                cli("update-termination-protection", " --no-enable-termination-protection"));
    }

    private Road afterFailedCreation(String how) {
        return switch (goal) {
            case DELETE -> delete();
            case EXECUTE -> cannotExecute(how);
            case DEPLOY, REPLACE, PROPOSE -> {
                if (stack.status() == StackStatus.ROLLBACK_COMPLETE
                        && !remains.retained().isEmpty()) {
                    yield goal == StackGoal.REPLACE
                            ? deleteFirst(how)
                            : new Road.Stop(
                                    how + " These resources of it were kept: " + list(remains.retained()) + ".",
                                    "Deleting the stack leaves them; created again it may find their names taken.",
                                    cli("delete-stack", ""));
                }
                yield deleteFirst(how);
            }
        };
    }

    /** Nothing of the stack ever was in use as a whole, so that it can be deleted, unless something in it holds data. */
    private Road deleteFirst(String how) {
        if (stack.terminationProtection()) {
            return isProtected();
        }
        if (tried.contains(Recovery.DELETE)) {
            return new Road.Stop(
                    how + " Deleting it did not help.",
                    "See what stands in the way of its deletion, mend that, and delete it.",
                    cli("delete-stack", ""));
        }
        boolean holdsData = !remains.stateful().isEmpty();
        boolean may = switch (policy.extent()) {
            case NONE -> false;
            case SAFE -> !holdsData;
            case ALL -> !holdsData || goal == StackGoal.REPLACE;
        };
        if (may) {
            return new Road.Recover(Recovery.DELETE, List.of(), how + " It is deleted and created anew.");
        }
        return new Road.Stop(
                how + (holdsData ? " These resources of it hold data: " + list(remains.stateful()) + "." : ""),
                holdsData
                        ? "Deleting the stack deletes them, unless their DeletionPolicy keeps them."
                        : "Delete it; it is created anew when the action runs again.",
                cli("delete-stack", ""));
    }

    private Road afterFailedUpdate() {
        String how = "An update failed and was left as it was.";
        return switch (goal) {
            case DELETE -> delete();
            case EXECUTE -> cannotExecute(how);
            case DEPLOY, REPLACE, PROPOSE -> {
                boolean may = policy.extent() != RecoveryPolicy.Extent.NONE
                        && remains.fresh().isEmpty()
                        && !tried.contains(Recovery.ROLL_BACK);
                yield may
                        ? new Road.Recover(Recovery.ROLL_BACK, List.of(), how + " It is taken back first.")
                        : new Road.Stop(
                                how
                                        + (remains.fresh().isEmpty()
                                                ? ""
                                                : " It made these resources, which hold data: " + list(remains.fresh())
                                                        + "."),
                                "Rolling the stack back brings it to where it was last stable"
                                        + (remains.fresh().isEmpty() ? "." : ", and deletes what the update made."),
                                cli("rollback-stack", ""));
            }
        };
    }

    private Road afterFailedRollback() {
        String how = "An update failed, and taking it back failed as well.";
        return switch (goal) {
            case DELETE -> delete();
            case EXECUTE -> cannotExecute(how);
            case DEPLOY, REPLACE, PROPOSE -> continueRollback(how);
        };
    }

    private Road continueRollback(String how) {
        boolean allowed = policy.extent() != RecoveryPolicy.Extent.NONE;
        if (allowed && !tried.contains(Recovery.CONTINUE_ROLLBACK)) {
            return new Road.Recover(
                    Recovery.CONTINUE_ROLLBACK, List.of(), how + " What it failed at may have passed: it goes on.");
        }
        boolean canSkip =
                allowed && policy.skipFailedResources() && !remains.failed().isEmpty();
        if (canSkip && !tried.contains(Recovery.SKIP_IN_ROLLBACK)) {
            return new Road.Recover(
                    Recovery.SKIP_IN_ROLLBACK,
                    remains.failed(),
                    how + " It goes on without " + String.join(", ", remains.failed()) + ".");
        }
        if (goal == StackGoal.REPLACE && policy.extent() == RecoveryPolicy.Extent.ALL) {
            return deleteFirst(how);
        }
        String skip = remains.failed().isEmpty() ? "" : " --resources-to-skip " + String.join(" ", remains.failed());
        return new Road.Stop(
                how + (remains.failed().isEmpty() ? "" : " It failed at " + String.join(", ", remains.failed()) + "."),
                "Mend what it failed at and let it go on, or let it leave that out: what is left out then differs from the"
                        + " template.",
                cli("continue-update-rollback", skip));
    }

    private Road afterFailedDeletion() {
        String how = "Deleting it failed.";
        if (goal == StackGoal.DELETE && !tried.contains(Recovery.DELETE)) {
            return delete();
        }
        if (goal == StackGoal.REPLACE && !tried.contains(Recovery.DELETE)) {
            return deleteFirst(how);
        }
        String retain = remains.failed().isEmpty() ? "" : " --retain-resources " + String.join(" ", remains.failed());
        String left =
                remains.failed().isEmpty() ? "" : " It could not delete " + String.join(", ", remains.failed()) + ".";
        return new Road.Stop(
                how + left,
                "Mend what stands in the way and delete it again, or leave those resources out of the deletion and delete"
                        + " them by hand.",
                cli("delete-stack", retain));
    }

    private Road cannotExecute(String how) {
        return new Road.Stop(
                how + " A change set cannot be executed on it.",
                "An action with CHANGE_SET_REPLACE brings it back where that is possible, and makes a new change set.",
                "");
    }

    private String cli(String operation, String options) {
        return "aws cloudformation " + operation + " --stack-name " + stack.name() + options;
    }

    private static String list(Set<String> ids) {
        return String.join(", ", new TreeSet<>(ids));
    }
}

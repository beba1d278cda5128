package dev.penstock.stack;

import dev.penstock.action.RemoteCallException;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionFailure.Kind;
import dev.penstock.stack.CloudFormationState.Operation;
import dev.penstock.stack.CloudFormationState.Past;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways in which a deployment to a stack ends badly. */
final class StackEnd {

    private StackEnd() {}

    /** After an operation that came to a status that was not wanted. */
    static ActionFailure failed(
            CloudFormationConfiguration configuration,
            Operation operation,
            StackStatus status,
            Optional<FailureReport.Cause> cause,
            List<StackEvent> events) {
        String why = cause.map(FailureReport.Cause::message).orElseGet(() -> stackReason(events));
        List<String> details =
                new ArrayList<>(cause.map(FailureReport.Cause::details).orElse(List.of()));
        String name = configuration.stack();
        return switch (status) {
            case UPDATE_ROLLBACK_COMPLETE, UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, IMPORT_ROLLBACK_COMPLETE ->
                new ActionFailure(
                        Kind.ROLLED_BACK,
                        "PEN-STACK-011",
                        sentence("The update of stack " + name + " failed, and the stack is as it was before: " + why),
                        details);
            case ROLLBACK_COMPLETE ->
                new ActionFailure(
                        Kind.FAILED,
                        "PEN-STACK-012",
                        sentence(
                                "Stack " + name + " could not be created, and what was made was deleted again: " + why),
                        details);
            case DELETE_COMPLETE ->
                new ActionFailure(
                        Kind.FAILED,
                        "PEN-STACK-012",
                        sentence("Stack " + name + " was deleted while it was being deployed: " + why),
                        details);
            case UPDATE_ROLLBACK_FAILED, ROLLBACK_FAILED, IMPORT_ROLLBACK_FAILED -> {
                details.add("Way out: penstock retry, which lets the rollback go on or says what stands in its way.");
                yield new ActionFailure(
                        Kind.FAILED,
                        "PEN-STACK-013",
                        sentence("The deployment of stack " + name + " failed, and so did its rollback: " + why),
                        details);
            }
            case DELETE_FAILED -> {
                details.add("Way out: mend what stands in the way, then penstock retry.");
                yield new ActionFailure(
                        Kind.FAILED,
                        "PEN-STACK-012",
                        sentence("Stack " + name + " could not be deleted: " + why),
                        details);
            }
            case CREATE_IN_PROGRESS,
                    CREATE_FAILED,
                    CREATE_COMPLETE,
                    ROLLBACK_IN_PROGRESS,
                    DELETE_IN_PROGRESS,
                    UPDATE_IN_PROGRESS,
                    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
                    UPDATE_COMPLETE,
                    UPDATE_FAILED,
                    UPDATE_ROLLBACK_IN_PROGRESS,
                    REVIEW_IN_PROGRESS,
                    IMPORT_IN_PROGRESS,
                    IMPORT_COMPLETE,
                    IMPORT_ROLLBACK_IN_PROGRESS,
                    UNKNOWN ->
                new ActionFailure(
                        Kind.FAILED,
                        "PEN-STACK-012",
                        sentence("The " + (operation.kind() == Operation.Kind.CREATE ? "creation" : "update")
                                + " of stack " + name + " ended as " + status + " and was not taken back: " + why),
                        details);
        };
    }

    private static String stackReason(List<StackEvent> events) {
        return events.stream()
                .filter(StackEvent::isOfTheStack)
                .map(StackEvent::reason)
                .filter(reason -> !reason.isEmpty() && !reason.equals("User Initiated"))
                .findFirst()
                .orElse("no reason was given");
    }

    static ActionFailure notDeleted(CloudFormationConfiguration configuration, String why) {
        return new ActionFailure(
                Kind.FAILED,
                "PEN-STACK-012",
                "Stack " + configuration.stack() + " could not be deleted: " + sentence(why) + " Nothing was changed.",
                List.of("Way out: take the import out of the stack that uses it first, then penstock retry."));
    }

    /** A call was refused for good. */
    static ActionFailure refused(RemoteCallException e) {
        String code = e.code().isEmpty() ? e.kind().name() : e.code();
        return new ActionFailure(Kind.REMOTE, code, e.getMessage() == null ? code : e.getMessage(), List.of());
    }

    static ActionFailure superseded(CloudFormationConfiguration configuration, String what) {
        return new ActionFailure(
                Kind.SUPERSEDED,
                "PEN-STACK-016",
                sentence("Somebody else changed stack " + configuration.stack() + " in place of this action: " + what),
                List.of());
    }

    static ActionFailure stopped(CloudFormationConfiguration configuration, Stack stack, Road.Stop stop, Past past) {
        List<String> details = new ArrayList<>();
        details.add(stop.wayOut());
        if (!stop.command().isEmpty()) {
            details.add("  " + stop.command());
        }
        return new ActionFailure(
                Kind.FAILED,
                "PEN-STACK-014",
                "Stack " + configuration.stack() + " is " + stack.status() + ". " + stop.why()
                        + (past.tried().isEmpty() ? " Nothing was changed." : " Nothing else was changed."),
                details);
    }

    static ActionFailure missing(CloudFormationConfiguration configuration, Road.Stop stop) {
        return new ActionFailure(
                Kind.FAILED,
                "PEN-STACK-014",
                "There is no stack " + configuration.stack() + ". " + stop.why() + " Nothing was changed.",
                List.of(stop.wayOut()));
    }

    static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}

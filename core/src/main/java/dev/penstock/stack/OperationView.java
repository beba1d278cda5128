package dev.penstock.stack;

import dev.penstock.stack.CloudFormationState.Operation;
import java.util.List;

/**
 * What a snapshot says of one operation. The operation is known by its token, and where a platform's events have none by the
 * change set that the stack has from it; never by the stack's status alone, which is {@code UPDATE_COMPLETE} after anybody's
 * update.
 */
sealed interface OperationView {

    /** Nothing of it is to be seen yet. */
    record NotVisible() implements OperationView {}

    /**
     * It goes on.
     *
     * @param events its events
     */
    record Running(List<StackEvent> events) implements OperationView {}

    /**
     * It has ended.
     *
     * @param status what the stack came to by it
     * @param events its events
     */
    record Ended(StackStatus status, List<StackEvent> events) implements OperationView {}

    /**
     * Another operation is the stack's latest.
     *
     * @param token that operation's; empty if it has none
     */
    record Replaced(String token) implements OperationView {}

    /** What a snapshot says. */
    static OperationView of(Operation operation, StackSnapshot seen) {
        List<StackEvent> own = seen.events().stream()
                .filter(StackEvent::isOfTheStack)
                .filter(event -> event.stackId().equals(operation.stackId()))
                .toList();
        if (own.isEmpty()) {
            return new NotVisible();
        }
        boolean byToken = own.stream().anyMatch(event -> event.token().equals(operation.token()));
        boolean byChangeSet = !operation.changeSetId().isEmpty()
                && seen.stack()
                        .changeSetId()
                        .filter(operation.changeSetId()::equals)
                        .isPresent()
                && own.stream().allMatch(event -> event.token().isEmpty());
        if (byToken || byChangeSet) {
            return ofEvents(own.getLast(), seen.events());
        }
        StackStatus before = statusOf(own.getLast());
        boolean isNews = before.phase() == StackStatus.Phase.BUSY && before != StackStatus.REVIEW_IN_PROGRESS;
        return isNews ? new Replaced(own.getLast().token()) : new NotVisible();
    }

    /** What the events of an operation say, if there are any. */
    static OperationView of(Operation operation, List<StackEvent> events) {
        return events.stream()
                .filter(StackEvent::isOfTheStack)
                .reduce((first, second) -> second)
                .map(last -> ofEvents(last, events))
                .orElseGet(NotVisible::new);
    }

    private static OperationView ofEvents(StackEvent last, List<StackEvent> events) {
        StackStatus status = statusOf(last);
        return status.endsAnOperation() ? new Ended(status, events) : new Running(events);
    }

    private static StackStatus statusOf(StackEvent event) {
        for (StackStatus status : StackStatus.values()) {
            if (status.name().equals(event.status())) {
                return status;
            }
        }
        return StackStatus.UNKNOWN;
    }
}

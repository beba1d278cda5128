package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.stack.StackEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;

/** Reads events, which come newest first, only as far back as they are needed. */
final class StackEvents {

    /** A page has up to 100 events; this many hold the largest stack's operation several times over. */
    private static final int MOST_PAGES = 100;

    private static final int PAGES_OF_HISTORY = 10;

    private static final Set<String> BEGINNINGS =
            Set.of("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS");

    private final AwsClients clients;

    StackEvents(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * Events, newest first.
     *
     * @param isLast whether an event is further back than what is wanted; neither it nor what is older is returned
     * @param count is told of each call
     */
    List<StackEvent> newest(AwsScope scope, String stack, End isLast, Runnable count) {
        List<StackEvent> newest = new ArrayList<>();
        String next = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            DescribeStackEventsResponse answer = page(scope, stack, next);
            count.run();
            for (software.amazon.awssdk.services.cloudformation.model.StackEvent each : answer.stackEvents()) {
                StackEvent event = StackMapping.event(each);
                if (isLast.isBefore(event, newest)) {
                    return newest;
                }
                newest.add(event);
            }
            next = answer.nextToken();
            if (next == null) {
                return newest;
            }
        }
        return newest;
    }

    private DescribeStackEventsResponse page(AwsScope scope, String stack, @Nullable String token) {
        return clients.call(
                "cloudformation:DescribeStackEvents",
                "read the events of stack '" + stack + "'",
                () -> clients.cloudFormation(scope, Use.READ)
                        .describeStackEvents(request -> request.stackName(stack).nextToken(token)));
    }

    /** The events of many operations, oldest first. */
    List<StackEvent> history(AwsScope scope, String stack) {
        AtomicInteger pages = new AtomicInteger();
        return newest(scope, stack, (event, newer) -> pages.get() > PAGES_OF_HISTORY, pages::incrementAndGet)
                .reversed();
    }

    /** The events of the latest operation, oldest first. */
    List<StackEvent> latest(AwsScope scope, String stack) {
        return newest(scope, stack, StackEvents::isOfAnEarlierOperation, () -> {})
                .reversed();
    }

    /** The events of the operation with a token, oldest first. */
    List<StackEvent> ofToken(AwsScope scope, String stack, String token) {
        try {
            return newest(
                            scope,
                            stack,
                            (event, newer) -> !event.token().equals(token)
                                    && newer.stream()
                                            .anyMatch(each -> each.token().equals(token)),
                            () -> {})
                    .reversed()
                    .stream()
                    .filter(event -> event.token().equals(token))
                    .toList();
        } catch (RemoteCallException e) {
            if (Missing.is(e)) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * Whether an event belongs to an operation before that of the newest event. All events of an operation have its token; where
     * there are none, an operation begins with the stack's own event.
     */
    static boolean isOfAnEarlierOperation(StackEvent event, List<StackEvent> newer) {
        if (newer.isEmpty()) {
            return false;
        }
        if (!event.token().equals(newer.getFirst().token())) {
            return true;
        }
        Optional<StackEvent> next = Optional.of(newer.getLast());
        return event.token().isEmpty()
                && next.filter(StackEvent::isOfTheStack)
                        .filter(each -> BEGINNINGS.contains(each.status()))
                        .isPresent();
    }

    /** Says where to stop reading. */
    @FunctionalInterface
    interface End {

        /**
         * Whether an event is further back than what is wanted.
         *
         * @param newer what was read before it, newest first
         */
        boolean isBefore(StackEvent event, List<StackEvent> newer);
    }
}

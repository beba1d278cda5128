package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.observe.Course;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackEvent;
import dev.penstock.stack.StackSnapshot;
import dev.penstock.stack.StackStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads stacks with few calls. {@link StackListing} reads the statuses of many with one; the events of a stack are read when its
 * status has changed, and else the more seldom the more stacks are watched, only those that are new.
 */
public final class StackReader implements ResourceReader {

    private static final int BATCH = 100;

    /**
     * How many times events are read with one look. The limits are not published; users were told of five calls a second
     * (aws/aws-sam-cli issue 2671).
     */
    private static final int MOST_AT_ONCE = 4;

    private final StackListing listing;
    private final StackMemory memory;
    private final InstantSource time;

    /**
     * A reader of the stacks that some clients reach.
     *
     * @param time by which what was read grows old
     */
    public StackReader(AwsClients clients, InstantSource time) {
        this.listing = new StackListing(clients);
        this.memory = new StackMemory(new StackEvents(clients));
        this.time = time;
    }

    @Override
    public String kind() {
        return StackSnapshot.KIND;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        AwsScope scope = resources.getFirst().scope();
        CallCount calls = new CallCount();
        Map<String, Stack> stacks =
                listing.read(scope, resources.stream().map(ResourceId::id).toList(), calls);
        Instant now = time.instant();
        readEvents(scope, stacks.values(), now, calls);
        Map<ResourceId, Observation> seen = new HashMap<>();
        Map<ResourceId, Course> courses = new HashMap<>();
        for (ResourceId resource : resources) {
            Stack stack = stacks.get(resource.id());
            if (stack == null) {
                continue;
            }
            // What is told is whole: a status whose events are still to be read waits for them.
            memory.known(stack).ifPresent(events -> {
                seen.put(resource, new StackSnapshot(stack, events));
                course(stack, events).ifPresent(course -> courses.put(resource, course));
            });
        }
        return new Reading(seen, courses, Math.max(1, calls.calls()));
    }

    /** Reads the events that are due, the most urgent first, but not more at once than the service lets one read. */
    private void readEvents(AwsScope scope, Collection<Stack> stacks, Instant now, CallCount calls) {
        record Due(Stack stack, StackMemory.Urgency urgency) {}
        List<Stack> due = stacks.stream()
                .flatMap(
                        stack -> memory.due(stack, now, stacks.size()).stream().map(urgency -> new Due(stack, urgency)))
                .sorted(Comparator.comparing(Due::urgency))
                .map(Due::stack)
                .toList();
        int most = calls.calls() + MOST_AT_ONCE;
        for (Stack stack : due) {
            if (calls.calls() < most) {
                memory.read(scope, stack, now, calls);
            }
        }
    }

    /** Only what went well tells how long it takes. */
    private static Optional<Course> course(Stack stack, List<StackEvent> events) {
        Instant began = stack.lastUpdatedAt().orElse(stack.createdAt());
        if (stack.status().phase() == StackStatus.Phase.BUSY) {
            return Optional.of(new Course.Running(began));
        }
        boolean wentWell = stack.status() == StackStatus.CREATE_COMPLETE
                || stack.status() == StackStatus.UPDATE_COMPLETE
                || stack.status() == StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS;
        if (!wentWell || events.isEmpty() || events.getLast().at().isBefore(began)) {
            return Optional.empty();
        }
        return Optional.of(new Course.Ended(began, events.getLast().at()));
    }
}

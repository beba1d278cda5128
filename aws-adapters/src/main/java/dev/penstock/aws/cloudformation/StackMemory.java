package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackEvent;
import dev.penstock.stack.StackStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The events of the latest operations of stacks, as far as they were read. Safe for use by many threads. */
final class StackMemory {

    private static final int MOST_STACKS = 500;
    private static final int MOST_NESTED = 50;
    private static final Duration SHORTEST = Duration.ofSeconds(4);

    /** With 100 stacks, the events of each are read once a minute while nothing ends. */
    private static final Duration FOR_EACH = Duration.ofMillis(600);

    private final StackEvents events;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_STACKS;
        }
    };

    StackMemory(StackEvents events) {
        this.events = events;
    }

    /**
     * What is known of a stack.
     *
     * @param status when its events were read
     * @param at when that was
     * @param events of its latest operation, oldest first
     */
    private record Known(StackStatus status, Instant at, List<StackEvent> events) {}

    /**
     * How urgent it is to read the events of a stack; absent if it need not be done yet.
     *
     * @param watched how many stacks are watched at the same time
     */
    Optional<Urgency> due(Stack stack, Instant now, int watched) {
        Optional<Known> before = get(stack.id());
        if (before.isPresent() && !isDue(before.get(), stack, now, watched)) {
            return Optional.empty();
        }
        boolean isNews =
                before.filter(known -> known.status() != stack.status()).isPresent();
        return Optional.of(new Urgency(
                isNews && stack.status().phase() != StackStatus.Phase.BUSY,
                isNews,
                before.map(Known::at).orElse(Instant.MIN)));
    }

    /**
     * Which events are to be read first, the least in order: of stacks that have another status than when theirs were read, and
     * of those whose operation has ended; then where it is longest ago.
     *
     * @param ended whether the stack's operation has ended since
     * @param isNews whether its status is another
     * @param at when they were read last
     */
    record Urgency(boolean ended, boolean isNews, Instant at) implements Comparable<Urgency> {

        @Override
        public int compareTo(Urgency other) {
            return Comparator.comparing(Urgency::ended, Comparator.reverseOrder())
                    .thenComparing(Urgency::isNews, Comparator.reverseOrder())
                    .thenComparing(Urgency::at)
                    .compare(this, other);
        }
    }

    /** The events that are known, if they were read at the status that the stack has. */
    Optional<List<StackEvent>> known(Stack stack) {
        return get(stack.id()).filter(known -> known.status() == stack.status()).map(Known::events);
    }

    /** Reads the events of a stack's latest operation, those of nested stacks among them, oldest first. */
    List<StackEvent> read(AwsScope scope, Stack stack, Instant now, CallCount calls) {
        List<StackEvent> before = get(stack.id()).map(Known::events).orElse(List.of());
        List<StackEvent> own = refresh(scope, stack.id(), before, calls);
        List<StackEvent> all = withNested(scope, stack.id(), own, calls);
        put(stack.id(), new Known(stack.status(), now, all));
        return all;
    }

    private static boolean isDue(Known before, Stack stack, Instant now, int watched) {
        if (before.status() != stack.status()) {
            return true;
        }
        // Events may lag behind the status.
        boolean isComplete = before.events().reversed().stream()
                .filter(event -> event.isOfTheStack() && event.stackId().equals(stack.id()))
                .findFirst()
                .filter(event -> event.status().equals(stack.status().name()))
                .isPresent();
        boolean isOver = stack.status().phase() != StackStatus.Phase.BUSY && isComplete;
        Duration forAll = FOR_EACH.multipliedBy(watched);
        Duration interval = forAll.compareTo(SHORTEST) > 0 ? forAll : SHORTEST;
        return !isOver && !now.isBefore(before.at().plus(interval));
    }

    /** What is known already and what is new since; only the latest operation's. */
    private List<StackEvent> refresh(AwsScope scope, String id, List<StackEvent> before, CallCount calls) {
        List<StackEvent> own =
                before.stream().filter(event -> event.stackId().equals(id)).toList();
        String last = own.isEmpty() ? "" : own.getLast().id();
        List<StackEvent> fresh = events.newest(
                scope,
                id,
                (event, newer) -> event.id().equals(last) || StackEvents.isOfAnEarlierOperation(event, newer),
                calls::add);
        boolean goesOn = fresh.isEmpty() || own.isEmpty() || !StackEvents.isOfAnEarlierOperation(own.getLast(), fresh);
        List<StackEvent> all = new ArrayList<>(goesOn ? own : List.of());
        all.addAll(fresh.reversed());
        return all;
    }

    private List<StackEvent> withNested(AwsScope scope, String root, List<StackEvent> own, CallCount calls) {
        List<StackEvent> all = new ArrayList<>(own);
        Deque<StackEvent> nested = new ArrayDeque<>(latestOfNested(own));
        Set<String> done = new LinkedHashSet<>(Set.of(root));
        while (!nested.isEmpty() && done.size() <= MOST_NESTED) {
            StackEvent event = nested.remove();
            String id = event.physicalId();
            if (!done.add(id)) {
                continue;
            }
            Optional<Known> before = get(id);
            boolean isOver = !event.isBeginning();
            boolean wasOver =
                    before.filter(seen -> seen.status() == StackStatus.UNKNOWN).isPresent();
            List<StackEvent> inside = isOver && wasOver
                    ? before.get().events()
                    : refresh(scope, id, before.map(Known::events).orElse(List.of()), calls);
            // UNKNOWN marks what was read after its end; the parent tells how it ended.
            put(id, new Known(isOver ? StackStatus.UNKNOWN : StackStatus.UPDATE_IN_PROGRESS, event.at(), inside));
            all.addAll(inside);
            nested.addAll(latestOfNested(inside));
        }
        all.sort(Comparator.comparing(StackEvent::at));
        return List.copyOf(all);
    }

    private static List<StackEvent> latestOfNested(List<StackEvent> events) {
        Map<String, StackEvent> latest = new LinkedHashMap<>();
        events.stream().filter(StackEvent::isOfANestedStack).forEach(event -> latest.put(event.physicalId(), event));
        return List.copyOf(latest.values());
    }

    private synchronized Optional<Known> get(String id) {
        return Optional.ofNullable(known.get(id));
    }

    private synchronized void put(String id, Known what) {
        known.put(id, what);
    }
}

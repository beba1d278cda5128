package dev.penstock.aws.journal;

import dev.penstock.journal.RunnerId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * How many takes were begun and ended in the name of each runner: whoever ends a registration sees by it whether something was
 * taken meanwhile. A runner that is not ours any more is forgotten with its last take.
 */
final class TakeCounts {

    /**
     * TakeCounts for a runner.
     *
     * @param begun how many were begun
     * @param done how many of them are done
     */
    record Count(long begun, long done) {

        private static final Count NONE = new Count(0, 0);

        boolean isUnderWay() {
            return begun > done;
        }
    }

    private final Map<RunnerId, Count> counts = new ConcurrentHashMap<>();
    private final Set<RunnerId> watched = ConcurrentHashMap.newKeySet();
    private final Predicate<RunnerId> ours;

    /** @param ours whether a runner is registered here */
    TakeCounts(Predicate<RunnerId> ours) {
        this.ours = ours;
    }

    void begin(RunnerId runner) {
        counts.merge(runner, new Count(1, 0), (count, one) -> new Count(count.begun() + 1, count.done()));
    }

    void end(RunnerId runner) {
        counts.computeIfPresent(runner, (name, count) -> {
            Count after = new Count(count.begun(), count.done() + 1);
            return after.isUnderWay() || watched.contains(name) || ours.test(name) ? after : null;
        });
    }

    /** From now until {@link #leave} nothing of a runner is forgotten. */
    Count watch(RunnerId runner) {
        watched.add(runner);
        return count(runner);
    }

    Count count(RunnerId runner) {
        return counts.getOrDefault(runner, Count.NONE);
    }

    void leave(RunnerId runner) {
        watched.remove(runner);
        counts.computeIfPresent(runner, (name, count) -> count.isUnderWay() || ours.test(name) ? count : null);
    }

    /** Whether there is nothing to remember. */
    boolean isEmpty() {
        return counts.isEmpty() && watched.isEmpty();
    }
}

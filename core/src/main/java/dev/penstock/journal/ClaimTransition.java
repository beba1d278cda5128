package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What an append's claim changes come to, worked out before anything is written, so that every implementation of the
 * journal means the same by them.
 *
 * @param changed the claims that are different afterwards, by name
 * @param displaced who is to be told, by a signal in the same transaction, that it no longer waits; in this order
 * @param freed see {@link Committed#freed()}
 */
public record ClaimTransition(Map<String, Claim> changed, List<Displacement> displaced, List<ExecutionId> freed) {

    /** No changes come to this. */
    public static final ClaimTransition NONE = new ClaimTransition(Map.of(), List.of(), List.of());

    public ClaimTransition {
        changed = Map.copyOf(changed);
        displaced = List.copyOf(displaced);
        freed = List.copyOf(freed);
    }

    /**
     * That an execution no longer waits for a claim.
     *
     * @param execution who is told
     * @param message the payload of the signal that tells it
     */
    public record Displacement(ExecutionId execution, byte[] message) {}

    /** What the append comes to, with {@link #displaced} and {@link #freed} as they are reported. */
    public Committed committed(long version) {
        List<ExecutionId> reported =
                displaced.stream().map(Displacement::execution).distinct().toList();
        return new Committed(version, reported, freed);
    }

    /**
     * Works changes out, in their order.
     *
     * @param execution whose append makes them
     * @param current the claim of a name as it is now; {@link Claim#FREE} for one that is not there
     * @throws JournalException.ClaimRefused if one of them is refused; then none may be made
     */
    public static ClaimTransition of(
            ExecutionId execution, List<ClaimChange> changes, Function<String, Claim> current) {
        return changes.isEmpty() ? NONE : new Working(execution, current).make(changes);
    }

    private static final class Working {

        private final ExecutionId execution;
        private final Function<String, Claim> current;
        private final Map<String, Claim> claims = new LinkedHashMap<>();
        private final List<Displacement> displaced = new ArrayList<>();
        private final Set<String> touched = new LinkedHashSet<>();

        Working(ExecutionId execution, Function<String, Claim> current) {
            this.execution = execution;
            this.current = current;
        }

        ClaimTransition make(List<ClaimChange> changes) {
            for (ClaimChange change : changes) {
                Claim before = claims.computeIfAbsent(change.name(), current);
                claims.put(change.name(), after(before, change));
            }
            Set<ExecutionId> freed = new LinkedHashSet<>();
            for (String name : touched) {
                claims.getOrDefault(name, Claim.FREE).called().ifPresent(freed::add);
            }
            return new ClaimTransition(claims, displaced, List.copyOf(freed));
        }

        private Claim after(Claim before, ClaimChange change) {
            return switch (change) {
                case ClaimChange.Acquire acquire -> {
                    refuse(acquire.name(), before.holder());
                    refuse(acquire.name(), before.next());
                    yield before.heldBy(execution);
                }
                case ClaimChange.Release release -> {
                    if (!is(before.holder())) {
                        yield before;
                    }
                    touched.add(release.name());
                    yield before.unheld();
                }
                case ClaimChange.Await await -> {
                    if (before.waiting().contains(execution)) {
                        yield before;
                    }
                    before.waiting().forEach(waiter -> displaced.add(new Displacement(waiter, await.message())));
                    touched.add(await.name());
                    yield before.awaitedBy(execution);
                }
                case ClaimChange.LineUp lineUp -> {
                    if (before.waiting().contains(execution)) {
                        yield before;
                    }
                    touched.add(lineUp.name());
                    yield before.linedUpBy(execution);
                }
                case ClaimChange.StopAwaiting stop -> {
                    if (!before.waiting().contains(execution)) {
                        yield before;
                    }
                    touched.add(stop.name());
                    yield before.leftBy(execution);
                }
            };
        }

        private boolean is(Optional<ExecutionId> somebody) {
            return somebody.isPresent() && somebody.get().equals(execution);
        }

        private void refuse(String name, Optional<ExecutionId> by) {
            if (by.isPresent() && !by.get().equals(execution)) {
                throw new JournalException.ClaimRefused(name, by.get());
            }
        }
    }
}

package dev.penstock.journal;

import dev.penstock.execution.ExecutionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The journal in its most literal form: every append is kept, and every question is answered from all of them. */
final class JournalModel {

    private record Created(String pipeline, String definition, List<Append> appends) {}

    private final Map<ExecutionId, Created> executions = new HashMap<>();
    private final List<ExecutionId> order = new ArrayList<>();
    private final Map<ExecutionId, Fence> held = new HashMap<>();
    private final Map<ExecutionId, Long> tokens = new HashMap<>();
    private final Map<ExecutionId, Snapshot> snapshots = new HashMap<>();
    private final Map<ExecutionId, Wakeup> wakeups = new HashMap<>();
    private final Map<ExecutionId, String> moved = new HashMap<>();
    private Map<SignalId, ExecutionId> signals = new LinkedHashMap<>();
    private long lastSignal;
    private final Set<RunnerId> alive = new HashSet<>();
    private Map<String, ExecutionId> claimHolders = new HashMap<>();
    private Map<String, List<ExecutionId>> claimWaiters = new HashMap<>();

    long version(ExecutionId id) {
        Created created = executions.get(id);
        return created == null ? 0 : created.appends().size();
    }

    Optional<Fence> fence(ExecutionId id) {
        return Optional.ofNullable(held.get(id));
    }

    void register(RunnerId runner) {
        alive.add(runner);
    }

    void unregister(RunnerId runner) {
        alive.remove(runner);
        held.values().removeIf(fence -> fence.runner().equals(runner));
    }

    void endProcessOf(RunnerId runner) {
        alive.remove(runner);
    }

    Committed create(String pipeline, String definition, Append append) {
        if (executions.containsKey(append.execution())) {
            throw new JournalException.VersionConflict(append.execution(), 0, version(append.execution()));
        }
        Committed committed = claim(append);
        executions.put(append.execution(), new Created(pipeline, definition, new ArrayList<>()));
        order.addFirst(append.execution());
        held.put(append.execution(), append.fence());
        tokens.put(append.execution(), 1L);
        add(append);
        return committed;
    }

    Committed append(Append append) {
        checkFence(append.execution(), append.fence());
        if (version(append.execution()) != append.expectedVersion()) {
            throw new JournalException.VersionConflict(
                    append.execution(), append.expectedVersion(), version(append.execution()));
        }
        Committed committed = claim(append);
        add(append);
        return committed;
    }

    private void add(Append append) {
        known(append.execution()).appends().add(append);
        append.takenIn().forEach(signal -> signals.remove(signal, append.execution()));
        if (append.status().isPresent() && append.status().get().ended()) {
            held.remove(append.execution());
        }
    }

    /** Works on copies, which take the place of what was there only when no claim was refused. */
    private Committed claim(Append append) {
        ExecutionId me = append.execution();
        Map<String, ExecutionId> holders = new HashMap<>(claimHolders);
        Map<String, List<ExecutionId>> waiters = new HashMap<>();
        claimWaiters.forEach((name, line) -> waiters.put(name, new ArrayList<>(line)));
        List<ExecutionId> displaced = new ArrayList<>();
        List<String> touched = new ArrayList<>();
        for (ClaimChange change : append.claims()) {
            String name = change.name();
            List<ExecutionId> line = waiters.computeIfAbsent(name, ignored -> new ArrayList<>());
            if (change instanceof ClaimChange.Acquire) {
                refuseUnlessMine(name, holders.get(name), me);
                refuseUnlessMine(name, line.isEmpty() ? null : line.getFirst(), me);
                holders.put(name, me);
                line.remove(me);
            } else if (change instanceof ClaimChange.Release) {
                if (holders.remove(name, me)) {
                    touched.add(name);
                }
            } else if (change instanceof ClaimChange.Await) {
                if (!line.contains(me)) {
                    displaced.addAll(line);
                    line.clear();
                    line.add(me);
                    touched.add(name);
                }
            } else if (change instanceof ClaimChange.LineUp) {
                if (!line.contains(me)) {
                    line.add(me);
                    touched.add(name);
                }
            } else if (line.remove(me)) {
                touched.add(name);
            }
        }
        List<ExecutionId> freed = touched.stream()
                .filter(name -> !holders.containsKey(name))
                .flatMap(name -> waiters.getOrDefault(name, List.of()).stream().limit(1))
                .distinct()
                .toList();
        displaced.forEach(this::signal);
        claimHolders = holders;
        claimWaiters = waiters;
        return new Committed(
                append.expectedVersion() + 1, displaced.stream().distinct().toList(), freed);
    }

    private static void refuseUnlessMine(String name, @Nullable ExecutionId somebody, ExecutionId me) {
        if (somebody != null && !somebody.equals(me)) {
            throw new JournalException.ClaimRefused(name, somebody);
        }
    }

    Fence take(ExecutionId id, RunnerId runner) {
        known(id);
        checkHere(id);
        Fence fence = held.get(id);
        if (fence != null && fence.runner().equals(runner)) {
            return fence;
        }
        if (fence != null && alive.contains(fence.runner())) {
            throw new JournalException.Held(id, fence.runner());
        }
        Fence taken = new Fence(runner, tokens.merge(id, 1L, Long::sum));
        held.put(id, taken);
        wakeups.remove(id);
        return taken;
    }

    void release(ExecutionId id, Fence fence) {
        held.remove(id, fence);
    }

    void release(ExecutionId id, Fence fence, Wakeup wakeup) {
        if (held.remove(id, fence)) {
            wakeups.put(id, wakeup);
        }
    }

    /** What is due, and since when: the epoch, if its time does not count. */
    Map<ExecutionId, Instant> due(Instant now) {
        Map<ExecutionId, Instant> due = new HashMap<>();
        for (ExecutionId id : order) {
            nextDue(id).filter(at -> !at.isAfter(now)).ifPresent(at -> due.put(id, at));
        }
        return due;
    }

    Optional<Instant> nextDue() {
        return order.stream().flatMap(id -> nextDue(id).stream()).min(Comparator.naturalOrder());
    }

    private Optional<Instant> nextDue(ExecutionId id) {
        if (summary(id).ended() || holder(id).isPresent()) {
            return Optional.empty();
        }
        Wakeup wakeup = held.containsKey(id) ? null : wakeups.get(id);
        boolean called = claimWaiters.entrySet().stream()
                .anyMatch(claim -> !claimHolders.containsKey(claim.getKey())
                        && !claim.getValue().isEmpty()
                        && claim.getValue().getFirst().equals(id));
        return wakeup == null || called || !wakeup.heard().containsAll(signals(id))
                ? Optional.of(Instant.EPOCH)
                : wakeup.at();
    }

    Set<ExecutionId> wake(String resource, Instant now) {
        Set<ExecutionId> woken = new HashSet<>();
        for (ExecutionId id : order) {
            Wakeup wakeup = wakeups.get(id);
            if (wakeup != null
                    && !summary(id).ended()
                    && !held.containsKey(id)
                    && wakeup.resources().contains(resource)) {
                woken.add(id);
                wakeups.put(id, wakeup.atTheLatest(now));
            }
        }
        return woken;
    }

    String moveAway(ExecutionId id, Fence fence, String to) {
        checkFence(id, fence);
        held.remove(id);
        moved.put(id, to);
        return "moved";
    }

    private void checkHere(ExecutionId id) {
        String to = moved.get(id);
        if (to != null) {
            throw new JournalException.Moved(id, to);
        }
    }

    Claim claim(String name) {
        return new Claim(Optional.ofNullable(claimHolders.get(name)), claimWaiters.getOrDefault(name, List.of()));
    }

    Optional<RunnerId> holder(ExecutionId id) {
        return fence(id).map(Fence::runner).filter(alive::contains);
    }

    SignalId send(ExecutionId id) {
        known(id);
        checkHere(id);
        return signal(id);
    }

    /** Given a number below zero until the journal's own is {@linkplain #number known}. */
    private SignalId signal(ExecutionId id) {
        lastSignal--;
        SignalId given = new SignalId(lastSignal);
        signals.put(given, id);
        return given;
    }

    /** The number that the journal gave a signal. */
    void number(SignalId signal, SignalId given) {
        Map<SignalId, ExecutionId> renamed = new LinkedHashMap<>();
        signals.forEach((each, id) -> renamed.put(each.equals(signal) ? given : each, id));
        signals = renamed;
    }

    List<SignalId> signals(ExecutionId id) {
        return signals.entrySet().stream()
                .filter(signal -> signal.getValue().equals(id))
                .map(Map.Entry::getKey)
                .toList();
    }

    Set<ExecutionId> signalled() {
        return new HashSet<>(signals.values());
    }

    String compact(ExecutionId id, Fence fence, Snapshot snapshot) {
        checkFence(id, fence);
        if (snapshot.version() > version(id)) {
            throw new JournalException.VersionConflict(id, snapshot.version(), version(id));
        }
        snapshots.merge(id, snapshot, (before, next) -> next.version() >= before.version() ? next : before);
        return "compacted";
    }

    Optional<List<Object>> read(ExecutionId id) {
        if (!executions.containsKey(id)) {
            return Optional.empty();
        }
        List<Object> shown = new ArrayList<>();
        shown.add(summary(id));
        Snapshot snapshot = snapshots.get(id);
        long compacted = snapshot == null ? 0 : snapshot.version();
        if (snapshot != null) {
            shown.add(JournalModelRun.show(snapshot));
        }
        for (Append append : known(id).appends()) {
            long version = append.expectedVersion() + 1;
            if (version > compacted) {
                shown.add(JournalModelRun.show(new Entry(version, append.at(), append.payload())));
            }
        }
        return Optional.of(shown);
    }

    List<ExecutionSummary> list(ExecutionQuery query) {
        return order.stream()
                .map(this::summary)
                .filter(summary -> !(query.openOnly() && summary.ended()))
                .filter(summary ->
                        query.pipeline().isEmpty() || query.pipeline().get().equals(summary.pipeline()))
                .limit(query.limit())
                .toList();
    }

    private ExecutionSummary summary(ExecutionId id) {
        Created created = known(id);
        List<Append> appends = created.appends();
        Append.StatusChange status = appends.stream()
                .flatMap(append -> append.status().stream())
                .reduce((before, after) -> after)
                .orElse(new Append.StatusChange("", false, ""));
        String to = moved.get(id);
        if (to != null) {
            status = new Append.StatusChange(Journal.MOVED, true, to);
        }
        return new ExecutionSummary(
                id,
                created.pipeline(),
                created.definition(),
                status.status(),
                status.ended(),
                status.detail(),
                appends.size(),
                appends.getFirst().at(),
                appends.getLast().at());
    }

    private void checkFence(ExecutionId id, Fence fence) {
        known(id);
        if (!Objects.equals(held.get(id), fence)) {
            throw new JournalException.FencedOff(id, fence, fence(id).map(Fence::runner));
        }
    }

    private Created known(ExecutionId id) {
        Created created = executions.get(id);
        if (created == null) {
            throw new JournalException.Unknown(id);
        }
        return created;
    }
}

package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks a journal and the model the same, one random operation after the other. */
final class JournalModelRun {

    private static final List<String> CLAIMS = List.of("a", "b", "c");
    private static final List<RunnerId> RUNNERS =
            List.of(JournalFixture.ALICE, JournalFixture.BOB, new RunnerId("carol"));

    private final Journal journal;
    private final Consumer<RunnerId> endProcess;
    private final Random random;
    private final JournalModel model = new JournalModel();
    private final List<ExecutionId> ids = new ArrayList<>();
    private final List<SignalId> signals = new ArrayList<>();
    private final Map<RunnerId, RunnerRegistration> registrations = new HashMap<>();

    JournalModelRun(Journal journal, Consumer<RunnerId> endProcess, Random random) {
        this.journal = journal;
        this.endProcess = endProcess;
        this.random = random;
        // One that is never created, so that some operations are on an unknown execution.
        ids.add(new ExecutionId(new UUID(0, 0)));
    }

    void step(String where) {
        switch (random.nextInt(26)) {
            case 0, 1 -> create(where);
            case 2 -> registerOrUnregister(where);
            case 3 -> take(where);
            case 4 -> release(where);
            case 5 -> compact(where);
            case 6, 7 -> send(where);
            case 8, 9 -> releaseUntil(where);
            case 10, 11 -> takeDue(where);
            case 12 -> wake(where);
            case 13 -> moveAway(where);
            default -> append(where);
        }
        compare(where);
    }

    private void compare(String where) {
        ExecutionId id = any(ids);
        same(where, () -> journal.read(id).map(JournalModelRun::show), () -> model.read(id));
        same(where, () -> journal.holder(id), () -> model.holder(id));
        learnSignals(where, id);
        Optional<String> pipeline = random.nextBoolean() ? Optional.empty() : Optional.of(pipeline());
        ExecutionQuery query = new ExecutionQuery(pipeline, random.nextBoolean(), 1 + random.nextInt(20));
        same(where, () -> journal.list(query), () -> model.list(query));
        same(where, () -> journal.nextDue(), () -> model.nextDue());
        String claim = any(CLAIMS);
        same(where, () -> journal.claim(claim), () -> model.claim(claim));
    }

    private void create(String where) {
        ExecutionId id = new ExecutionId(new UUID(random.nextLong() | 1, random.nextLong()));
        if (random.nextInt(5) > 0) {
            ids.add(id);
        } else if (ids.size() > 1) {
            id = ids.get(1 + random.nextInt(ids.size() - 1));
        }
        Append append = builder(id, 0, new Fence(any(RUNNERS), 1)).build();
        String pipeline = pipeline();
        same(where, () -> journal.create(pipeline, "d", append).join(), () -> model.create(pipeline, "d", append));
    }

    private void append(String where) {
        ExecutionId id = any(ids);
        long version = model.version(id) + (random.nextInt(8) == 0 ? random.nextInt(3) - 1 : 0);
        Append append = builder(id, version, fence(id)).build();
        same(where, () -> journal.append(append).join(), () -> model.append(append));
    }

    private Fence fence(ExecutionId id) {
        return model.fence(id)
                .filter(held -> random.nextInt(8) > 0)
                .orElseGet(() -> new Fence(any(RUNNERS), 1 + random.nextInt(3)));
    }

    private AppendBuilder builder(ExecutionId id, long version, Fence fence) {
        byte[] payload = new byte[random.nextInt(64)];
        random.nextBytes(payload);
        AppendBuilder builder = new AppendBuilder(id, version, fence)
                .payload(payload)
                .at(JournalFixture.NOON.plusMillis(random.nextInt(1000)));
        for (int changes = random.nextInt(8) - 5; changes > 0; changes--) {
            String name = any(CLAIMS);
            switch (random.nextInt(7)) {
                case 0, 1 -> builder.acquire(name);
                case 2 -> builder.release(name);
                case 3 -> builder.await(name);
                case 4, 5 -> builder.lineUp(name);
                default -> builder.stopAwaiting(name);
            }
        }
        if (!signals.isEmpty() && random.nextInt(3) == 0) {
            builder.takeIn(any(signals));
        }
        if (random.nextInt(4) == 0) {
            builder.status("S" + random.nextInt(5), random.nextInt(4) == 0, "detail " + random.nextInt(9));
        }
        return builder;
    }

    private void registerOrUnregister(String where) {
        RunnerId runner = any(RUNNERS);
        RunnerRegistration registration = registrations.remove(runner);
        if (registration == null) {
            registrations.put(runner, journal.register(runner));
            model.register(runner);
        } else if (random.nextBoolean()) {
            registration.close();
            model.unregister(runner);
        } else {
            endProcess.accept(runner);
            model.endProcessOf(runner);
        }
        assertThat(journal.signalled()).as(where).containsExactlyInAnyOrderElementsOf(model.signalled());
    }

    private void take(String where) {
        ExecutionId id = any(ids);
        RunnerId runner = any(RUNNERS);
        same(where, () -> journal.take(id, runner), () -> model.take(id, runner));
    }

    private void release(String where) {
        ExecutionId id = any(ids);
        Fence fence = fence(id);
        journal.release(id, fence);
        model.release(id, fence);
        same(where, () -> journal.holder(id), () -> model.holder(id));
    }

    private void releaseUntil(String where) {
        ExecutionId id = any(ids);
        learnSignals(where, id);
        Fence fence = fence(id);
        Set<SignalId> heard = new HashSet<>(model.signals(id));
        heard.removeIf(signal -> random.nextInt(4) == 0);
        Wakeup wakeup = new Wakeup(
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(time()),
                random.nextBoolean() ? Set.of() : Set.of(resource(), resource() + "!"),
                heard);
        journal.release(id, fence, wakeup);
        model.release(id, fence, wakeup);
    }

    private void takeDue(String where) {
        RunnerId runner = any(RUNNERS);
        if (!registrations.containsKey(runner)) {
            assertThatThrownBy(() -> journal.takeDue(runner, JournalFixture.NOON, 1))
                    .as(where)
                    .isInstanceOf(IllegalStateException.class);
            return;
        }
        Instant now = time();
        int limit = 1 + random.nextInt(4);
        Map<ExecutionId, Instant> due = model.due(now);

        List<Taken> taken = journal.takeDue(runner, now, limit);

        assertThat(taken).as(where).hasSize(Math.min(limit, due.size()));
        List<Instant> since = new ArrayList<>();
        for (Taken each : taken) {
            assertThat(due).as(where).containsKey(each.execution());
            Instant at = due.getOrDefault(each.execution(), Instant.EPOCH);
            due.remove(each.execution());
            if (!at.equals(Instant.EPOCH)) {
                since.add(at);
            }
            assertThat(each.fence()).as(where).isEqualTo(model.take(each.execution(), runner));
        }
        assertThat(since).as(where).isSorted();
        // None that is left has waited longer than one that was taken.
        assertThat(due.values().stream()
                        .filter(at -> !at.equals(Instant.EPOCH))
                        .filter(at -> !since.isEmpty() && at.isBefore(since.getLast())))
                .as(where)
                .isEmpty();
    }

    private void wake(String where) {
        String resource = resource();
        Instant now = time();
        assertThat(journal.wake(resource, now))
                .as(where)
                .containsExactlyInAnyOrderElementsOf(model.wake(resource, now));
    }

    private void moveAway(String where) {
        ExecutionId id = any(ids);
        Fence fence = fence(id);
        same(
                where,
                () -> {
                    journal.moveAway(id, fence, "elsewhere");
                    return "moved";
                },
                () -> model.moveAway(id, fence, "elsewhere"));
    }

    private Instant time() {
        return JournalFixture.NOON.plusMillis(random.nextInt(5));
    }

    private String resource() {
        return "stack:" + random.nextInt(3);
    }

    private void compact(String where) {
        ExecutionId id = any(ids);
        Fence fence = fence(id);
        long version = 1L + random.nextInt((int) model.version(id) + 2);
        Snapshot snapshot = new Snapshot(version, new byte[random.nextInt(64)]);
        same(
                where,
                () -> {
                    journal.compact(id, fence, snapshot).join();
                    return "compacted";
                },
                () -> model.compact(id, fence, snapshot));
    }

    private void send(String where) {
        ExecutionId id = any(ids);
        byte[] payload = new byte[random.nextInt(64)];
        Object sent = outcome(() -> journal.send(id, payload, JournalFixture.NOON));
        Object expected = outcome(() -> model.send(id));
        if (sent instanceof SignalId given && expected instanceof SignalId) {
            signals.add(given);
            learnSignals(where, id);
            assertThat(model.signals(id)).as(where).endsWith(given);
        } else {
            assertThat(sent).as(where).isEqualTo(expected);
        }
    }

    /** The journal numbers signals as it likes, as long as the numbers of an execution's grow. */
    private void learnSignals(String where, ExecutionId id) {
        List<SignalId> given =
                journal.signals(id).stream().map(StoredSignal::id).toList();
        List<SignalId> expected = model.signals(id);
        assertThat(given).as(where).hasSameSizeAs(expected);
        assertThat(given).extracting(SignalId::value).as(where).isSorted().doesNotHaveDuplicates();
        for (int i = 0; i < given.size(); i++) {
            if (expected.get(i).value() < 0) {
                model.number(expected.get(i), given.get(i));
            } else {
                assertThat(given.get(i)).as(where).isEqualTo(expected.get(i));
            }
        }
    }

    /** What is read of an execution, in a form that compares. */
    static List<Object> show(StoredExecution stored) {
        List<Object> shown = new ArrayList<>();
        shown.add(stored.summary());
        stored.snapshot().ifPresent(snapshot -> shown.add(show(snapshot)));
        stored.entries().forEach(entry -> shown.add(show(entry)));
        return shown;
    }

    static String show(Snapshot snapshot) {
        return "snapshot " + snapshot.version() + " " + HexFormat.of().formatHex(snapshot.payload());
    }

    static String show(Entry entry) {
        return "entry " + entry.version() + " " + entry.at() + " "
                + HexFormat.of().formatHex(entry.payload());
    }

    private static void same(String where, Supplier<?> journal, Supplier<?> model) {
        assertThat(outcome(journal)).as(where).isEqualTo(outcome(model));
    }

    private static Object outcome(Supplier<?> call) {
        try {
            return call.get();
        } catch (JournalException e) {
            return e.toString();
        } catch (CompletionException e) {
            return String.valueOf(e.getCause());
        }
    }

    private String pipeline() {
        return "p" + random.nextInt(3);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}

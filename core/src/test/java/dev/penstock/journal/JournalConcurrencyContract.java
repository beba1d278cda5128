package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many threads at once. */
interface JournalConcurrencyContract extends JournalFixture {

    int THREADS = 64;
    int ROUNDS = 20;

    @Test
    default void executionsOfManyThreadsDoNotDisturbEachOther() throws Exception {
        List<ExecutionId> ids = together(thread -> {
            ExecutionId id = started(ALICE);
            for (long version = 1; version < ROUNDS; version++) {
                journal().append(append(id, version, new Fence(ALICE, 1))).join();
                assertThat(journal().entriesAfter(id, version)).hasSize(1);
            }
            return id;
        });

        assertThat(journal().list(ExecutionQuery.open()))
                .extracting(ExecutionSummary::id)
                .containsExactlyInAnyOrderElementsOf(ids);
        for (ExecutionId id : ids) {
            assertThat(journal().read(id).orElseThrow().entries())
                    .extracting(Entry::version)
                    .isEqualTo(LongStream.rangeClosed(1, ROUNDS).boxed().toList());
        }
    }

    @Test
    default void ofManyAppendsAtOneVersionExactlyOneWins() throws Exception {
        ExecutionId id = started(ALICE);

        List<List<Long>> won = together(thread -> {
            List<Long> versions = new ArrayList<>();
            for (long version = 1; version <= ROUNDS; version++) {
                if (succeeds(
                        journal().append(append(id, version, new Fence(ALICE, 1))),
                        JournalException.VersionConflict.class)) {
                    versions.add(version);
                }
            }
            return versions;
        });

        long reached = journal().read(id).orElseThrow().summary().version();
        assertThat(won.stream().flatMap(List::stream).toList())
                .doesNotHaveDuplicates()
                .hasSize((int) reached - 1);
        assertThat(reached).isGreaterThan(1);
    }

    @Test
    default void ofManyThatWantAClaimExactlyOneGetsIt() throws Exception {
        List<Boolean> got = together(thread -> {
            ExecutionId id = started(ALICE);
            return succeeds(
                    journal()
                            .append(new AppendBuilder(id, 1, new Fence(ALICE, 1))
                                    .acquire("a")
                                    .build()),
                    JournalException.ClaimRefused.class);
        });

        assertThat(got).containsOnlyOnce(true);
    }

    @Test
    default void ofManyThatLineUpEachGetsItInTheOrderInWhichTheyCame() throws Exception {
        journal().register(ALICE);
        ExecutionId holder = started(ALICE);
        Fence fence = new Fence(ALICE, 1);
        journal()
                .append(new AppendBuilder(holder, 1, fence).acquire("a").build())
                .join();
        together(thread -> {
            ExecutionId id = started(ALICE);
            return journal()
                    .append(new AppendBuilder(id, 1, fence).lineUp("a").build())
                    .join();
        });
        List<ExecutionId> line = journal().claim("a").waiting();
        assertThat(line).hasSize(THREADS).doesNotHaveDuplicates();
        List<CompletableFuture<Boolean>> called =
                Stream.generate(CompletableFuture<Boolean>::new).limit(THREADS).toList();
        Consumer<Committed> tell = committed ->
                committed.freed().forEach(id -> called.get(line.indexOf(id)).complete(true));

        List<ExecutionId> order = new CopyOnWriteArrayList<>();
        together(thread -> {
            ExecutionId mine = line.get(thread);
            Append acquire = new AppendBuilder(mine, 2, fence).acquire("a").build();
            if (thread == 0) {
                tell.accept(journal()
                        .append(new AppendBuilder(holder, 2, fence).release("a").build())
                        .join());
            }
            if (!succeeds(journal().append(acquire), JournalException.ClaimRefused.class)) {
                called.get(thread).get(60, TimeUnit.SECONDS);
                journal().append(acquire).join();
            }
            order.add(mine);
            Append release = new AppendBuilder(mine, 3, fence).release("a").build();
            tell.accept(journal().append(release).join());
            return mine;
        });

        assertThat(order).isEqualTo(line);
    }

    @Test
    default void ofManyRunnersThatTakeAnExecutionExactlyOneGetsIt() throws Exception {
        ExecutionId id = started(ALICE);

        List<Boolean> got = together(thread -> {
            RunnerId runner = new RunnerId("runner-" + thread);
            journal().register(runner);
            try {
                return journal().take(id, runner).token() == 2;
            } catch (JournalException.Held e) {
                return false;
            }
        });

        assertThat(got).containsOnlyOnce(true);
    }

    @Test
    default void manyThatTakeWhatIsDueNeverShareAnExecution() throws Exception {
        for (int i = 0; i < THREADS * 4; i++) {
            journal().release(started(ALICE), new Fence(ALICE, 1), Wakeup.at(NOON.plusMillis(i % 7)));
        }

        List<List<Taken>> taken = together(thread -> {
            RunnerId runner = new RunnerId("runner-" + thread);
            journal().register(runner);
            List<Taken> own = new ArrayList<>();
            for (List<Taken> batch = journal().takeDue(runner, NOON.plusSeconds(1), 3);
                    !batch.isEmpty();
                    batch = journal().takeDue(runner, NOON.plusSeconds(1), 3)) {
                assertThat(batch).hasSizeLessThanOrEqualTo(3);
                own.addAll(batch);
            }
            own.forEach(each ->
                    journal().append(append(each.execution(), 1, each.fence())).join());
            return own;
        });

        assertThat(taken.stream().flatMap(List::stream).map(Taken::execution).toList())
                .doesNotHaveDuplicates();
        RunnerId last = new RunnerId("last");
        journal().register(last);
        int left = journal().takeDue(last, NOON.plusSeconds(1), THREADS * 4).size();
        assertThat(taken.stream().mapToInt(List::size).sum() + left).isEqualTo(THREADS * 4);
    }

    @Test
    default void aSignalIsNeverLostBetweenALookAndARelease() throws Exception {
        journal().register(ALICE);
        List<ExecutionId> ids = together(thread -> {
            ExecutionId id = started(ALICE);
            if (thread % 2 == 0) {
                journal().send(id, bytes("now"), NOON);
            }
            var sender = Thread.ofVirtual().start(() -> journal().send(id, bytes("approved"), NOON));
            journal().release(id, new Fence(ALICE, 1), Wakeup.onSignal());
            sender.join();
            return id;
        });

        journal().register(BOB);
        assertThat(journal().takeDue(BOB, NOON, THREADS))
                .extracting(Taken::execution)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    private static boolean succeeds(CompletableFuture<Committed> future, Class<? extends JournalException> refusal) {
        try {
            future.join();
            return true;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(refusal);
            return false;
        }
    }

    /** What a thread does, told its number. */
    @FunctionalInterface
    interface Work<T> {
        T of(int thread) throws Exception;
    }

    private static <T> List<T> together(Work<T> work) throws Exception {
        var start = new CyclicBarrier(THREADS);
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                tasks.add(() -> {
                    start.await();
                    return work.of(thread);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }
}

package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Creating executions, adding to them, and reading them back. */
interface JournalAppendContract extends JournalFixture {

    @Test
    default void readsBackWhatWasCreatedAndAppended() {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        Fence fence = new Fence(ALICE, 1);
        journal()
                .create(
                        "web",
                        "sha256:1",
                        new AppendBuilder(id, 0, fence)
                                .status("RUNNING", false, "Source")
                                .build())
                .join();
        Committed second = journal()
                .append(new AppendBuilder(id, 1, fence)
                        .at(NOON.plusSeconds(1))
                        .status("SUCCEEDED", true, "Deploy")
                        .build())
                .join();

        StoredExecution stored = journal().read(id).orElseThrow();

        assertThat(second).isEqualTo(new Committed(2, List.of(), List.of()));
        assertThat(stored.summary())
                .isEqualTo(new ExecutionSummary(
                        id, "web", "sha256:1", "SUCCEEDED", true, "Deploy", 2, NOON, NOON.plusSeconds(1)));
        assertThat(stored.snapshot()).isEmpty();
        assertThat(stored.entries()).extracting(Entry::version).containsExactly(1L, 2L);
        assertThat(stored.entries()).extracting(Entry::at).containsExactly(NOON, NOON.plusSeconds(1));
        assertThat(payloads(stored.entries())).containsExactly("entry 1", "entry 2");
    }

    @Test
    default void keepsStatusAndDetailWhenAnAppendDoesNotChangeThem() {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        Fence fence = new Fence(ALICE, 1);
        journal()
                .create(
                        "web",
                        "sha256:1",
                        new AppendBuilder(id, 0, fence)
                                .status("RUNNING", false, "Source")
                                .build())
                .join();
        journal().append(append(id, 1, fence)).join();

        ExecutionSummary summary = journal().read(id).orElseThrow().summary();

        assertThat(summary.status()).isEqualTo("RUNNING");
        assertThat(summary.detail()).isEqualTo("Source");
        assertThat(summary.version()).isEqualTo(2);
    }

    @Test
    default void anExecutionCreatedWithoutStatusHasAnEmptyOne() {
        assertThat(journal().read(started(ALICE)).orElseThrow().summary().status())
                .isEmpty();
    }

    @Test
    default void keepsPayloadsOfAnySizeByteForByte() {
        ExecutionId id = started(ALICE);
        byte[] big = new byte[300_000];
        new Random(7).nextBytes(big);
        for (byte[] payload : List.of(new byte[0], new byte[] {0}, big)) {
            long version = journal().read(id).orElseThrow().summary().version();
            journal()
                    .append(new AppendBuilder(id, version, new Fence(ALICE, 1))
                            .payload(payload)
                            .build())
                    .join();

            List<Entry> after = journal().entriesAfter(id, version);

            assertThat(after).singleElement().matches(entry -> Arrays.equals(entry.payload(), payload));
        }
    }

    @Test
    default void refusesAnAppendAtAnotherVersion() {
        ExecutionId id = started(ALICE);

        for (long wrong : new long[] {0, 2, -1}) {
            assertFails(journal().append(append(id, wrong, new Fence(ALICE, 1))))
                    .isInstanceOf(JournalException.VersionConflict.class);
        }
        assertThat(journal().read(id).orElseThrow().entries()).hasSize(1);
    }

    @Test
    default void refusesToCreateAnExecutionTwice() {
        ExecutionId id = started(ALICE);

        assertFails(journal().create("other", "sha256:2", first(id, BOB)))
                .isInstanceOf(JournalException.VersionConflict.class);
        assertThat(journal().read(id).orElseThrow().summary().pipeline()).isEqualTo("web");
    }

    @Test
    default void refusesToCreateAnExecutionAtALaterVersionOrWithALaterFence() {
        ExecutionId id = new ExecutionId(UUID.randomUUID());

        assertThatThrownBy(() -> journal().create("web", "sha256:1", append(id, 1, new Fence(ALICE, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal().create("web", "sha256:1", append(id, 0, new Fence(ALICE, 2))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(journal().read(id)).isEmpty();
    }

    @Test
    default void refusesAnAppendToAnUnknownExecution() {
        assertFails(journal().append(append(new ExecutionId(UUID.randomUUID()), 0, new Fence(ALICE, 1))))
                .isInstanceOf(JournalException.Unknown.class);
    }

    @Test
    default void knowsNothingOfAnUnknownExecution() {
        ExecutionId unknown = new ExecutionId(UUID.randomUUID());

        assertThat(journal().read(unknown)).isEmpty();
        assertThat(journal().entriesAfter(unknown, 0)).isEmpty();
        assertThat(journal().holder(unknown)).isEmpty();
        assertThat(journal().signals(unknown)).isEmpty();
    }

    @Test
    default void givesEntriesAfterAVersionOldestFirst() {
        ExecutionId id = started(ALICE);
        for (long version = 1; version < 5; version++) {
            journal().append(append(id, version, new Fence(ALICE, 1))).join();
        }

        assertThat(payloads(journal().entriesAfter(id, 2))).containsExactly("entry 3", "entry 4", "entry 5");
        assertThat(journal().entriesAfter(id, 0)).hasSize(5);
        assertThat(journal().entriesAfter(id, 5)).isEmpty();
        assertThat(journal().entriesAfter(id, 99)).isEmpty();
    }

    @Test
    default void appendsOfOneThreadAreDoneInTheirOrder() {
        ExecutionId id = started(ALICE);
        List<CompletableFuture<Committed>> futures = new ArrayList<>();
        for (long version = 1; version <= 100; version++) {
            futures.add(journal().append(append(id, version, new Fence(ALICE, 1))));
        }

        assertThat(futures)
                .extracting(CompletableFuture::join)
                .extracting(Committed::version)
                .isSorted();
        assertThat(journal().read(id).orElseThrow().entries()).hasSize(101);
    }

    @Test
    default void keepsTimesToTheNanosecondAlsoWhenTheyGoBackwards() {
        ExecutionId id = started(ALICE);
        Instant earlier = NOON.minus(Duration.ofDays(20_000)).plusNanos(1);
        journal()
                .append(new AppendBuilder(id, 1, new Fence(ALICE, 1))
                        .at(earlier)
                        .build())
                .join();

        ExecutionSummary summary = journal().read(id).orElseThrow().summary();

        assertThat(summary.startedAt()).isEqualTo(NOON);
        assertThat(summary.updatedAt()).isEqualTo(earlier);
    }

    @Test
    default void givesCopiesThatNobodyElseSees() {
        ExecutionId id = started(ALICE);
        journal().entriesAfter(id, 0).getFirst().payload()[0] = 'X';

        assertThat(payloads(journal().entriesAfter(id, 0))).containsExactly("entry 1");
    }
}

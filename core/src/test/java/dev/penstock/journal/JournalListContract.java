package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists of executions, pinned documents, snapshots, and a journal that is closed. */
interface JournalListContract extends JournalFixture {

    @Test
    default void listsTheNewestFirstUpToTheLimit() {
        List<ExecutionId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(created("web", i == 2));
        }

        assertThat(listed(ExecutionQuery.newest(3))).isEqualTo(ids.subList(0, 3));
        assertThat(listed(ExecutionQuery.newest(99))).isEqualTo(ids);
        assertThat(listed(ExecutionQuery.newest(Integer.MAX_VALUE))).isEqualTo(ids);
    }

    @Test
    default void listsByPipelineAndByWhetherTheyAreOpen() {
        ExecutionId open = created("web", false);
        ExecutionId ended = created("web", true);
        ExecutionId other = created("batch", false);
        ExecutionId newest = created("web", false);

        assertThat(listed(ExecutionQuery.open())).containsExactly(newest, other, open);
        assertThat(listed(new ExecutionQuery(Optional.of("web"), false, 9))).containsExactly(newest, ended, open);
        assertThat(listed(new ExecutionQuery(Optional.of("web"), true, 9))).containsExactly(newest, open);
        assertThat(listed(new ExecutionQuery(Optional.of("web"), true, 1))).containsExactly(newest);
        assertThat(listed(new ExecutionQuery(Optional.of("none"), false, 9))).isEmpty();
    }

    @Test
    default void listsTheSameSummaryAsIsRead() {
        ExecutionId id = created("web", false);

        assertThat(journal().list(ExecutionQuery.newest(1)))
                .containsExactly(journal().read(id).orElseThrow().summary());
    }

    @Test
    default void keepsTheFirstDocumentUnderADigest() {
        journal().pin("sha256:1", bytes("first"));
        journal().pin("sha256:1", bytes("first"));

        assertThat(journal().pinned("sha256:1").map(this::text)).contains("first");
        assertThat(journal().pinned("sha256:2")).isEmpty();
    }

    @Test
    default void aSnapshotStandsForTheEntriesUpToItsVersion() {
        ExecutionId id = started(ALICE);
        Fence fence = new Fence(ALICE, 1);
        for (long version = 1; version < 5; version++) {
            journal().append(append(id, version, fence)).join();
        }
        ExecutionSummary before = journal().read(id).orElseThrow().summary();

        journal().compact(id, fence, new Snapshot(3, bytes("state at 3"))).join();

        StoredExecution stored = journal().read(id).orElseThrow();
        assertThat(stored.summary()).isEqualTo(before);
        assertThat(stored.snapshot()).hasValueSatisfying(snapshot -> {
            assertThat(snapshot.version()).isEqualTo(3);
            assertThat(text(snapshot.payload())).isEqualTo("state at 3");
        });
        assertThat(payloads(stored.entries())).containsExactly("entry 4", "entry 5");
        assertThat(payloads(journal().entriesAfter(id, 0))).containsExactly("entry 4", "entry 5");
    }

    @Test
    default void anExecutionGoesOnAfterASnapshotOfAllItsEntries() {
        ExecutionId id = started(ALICE);
        Fence fence = new Fence(ALICE, 1);
        ExecutionSummary before = journal().read(id).orElseThrow().summary();
        journal().compact(id, fence, new Snapshot(1, bytes("state"))).join();
        assertThat(journal().read(id).orElseThrow().summary()).isEqualTo(before);
        assertThat(journal().list(ExecutionQuery.newest(1))).containsExactly(before);

        assertFails(journal().append(append(id, 0, fence))).isInstanceOf(JournalException.VersionConflict.class);
        journal().append(append(id, 1, fence)).join();
        journal().compact(id, fence, new Snapshot(2, bytes("newer"))).join();
        journal().compact(id, fence, new Snapshot(1, bytes("older"))).join();

        StoredExecution stored = journal().read(id).orElseThrow();
        assertThat(stored.snapshot().map(snapshot -> text(snapshot.payload()))).contains("newer");
        assertThat(stored.entries()).isEmpty();
        assertThat(stored.summary().version()).isEqualTo(2);
    }

    @Test
    default void refusesASnapshotOfWhatHasNotHappenedOrFromWhoLostTheExecution() {
        ExecutionId id = started(ALICE);

        assertFails(journal().compact(id, new Fence(ALICE, 1), new Snapshot(2, bytes("x"))))
                .isInstanceOf(JournalException.VersionConflict.class);
        assertFails(journal().compact(id, new Fence(BOB, 1), new Snapshot(1, bytes("x"))))
                .isInstanceOf(JournalException.FencedOff.class);
        assertFails(journal()
                        .compact(new ExecutionId(UUID.randomUUID()), new Fence(ALICE, 1), new Snapshot(1, bytes("x"))))
                .isInstanceOf(JournalException.Unknown.class);
        assertThat(journal().read(id).orElseThrow().snapshot()).isEmpty();
    }

    @Test
    default void aClosedJournalRefusesEverything() {
        RunnerRegistration alice = journal().register(ALICE);
        ExecutionId id = started(ALICE);
        journal().close();
        journal().close();

        assertFails(journal().append(append(id, 1, new Fence(ALICE, 1)))).isInstanceOf(JournalException.Closed.class);
        assertFails(journal().create("web", "sha256:1", first(new ExecutionId(UUID.randomUUID()), ALICE)))
                .isInstanceOf(JournalException.Closed.class);
        assertFails(journal().compact(id, new Fence(ALICE, 1), new Snapshot(1, bytes("x"))))
                .isInstanceOf(JournalException.Closed.class);
        List<Runnable> calls = List.of(
                () -> journal().register(BOB),
                () -> journal().take(id, BOB),
                () -> journal().release(id, new Fence(ALICE, 1)),
                () -> journal().read(id),
                () -> journal().entriesAfter(id, 0),
                () -> journal().list(ExecutionQuery.open()),
                () -> journal().holder(id),
                () -> journal().pin("sha256:1", bytes("x")),
                () -> journal().pinned("sha256:1"),
                () -> journal().send(id, bytes("x"), NOON),
                () -> journal().signals(id),
                () -> journal().signalled());
        for (Runnable call : calls) {
            assertThatThrownBy(call::run).isInstanceOf(JournalException.Closed.class);
        }
        alice.close();
    }

    private ExecutionId created(String pipeline, boolean ended) {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        Append append = new AppendBuilder(id, 0, new Fence(ALICE, 1))
                .status(ended ? "SUCCEEDED" : "RUNNING", ended, "")
                .build();
        journal().create(pipeline, "sha256:1", append).join();
        return id;
    }

    private List<ExecutionId> listed(ExecutionQuery query) {
        return journal().list(query).stream().map(ExecutionSummary::id).toList();
    }
}

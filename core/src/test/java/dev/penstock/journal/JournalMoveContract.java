package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Executions that go on in another journal. */
interface JournalMoveContract extends JournalFixture {

    /** An execution with everything that one can have, released. */
    default ExecutionId rich() {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        Fence fence = new Fence(ALICE, 1);
        journal().pin("sha256:rich", bytes("the definition"));
        journal().create("web", "sha256:rich", first(id, ALICE)).join();
        journal()
                .append(new AppendBuilder(id, 1, fence)
                        .at(NOON.plusNanos(1))
                        .status("RUNNING", false, "Deploy")
                        .acquire("web/Deploy " + id)
                        .await("web/Smoke " + id)
                        .build())
                .join();
        journal().compact(id, fence, new Snapshot(2, bytes("state"))).join();
        journal().append(append(id, 2, fence)).join();
        journal().send(id, bytes("one"), NOON);
        journal().send(id, bytes("two"), NOON.plusSeconds(1));
        journal().release(id, fence, new Wakeup(Optional.of(NOON.plusSeconds(9)), Set.of("stack:web", "x")));
        return id;
    }

    default WholeExecution whole(ExecutionId id) {
        return journal().whole(id).orElseThrow();
    }

    /** The same under another id, with claims of its own. */
    static WholeExecution renamed(WholeExecution whole, ExecutionId id) {
        ExecutionSummary was = whole.stored().summary();
        ExecutionSummary summary = new ExecutionSummary(
                id,
                was.pipeline(),
                was.definition(),
                was.status(),
                was.ended(),
                was.detail(),
                was.version(),
                was.startedAt(),
                was.updatedAt());
        return new WholeExecution(
                new StoredExecution(
                        summary, whole.stored().snapshot(), whole.stored().entries()),
                whole.definition(),
                whole.signals(),
                whole.claims().stream()
                        .map(claim -> new WholeExecution.OwnClaim(claim.name() + "'", claim.holds()))
                        .toList(),
                whole.wakeup(),
                whole.movedTo());
    }

    @Test
    default void anExecutionIsReadWithAllThatBelongsToIt() {
        ExecutionId id = rich();

        WholeExecution whole = whole(id);

        assertThat(JournalModelRun.show(whole.stored()))
                .isEqualTo(JournalModelRun.show(journal().read(id).orElseThrow()));
        assertThat(whole.definition())
                .hasValueSatisfying(document -> assertThat(text(document)).isEqualTo("the definition"));
        assertThat(whole.signals()).extracting(signal -> text(signal.payload())).containsExactly("one", "two");
        assertThat(whole.claims())
                .containsExactlyInAnyOrder(
                        new WholeExecution.OwnClaim("web/Deploy " + id, true),
                        new WholeExecution.OwnClaim("web/Smoke " + id, false));
        assertThat(whole.wakeup()).contains(new Wakeup(Optional.of(NOON.plusSeconds(9)), Set.of("stack:web", "x")));
        assertThat(whole.movedTo()).isEmpty();
        assertThat(journal().whole(new ExecutionId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    default void whatIsRestoredIsTheSame() {
        ExecutionId was = rich();
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        WholeExecution renamed = renamed(whole(was), id);

        assertThat(journal().restore(renamed)).isTrue();

        WholeExecution restored = whole(id);
        assertThat(JournalModelRun.show(restored.stored())).isEqualTo(JournalModelRun.show(renamed.stored()));
        assertThat(restored.claims()).containsExactlyInAnyOrderElementsOf(renamed.claims());
        assertThat(restored.wakeup()).isEqualTo(renamed.wakeup());
        assertThat(restored.signals())
                .extracting(signal -> text(signal.payload()) + signal.at())
                .containsExactly("one" + NOON, "two" + NOON.plusSeconds(1));
        assertThat(journal().entriesAfter(id, 0)).hasSize(1);
        assertThat(journal().list(ExecutionQuery.newest(1)))
                .containsExactly(renamed.stored().summary());
    }

    @Test
    default void whatIsRestoredGoesOn() {
        journal().register(BOB);
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        WholeExecution renamed = renamed(whole(rich()), id);
        journal().restore(renamed);

        assertThat(journal().holder(id)).isEmpty();
        assertThat(journal().takeDue(BOB, NOON, 9)).extracting(Taken::execution).contains(id);
        Fence fence = journal().take(id, BOB);
        Committed committed = journal()
                .append(new AppendBuilder(id, 3, fence)
                        .release(renamed.claims().getFirst().name())
                        .release(renamed.claims().getLast().name())
                        .takeIn(whole(id).signals().getFirst().id())
                        .build())
                .join();
        assertThat(committed.version()).isEqualTo(4);
        assertThat(whole(id).claims())
                .extracting(WholeExecution.OwnClaim::holds)
                .containsExactly(false);
        assertThat(whole(id).signals()).hasSize(1);
    }

    @Test
    default void whatIsThereIsNotRestoredTwice() {
        journal().register(BOB);
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        WholeExecution renamed = renamed(whole(rich()), id);
        journal().restore(renamed);

        assertThat(journal().restore(renamed)).isFalse();
        journal().append(append(id, 3, journal().take(id, BOB))).join();
        assertThat(journal().restore(renamed)).isFalse();
        assertThat(whole(id).signals()).hasSize(2);
        assertThat(whole(id).stored().summary().version()).isEqualTo(4);
    }

    @Test
    default void anotherExecutionOfThatIdIsNotOverwritten() {
        WholeExecution other = renamed(whole(rich()), started(ALICE));

        assertThatThrownBy(() -> journal().restore(other)).isInstanceOf(JournalException.Differs.class);
        assertThat(journal().read(other.stored().summary().id()).orElseThrow().entries())
                .hasSize(1);
    }

    @Test
    default void aClaimThatAnotherHasIsNotTakenFromIt() {
        ExecutionId was = rich();
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        WholeExecution renamed = renamed(whole(was), id);
        WholeExecution sameClaims = new WholeExecution(
                renamed.stored(),
                renamed.definition(),
                renamed.signals(),
                whole(was).claims(),
                renamed.wakeup(),
                renamed.movedTo());

        assertThatThrownBy(() -> journal().restore(sameClaims))
                .isInstanceOf(JournalException.ClaimRefused.class)
                .hasMessageContaining(was.toString());
        assertThat(journal().read(id)).isEmpty();
        assertThat(journal().signals(id)).isEmpty();
        assertThat(whole(was).claims()).hasSize(2);
    }

    @Test
    default void whatHasMovedAwayIsDrivenByNobody() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = rich();
        WholeExecution before = whole(id);
        Fence fence = journal().take(id, BOB);
        assertThatThrownBy(() -> journal().moveAway(id, new Fence(ALICE, 1), "elsewhere"))
                .isInstanceOf(JournalException.FencedOff.class);
        assertThatThrownBy(() -> journal().moveAway(new ExecutionId(UUID.randomUUID()), fence, "elsewhere"))
                .isInstanceOf(JournalException.Unknown.class);

        journal().moveAway(id, fence, "postgresql://shop/penstock");

        assertFails(journal().append(append(id, 3, fence))).isInstanceOf(JournalException.FencedOff.class);
        assertThatThrownBy(() -> journal().take(id, BOB))
                .isInstanceOf(JournalException.Moved.class)
                .hasMessageContaining("postgresql://shop/penstock");
        assertThatThrownBy(() -> journal().send(id, bytes("stop"), NOON)).isInstanceOf(JournalException.Moved.class);
        assertThat(journal().takeDue(BOB, NOON.plusSeconds(99), 9)).isEmpty();
        assertThat(journal().nextDue()).isEmpty();
        assertThat(journal().wake("stack:web", NOON)).isEmpty();
        assertThat(journal().holder(id)).isEmpty();
        assertThat(journal().list(ExecutionQuery.open())).isEmpty();
        ExecutionSummary shown =
                journal().list(ExecutionQuery.newest(9)).stream().findFirst().orElseThrow();
        assertThat(shown)
                .isEqualTo(journal().read(id).orElseThrow().summary())
                .extracting(ExecutionSummary::status, ExecutionSummary::ended, ExecutionSummary::detail)
                .containsExactly(Journal.MOVED, true, "postgresql://shop/penstock");
        WholeExecution after = whole(id);
        assertThat(after.movedTo()).contains("postgresql://shop/penstock");
        assertThat(JournalModelRun.show(after.stored())).isEqualTo(JournalModelRun.show(before.stored()));
        assertThat(after.claims()).isEqualTo(before.claims());
        assertThat(after.signals()).hasSize(2);
    }

    @Test
    default void whatHadEndedMovesToo() {
        journal().register(ALICE);
        ExecutionId was = started(ALICE);
        journal()
                .append(new AppendBuilder(was, 1, new Fence(ALICE, 1))
                        .status("SUCCEEDED", true, "")
                        .build())
                .join();
        journal().moveAway(was, journal().take(was, ALICE), "elsewhere");

        ExecutionId id = new ExecutionId(UUID.randomUUID());
        journal().restore(renamed(whole(was), id));

        assertThat(journal().read(id).orElseThrow().summary())
                .extracting(ExecutionSummary::status, ExecutionSummary::ended)
                .isEqualTo(List.of("SUCCEEDED", true));
        assertThat(journal().takeDue(ALICE, NOON, 9)).isEmpty();
    }
}

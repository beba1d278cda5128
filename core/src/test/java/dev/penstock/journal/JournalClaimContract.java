package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Claims: at most one holder, at most one that waits, decided together with the append. */
interface JournalClaimContract extends JournalFixture {

    @Test
    default void aClaimHasOneHolder() {
        ExecutionId first = started(ALICE);
        ExecutionId second = started(ALICE);
        journal().append(next(first, 1).acquire("web/Build").build()).join();

        assertFails(journal().append(next(second, 1).acquire("web/Build").build()))
                .isInstanceOf(JournalException.ClaimRefused.class)
                .hasMessageContaining("web/Build")
                .hasMessageContaining(first.toString());
        journal().append(next(second, 1).acquire("web/Deploy").build()).join();
    }

    @Test
    default void aRefusedClaimLeavesNothingOfItsAppend() {
        ExecutionId first = started(ALICE);
        ExecutionId second = started(ALICE);
        SignalId signal = journal().send(second, bytes("stop"), NOON);
        journal().append(next(first, 1).acquire("b").build()).join();

        assertFails(journal()
                        .append(next(second, 1)
                                .acquire("a")
                                .acquire("b")
                                .takeIn(signal)
                                .status("SUCCEEDED", true, "")
                                .build()))
                .isInstanceOf(JournalException.ClaimRefused.class);

        StoredExecution stored = journal().read(second).orElseThrow();
        assertThat(stored.summary().version()).isEqualTo(1);
        assertThat(stored.summary().ended()).isFalse();
        assertThat(journal().signals(second)).hasSize(1);
        journal().append(next(first, 2).acquire("a").build()).join();
    }

    @Test
    default void acquiringAgainWhatOneHoldsIsNotRefused() {
        ExecutionId id = started(ALICE);
        journal().append(next(id, 1).acquire("a").build()).join();
        journal().append(next(id, 2).acquire("a").build()).join();
    }

    @Test
    default void aClaimCanBeMadeWhenAnExecutionIsCreated() {
        ExecutionId holder = started(ALICE);
        journal().append(next(holder, 1).acquire("a").build()).join();
        ExecutionId refused = new ExecutionId(UUID.randomUUID());

        assertFails(journal()
                        .create("web", "sha256:1", next(refused, 0).acquire("a").build()))
                .isInstanceOf(JournalException.ClaimRefused.class);
        assertThat(journal().read(refused)).isEmpty();
        Committed waiting = journal()
                .create("web", "sha256:1", next(refused, 0).await("a").build())
                .join();
        assertThat(waiting.version()).isEqualTo(1);
    }

    @Test
    default void aReleasedClaimFreesWhoWaitsForIt() {
        ExecutionId holder = started(ALICE);
        ExecutionId waiter = started(ALICE);
        journal().append(next(holder, 1).acquire("a").acquire("b").build()).join();
        journal().append(next(waiter, 1).await("a").build()).join();

        Committed released = journal()
                .append(next(holder, 2).release("b").release("a").build())
                .join();

        assertThat(released.freed()).containsExactly(waiter);
        assertThat(released.displaced()).isEmpty();
        journal().append(next(waiter, 2).acquire("a").build()).join();
        assertFails(journal().append(next(holder, 3).acquire("a").build()))
                .isInstanceOf(JournalException.ClaimRefused.class);
    }

    @Test
    default void nobodyOvertakesWhoWaits() {
        ExecutionId holder = started(ALICE);
        ExecutionId waiter = started(ALICE);
        ExecutionId other = started(ALICE);
        journal().append(next(holder, 1).acquire("a").build()).join();
        journal().append(next(waiter, 1).await("a").build()).join();
        journal().append(next(holder, 2).release("a").build()).join();

        assertFails(journal().append(next(other, 1).acquire("a").build()))
                .isInstanceOf(JournalException.ClaimRefused.class)
                .hasMessageContaining(waiter.toString());
    }

    @Test
    default void aNewerWaiterDisplacesTheOneBefore() {
        ExecutionId holder = started(ALICE);
        ExecutionId older = started(ALICE);
        ExecutionId newer = started(ALICE);
        journal().append(next(holder, 1).acquire("a").build()).join();
        assertThat(journal().append(next(older, 1).await("a").build()).join().displaced())
                .isEmpty();

        Committed awaited = journal().append(next(newer, 1).await("a").build()).join();

        assertThat(awaited.displaced()).containsExactly(older);
        assertThat(journal().signalled()).containsExactly(older);
        assertThat(journal().signals(older)).singleElement().satisfies(told -> {
            assertThat(text(told.payload())).isEqualTo("displaced from a");
            assertThat(told.at()).isEqualTo(NOON);
        });
        assertThat(journal().append(next(holder, 2).release("a").build()).join().freed())
                .containsExactly(newer);
    }

    @Test
    default void anAppendThatIsRefusedDisplacesNobody() {
        ExecutionId holder = started(ALICE);
        ExecutionId waiter = started(ALICE);
        ExecutionId other = started(ALICE);
        journal().append(next(holder, 1).acquire("a").build()).join();
        journal().append(next(waiter, 1).await("a").build()).join();

        assertFails(journal().append(next(other, 1).await("a").acquire("a").build()))
                .isInstanceOf(JournalException.ClaimRefused.class);

        assertThat(journal().signalled()).isEmpty();
    }

    @Test
    default void awaitingAgainDisplacesNobody() {
        ExecutionId id = started(ALICE);
        journal().append(next(id, 1).await("a").build()).join();

        assertThat(journal().append(next(id, 2).await("a").build()).join().displaced())
                .isEmpty();
    }

    @Test
    default void whoStopsAwaitingIsNoLongerFreedAndNoLongerInTheWay() {
        ExecutionId holder = started(ALICE);
        ExecutionId waiter = started(ALICE);
        journal().append(next(holder, 1).acquire("a").build()).join();
        journal().append(next(waiter, 1).await("a").build()).join();
        journal().append(next(waiter, 2).stopAwaiting("a").build()).join();

        assertThat(journal().append(next(holder, 2).release("a").build()).join().freed())
                .isEmpty();
        journal().append(next(holder, 3).acquire("a").build()).join();
    }

    @Test
    default void releasingOrLeavingWhatIsAnothersDoesNothing() {
        ExecutionId holder = started(ALICE);
        ExecutionId waiter = started(ALICE);
        ExecutionId other = started(ALICE);
        journal().append(next(holder, 1).acquire("a").build()).join();
        journal().append(next(waiter, 1).await("a").build()).join();

        Committed nothing = journal()
                .append(next(other, 1)
                        .release("a")
                        .stopAwaiting("a")
                        .release("never made")
                        .build())
                .join();

        assertThat(nothing.freed()).isEmpty();
        assertFails(journal().append(next(other, 2).acquire("a").build()))
                .isInstanceOf(JournalException.ClaimRefused.class)
                .hasMessageContaining(holder.toString());
    }

    @Test
    default void changesAreMadeInTheirOrder() {
        ExecutionId holder = started(ALICE);
        ExecutionId waiter = started(ALICE);
        journal().append(next(holder, 1).acquire("a").build()).join();
        journal().append(next(waiter, 1).await("a").build()).join();

        Committed swapped = journal()
                .append(next(holder, 2).release("a").await("a").build())
                .join();

        assertThat(swapped.displaced()).containsExactly(waiter);
        assertThat(swapped.freed()).containsExactly(holder);
    }

    @Test
    default void anExecutionThatEndsKeepsItsClaimsUntilTheyAreReleased() {
        ExecutionId ended = started(ALICE);
        ExecutionId other = started(ALICE);
        journal()
                .append(next(ended, 1).acquire("a").status("FAILED", true, "").build())
                .join();

        assertFails(journal().append(next(other, 1).acquire("a").build()))
                .isInstanceOf(JournalException.ClaimRefused.class);
    }

    private static AppendBuilder next(ExecutionId id, long expectedVersion) {
        return new AppendBuilder(id, expectedVersion, new Fence(ALICE, 1));
    }
}

package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runners: who holds an execution, how it changes hands, and that the store refuses the one who lost it. */
interface JournalHoldingContract extends JournalFixture {

    @Test
    default void whoCreatesAnExecutionHoldsIt() {
        RunnerRegistration alice = journal().register(ALICE);
        ExecutionId id = started(ALICE);

        assertThat(alice.runner()).isEqualTo(ALICE);
        assertThat(alice.firstFence()).isEqualTo(new Fence(ALICE, 1));
        assertThat(journal().holder(id)).contains(ALICE);
        assertThat(journal().take(id, ALICE)).isEqualTo(new Fence(ALICE, 1));
    }

    @Test
    default void anExecutionThatALiveRunnerHoldsCannotBeTaken() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);

        assertThatThrownBy(() -> journal().take(id, BOB))
                .isInstanceOfSatisfying(
                        JournalException.Held.class,
                        held -> assertThat(held.holder()).isEqualTo(ALICE));
        journal().append(append(id, 1, new Fence(ALICE, 1))).join();
    }

    @Test
    default void anExecutionOfADeadRunnerCanBeTakenAndTheDeadOneIsRefused() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);

        endProcessOf(ALICE);

        assertThat(journal().holder(id)).isEmpty();
        Fence fence = journal().take(id, BOB);
        assertThat(fence).isEqualTo(new Fence(BOB, 2));
        assertThat(journal().holder(id)).contains(BOB);
        assertFails(journal().append(append(id, 1, new Fence(ALICE, 1))))
                .isInstanceOf(JournalException.FencedOff.class)
                .hasMessageContaining("bob");
        journal().append(append(id, 1, fence)).join();
        assertThat(journal().read(id).orElseThrow().entries()).hasSize(2);
    }

    @Test
    default void aRunnerThatIsTakenForDeadGoesOnUntilAnotherTakes() {
        journal().register(ALICE);
        ExecutionId id = started(ALICE);

        endProcessOf(ALICE);

        journal().append(append(id, 1, new Fence(ALICE, 1))).join();
        assertThat(journal().read(id).orElseThrow().summary().version()).isEqualTo(2);
    }

    @Test
    default void aRunnerThatWasNeverRegisteredCountsAsNotAlive() {
        journal().register(BOB);
        ExecutionId id = started(ALICE);

        assertThat(journal().holder(id)).isEmpty();
        assertThat(journal().take(id, BOB)).isEqualTo(new Fence(BOB, 2));
    }

    @Test
    default void whatWasGivenBackCanBeTakenAtOnceAndTheOldFenceIsRefused() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);

        journal().release(id, new Fence(ALICE, 1));

        assertThat(journal().holder(id)).isEmpty();
        assertFails(journal().append(append(id, 1, new Fence(ALICE, 1))))
                .isInstanceOf(JournalException.FencedOff.class)
                .hasMessageContaining("given back");
        assertThat(journal().take(id, BOB)).isEqualTo(new Fence(BOB, 2));
    }

    @Test
    default void theFenceGrowsAlsoWhenTheSameRunnerTakesAgain() {
        journal().register(ALICE);
        ExecutionId id = started(ALICE);
        journal().release(id, new Fence(ALICE, 1));

        Fence fence = journal().take(id, ALICE);

        assertThat(fence).isEqualTo(new Fence(ALICE, 2));
        assertFails(journal().append(append(id, 1, new Fence(ALICE, 1))))
                .isInstanceOf(JournalException.FencedOff.class);
    }

    @Test
    default void givingBackWithAnOldFenceDoesNothing() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        journal().release(id, new Fence(ALICE, 1));
        journal().take(id, BOB);

        journal().release(id, new Fence(ALICE, 1));
        journal().release(id, new Fence(BOB, 1));
        journal().release(new ExecutionId(UUID.randomUUID()), new Fence(BOB, 1));

        assertThat(journal().holder(id)).contains(BOB);
    }

    @Test
    default void aRegistrationThatIsClosedGivesBackAllItsExecutions() {
        RunnerRegistration alice = journal().register(ALICE);
        journal().register(BOB);
        ExecutionId first = started(ALICE);
        ExecutionId second = started(ALICE);
        ExecutionId bobs = started(BOB);

        alice.close();
        alice.close();

        assertThat(journal().take(first, BOB)).isEqualTo(new Fence(BOB, 2));
        assertThat(journal().take(second, BOB)).isEqualTo(new Fence(BOB, 2));
        assertThat(journal().take(bobs, BOB)).isEqualTo(new Fence(BOB, 1));
    }

    @Test
    default void aRunnerIsRegisteredOnceAtATime() {
        RunnerRegistration alice = journal().register(ALICE);

        assertThatThrownBy(() -> journal().register(ALICE)).isInstanceOf(IllegalStateException.class);
        alice.close();
        journal().register(ALICE);
    }

    @Test
    default void anExecutionThatHasEndedIsNobodysAndCanBeTakenAgain() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        journal()
                .append(new AppendBuilder(id, 1, new Fence(ALICE, 1))
                        .status("FAILED", true, "Build")
                        .build())
                .join();

        assertThat(journal().holder(id)).isEmpty();
        assertFails(journal().append(append(id, 2, new Fence(ALICE, 1))))
                .isInstanceOf(JournalException.FencedOff.class);
        Fence fence = journal().take(id, BOB);
        journal()
                .append(new AppendBuilder(id, 2, fence)
                        .status("RUNNING", false, "Build")
                        .build())
                .join();
        assertThat(journal().read(id).orElseThrow().summary().ended()).isFalse();
        assertThat(journal().holder(id)).contains(BOB);
    }

    @Test
    default void anUnknownExecutionCannotBeTaken() {
        assertThatThrownBy(() -> journal().take(new ExecutionId(UUID.randomUUID()), ALICE))
                .isInstanceOf(JournalException.Unknown.class);
    }

    @Test
    default void theFenceIsJudgedBeforeTheVersion() {
        journal().register(ALICE);
        ExecutionId id = started(ALICE);

        assertFails(journal().append(append(id, 7, new Fence(BOB, 1)))).isInstanceOf(JournalException.FencedOff.class);
    }
}

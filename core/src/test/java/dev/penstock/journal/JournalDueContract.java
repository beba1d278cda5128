package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Executions that nobody holds: which of them are due, and that each is taken by one alone. */
interface JournalDueContract extends JournalFixture {

    Instant LATER = NOON.plusSeconds(60);

    /** An execution that a runner who is gone by now released with a wakeup. */
    default ExecutionId released(Wakeup wakeup) {
        ExecutionId id = started(ALICE);
        journal().release(id, new Fence(ALICE, 1), wakeup);
        return id;
    }

    default List<ExecutionId> due(Instant now) {
        return journal().takeDue(BOB, now, 100).stream().map(Taken::execution).toList();
    }

    @Test
    default void whatALiveRunnerHoldsIsNotDue() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        journal().send(id, bytes("hello"), NOON);

        assertThat(due(LATER)).isEmpty();
        assertThat(journal().nextDue()).isEmpty();
    }

    @Test
    default void whatIsDueIsTakenWithANewFenceAndIsDueNoMore() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        journal().release(id, new Fence(ALICE, 1));

        assertThat(journal().nextDue()).hasValueSatisfying(at -> assertThat(at).isBeforeOrEqualTo(Instant.EPOCH));
        assertThat(journal().takeDue(BOB, NOON, 100)).containsExactly(new Taken(id, new Fence(BOB, 2)));

        assertThat(journal().holder(id)).contains(BOB);
        assertThat(due(NOON)).isEmpty();
        assertThat(journal().nextDue()).isEmpty();
        assertFails(journal().append(append(id, 1, new Fence(ALICE, 1))))
                .isInstanceOf(JournalException.FencedOff.class);
        journal().append(append(id, 1, new Fence(BOB, 2))).join();
    }

    @Test
    default void whatIsReleasedUntilATimeIsDueFromThenOn() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = released(Wakeup.at(LATER));

        assertThat(journal().holder(id)).isEmpty();
        assertThat(journal().nextDue()).contains(LATER);
        assertThat(due(LATER.minusMillis(1))).isEmpty();
        assertThat(due(LATER)).containsExactly(id);
    }

    @Test
    default void whatIsReleasedUntilASignalIsDueWithTheSignal() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = released(Wakeup.onSignal());

        assertThat(journal().nextDue()).isEmpty();
        assertThat(due(Instant.parse("2100-01-01T00:00:00Z"))).isEmpty();
        journal().send(id, bytes("approved"), NOON);
        assertThat(journal().nextDue()).isPresent();
        assertThat(due(NOON)).containsExactly(id);
    }

    @Test
    default void aSignalThatCameBeforeTheReleaseIsNotLost() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        journal().send(id, bytes("approved"), NOON);
        journal().release(id, new Fence(ALICE, 1), Wakeup.at(LATER));

        assertThat(due(NOON)).containsExactly(id);
    }

    @Test
    default void aSignalThatWasTakenInMakesNothingDue() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        SignalId signal = journal().send(id, bytes("approved"), NOON);
        journal()
                .append(new AppendBuilder(id, 1, new Fence(ALICE, 1))
                        .takeIn(signal)
                        .build())
                .join();
        journal().release(id, new Fence(ALICE, 1), Wakeup.onSignal());

        assertThat(due(LATER)).isEmpty();
    }

    @Test
    default void aSignalThatWasHeardMakesNothingDueButTheNextDoes() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        SignalId signal = journal().send(id, bytes("approved"), NOON);
        journal().release(id, new Fence(ALICE, 1), new Wakeup(Optional.of(LATER), Set.of(), Set.of(signal)));

        assertThat(journal().nextDue()).contains(LATER);
        assertThat(due(NOON)).isEmpty();
        journal().send(id, bytes("approved once more"), NOON);
        assertThat(due(NOON)).containsExactly(id);
    }

    @Test
    default void whatADeadRunnerHeldIsDue() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        endProcessOf(ALICE);

        assertThat(journal().nextDue()).isPresent();
        List<Taken> taken = journal().takeDue(BOB, NOON, 100);
        assertThat(taken).extracting(Taken::execution).containsExactly(id);
        assertThat(taken).extracting(Taken::fence).containsExactly(new Fence(BOB, 2));
        assertThat(taken.getFirst().from()).contains(ALICE);
        assertFails(journal().append(append(id, 1, new Fence(ALICE, 1))))
                .isInstanceOf(JournalException.FencedOff.class);
    }

    @Test
    default void whatARunnerHeldThatWasNeverRegisteredIsDue() {
        journal().register(BOB);
        ExecutionId id = started(ALICE);

        assertThat(due(NOON)).containsExactly(id);
    }

    @Test
    default void whatAClosedRunnerHeldIsDueAndWhatItHadReleasedIsNot() {
        RunnerRegistration alice = journal().register(ALICE);
        journal().register(BOB);
        released(Wakeup.at(LATER));
        ExecutionId held = started(ALICE);
        alice.close();

        assertThat(due(NOON)).containsExactly(held);
    }

    @Test
    default void takingTakesTheWakeupAway() {
        journal().register(ALICE);
        RunnerRegistration bob = journal().register(BOB);
        RunnerId carol = new RunnerId("carol");
        journal().register(carol);
        ExecutionId taken = released(Wakeup.at(LATER));
        ExecutionId takenWhenDue = released(Wakeup.at(NOON));
        journal().take(taken, BOB);
        assertThat(due(NOON)).containsExactly(takenWhenDue);
        assertThat(journal().nextDue()).isEmpty();
        bob.close();

        assertThat(journal().takeDue(carol, NOON, 100))
                .containsExactlyInAnyOrder(
                        new Taken(taken, new Fence(carol, 3)), new Taken(takenWhenDue, new Fence(carol, 3)));
    }

    @Test
    default void aReleaseWithAnOldFenceDoesNothing() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        journal().release(id, new Fence(ALICE, 2), Wakeup.now());
        journal().release(id, new Fence(BOB, 1), Wakeup.now());
        journal().release(new ExecutionId(UUID.randomUUID()), new Fence(ALICE, 1), Wakeup.now());

        assertThat(journal().holder(id)).contains(ALICE);
        journal().append(append(id, 1, new Fence(ALICE, 1))).join();
        journal().release(id, new Fence(ALICE, 1), Wakeup.at(LATER));
        journal().release(id, new Fence(ALICE, 1));
        assertThat(due(NOON)).isEmpty();
    }

    @Test
    default void whatHasEndedIsNeverDue() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = started(ALICE);
        journal()
                .append(new AppendBuilder(id, 1, new Fence(ALICE, 1))
                        .status("FAILED", true, "")
                        .build())
                .join();
        journal().send(id, bytes("retry"), NOON);

        assertThat(due(LATER)).isEmpty();
        Fence fence = journal().take(id, ALICE);
        journal().release(id, fence);
        assertThat(due(LATER)).isEmpty();
        assertThat(journal().nextDue()).isEmpty();
    }

    @Test
    default void aClaimThatIsFreedMakesWhoWaitsForItDue() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId holder = started(ALICE);
        change(holder, 1, builder -> builder.acquire("web/Deploy"));
        ExecutionId waiting = started(ALICE);
        change(waiting, 1, builder -> builder.await("web/Deploy"));
        journal().release(waiting, new Fence(ALICE, 1), Wakeup.onSignal());

        assertThat(due(LATER)).isEmpty();
        change(holder, 2, builder -> builder.release("web/Deploy"));
        assertThat(journal().nextDue()).isPresent();
        assertThat(due(LATER)).containsExactly(waiting);
    }

    @Test
    default void aClaimThatWasFreedBeforeTheReleaseIsNotLost() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId waiting = started(ALICE);
        change(waiting, 1, builder -> builder.await("web/Deploy"));
        ExecutionId acquired = started(ALICE);
        change(acquired, 1, builder -> builder.await("web/Test"));
        change(acquired, 2, builder -> builder.acquire("web/Test"));
        journal().release(waiting, new Fence(ALICE, 1), Wakeup.onSignal());
        journal().release(acquired, new Fence(ALICE, 1), Wakeup.onSignal());

        assertThat(due(LATER)).containsExactly(waiting);
    }

    @Test
    default void whoeverIsDisplacedIsDue() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId holder = started(ALICE);
        change(holder, 1, builder -> builder.acquire("web/Deploy"));
        ExecutionId waiting = started(ALICE);
        change(waiting, 1, builder -> builder.await("web/Deploy"));
        journal().release(waiting, new Fence(ALICE, 1), Wakeup.onSignal());
        ExecutionId newer = started(ALICE);

        change(newer, 1, builder -> builder.await("web/Deploy"));

        assertThat(due(LATER)).containsExactly(waiting);
    }

    private void change(ExecutionId id, long version, Consumer<AppendBuilder> how) {
        AppendBuilder builder = new AppendBuilder(id, version, new Fence(ALICE, 1));
        how.accept(builder);
        journal().append(builder.build()).join();
    }

    @Test
    default void theEarliestIsTakenFirstAndNotMoreThanAskedFor() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId third = released(Wakeup.at(NOON.plusSeconds(3)));
        ExecutionId first = released(Wakeup.at(NOON.plusSeconds(1)));
        released(Wakeup.at(NOON.plus(Duration.ofDays(1))));
        ExecutionId second = released(Wakeup.at(NOON.plusSeconds(2)));

        assertThat(journal().nextDue()).contains(NOON.plusSeconds(1));
        assertThat(journal().takeDue(BOB, LATER, 2))
                .extracting(Taken::execution)
                .containsExactly(first, second);
        assertThat(journal().takeDue(BOB, LATER, 2))
                .extracting(Taken::execution)
                .containsExactly(third);
        assertThat(journal().takeDue(BOB, LATER, 2)).isEmpty();
    }

    @Test
    default void onlyARegisteredRunnerTakesWhatIsDueAndAtLeastOne() {
        journal().register(ALICE);
        RunnerRegistration bob = journal().register(BOB);
        ExecutionId id = released(Wakeup.now());
        assertThatThrownBy(() -> journal().takeDue(BOB, NOON, 0)).isInstanceOf(IllegalArgumentException.class);
        bob.close();

        assertThatThrownBy(() -> journal().takeDue(BOB, NOON, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(journal().holder(id)).isEmpty();
    }

    @Test
    default void newsOfAResourceWakesThoseThatWaitForIt() {
        journal().register(ALICE);
        journal().register(BOB);
        Set<String> stack = Set.of("stack:web", "service:web");
        ExecutionId one = released(new Wakeup(Optional.of(LATER), stack));
        ExecutionId other = released(new Wakeup(Optional.empty(), stack));
        released(new Wakeup(Optional.of(LATER), Set.of("stack:api")));
        ExecutionId held = started(ALICE);

        assertThat(journal().wake("stack:nothing", NOON)).isEmpty();
        assertThat(journal().wake("stack:web", NOON)).containsExactlyInAnyOrder(one, other);
        assertThat(journal().nextDue()).contains(NOON);
        assertThat(due(NOON.minusMillis(1))).isEmpty();
        assertThat(journal().wake("service:web", NOON)).containsExactlyInAnyOrder(one, other);
        assertThat(due(NOON)).containsExactlyInAnyOrder(one, other).doesNotContain(held);
        assertThat(journal().wake("stack:web", NOON)).isEmpty();
    }

    @Test
    default void newsOfAResourceDoesNotPutOffWhatIsDueEarlier() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId id = released(new Wakeup(Optional.of(NOON), Set.of("stack:web")));

        journal().wake("stack:web", LATER);

        assertThat(due(NOON)).containsExactly(id);
    }

    @Test
    default void aResourceOfTheGreatestLengthIsFound() {
        journal().register(ALICE);
        String longest = "ä".repeat(Wakeup.LONGEST_RESOURCE);
        ExecutionId id = released(new Wakeup(Optional.empty(), Set.of(longest)));

        assertThat(journal().wake(longest, NOON)).containsExactly(id);
    }

    @Test
    default void listeningToNewsDoesNoHarmAndEnds() {
        journal().register(ALICE);
        ExecutionId id = released(Wakeup.onSignal());
        try (Subscription news = journal().onNews(told -> assertThat(told).isEqualTo(id))) {
            journal().send(id, bytes("approved"), NOON);
            news.close();
        }
        journal().send(started(ALICE), bytes("approved"), NOON);
    }
}

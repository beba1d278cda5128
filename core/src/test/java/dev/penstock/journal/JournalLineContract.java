package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Executions that line up for a claim: each gets it in its turn, whatever becomes of the others. */
interface JournalLineContract extends JournalFixture {

    /** The next append of an execution, as whoever holds it. */
    default AppendBuilder next(ExecutionId id) {
        long version = journal().read(id).orElseThrow().summary().version();
        return new AppendBuilder(id, version, journal().take(id, ALICE));
    }

    default Committed make(AppendBuilder append) {
        return journal().append(append.build()).join();
    }

    /** A new execution that holds a claim. */
    default ExecutionId holding(String claim) {
        ExecutionId holder = started(ALICE);
        make(next(holder).acquire(claim));
        return holder;
    }

    /** New executions that wait for a claim, in order. */
    default List<ExecutionId> line(String claim, int length) {
        return Stream.generate(() -> {
                    ExecutionId waiter = started(ALICE);
                    assertThat(make(next(waiter).lineUp(claim)).displaced()).isEmpty();
                    return waiter;
                })
                .limit(length)
                .toList();
    }

    @Test
    default void thoseWhoLineUpGetTheClaimInTheirOrder() {
        ExecutionId holder = holding("a");
        List<ExecutionId> line = line("a", 4);
        assertThat(journal().claim("a")).isEqualTo(new Claim(Optional.of(holder), line));
        assertThat(journal().signalled()).isEmpty();

        for (int turn = 0; turn < 4; turn++) {
            assertThat(make(next(holder).release("a")).freed()).containsExactly(line.get(turn));
            for (ExecutionId tooEarly : line.subList(turn + 1, 4)) {
                assertFails(journal().append(next(tooEarly).acquire("a").build()))
                        .isInstanceOf(JournalException.ClaimRefused.class)
                        .hasMessageContaining(line.get(turn).toString());
            }
            holder = line.get(turn);
            make(next(holder).acquire("a"));
        }
        assertThat(journal().claim("a").waiting()).isEmpty();
    }

    @Test
    default void whoLinesUpTwiceKeepsItsPlace() {
        holding("a");
        List<ExecutionId> line = line("a", 3);

        make(next(line.getFirst()).lineUp("a"));

        assertThat(journal().claim("a").waiting()).isEqualTo(line);
    }

    @Test
    default void whoLeavesTheMiddleIsNoLongerInTheLine() {
        ExecutionId holder = holding("a");
        List<ExecutionId> line = line("a", 3);

        assertThat(make(next(line.get(1)).stopAwaiting("a").status("STOPPED", true, ""))
                        .freed())
                .isEmpty();

        assertThat(journal().claim("a").waiting()).containsExactly(line.get(0), line.get(2));
        assertThat(make(next(holder).release("a")).freed()).containsExactly(line.getFirst());
        make(next(line.getFirst()).acquire("a"));
        assertThat(make(next(line.getFirst()).release("a")).freed()).containsExactly(line.getLast());
    }

    @Test
    default void whoIsCalledAndLeavesCallsTheNext() {
        ExecutionId holder = holding("a");
        List<ExecutionId> line = line("a", 3);
        make(next(holder).release("a"));

        assertThat(make(next(line.getFirst()).stopAwaiting("a")).freed()).containsExactly(line.get(1));
        make(next(line.get(1)).acquire("a"));
    }

    @Test
    default void whoLinesUpForWhatIsFreeIsCalledAtOnce() {
        ExecutionId waiter = started(ALICE);

        assertThat(make(next(waiter).lineUp("a")).freed()).containsExactly(waiter);
    }

    @Test
    default void onlyTheNextIsDueWhenAClaimIsFree() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId holder = holding("a");
        List<ExecutionId> line = line("a", 3);
        line.forEach(each -> journal().release(each, new Fence(ALICE, 1), Wakeup.onSignal()));
        assertThat(journal().takeDue(BOB, NOON, 9)).isEmpty();

        make(next(holder).release("a"));

        assertThat(journal().nextDue()).isPresent();
        assertThat(journal().takeDue(BOB, NOON, 9)).extracting(Taken::execution).containsExactly(line.getFirst());
        assertThat(journal().takeDue(BOB, NOON, 9)).isEmpty();
        Fence fence = journal().take(line.getFirst(), BOB);
        journal()
                .append(new AppendBuilder(line.getFirst(), 2, fence)
                        .stopAwaiting("a")
                        .build())
                .join();
        assertThat(journal().takeDue(BOB, NOON, 9)).extracting(Taken::execution).containsExactly(line.get(1));
    }

    @Test
    default void whoseRunnerDiesComesInItsTurnFromAnother() {
        journal().register(ALICE);
        journal().register(BOB);
        ExecutionId holder = holding("a");
        List<ExecutionId> line = line("a", 2);
        journal().release(line.getLast(), new Fence(ALICE, 1), Wakeup.onSignal());
        journal().release(holder, new Fence(ALICE, 1));
        endProcessOf(ALICE);
        Fence fence = journal().take(holder, BOB);
        journal()
                .append(new AppendBuilder(holder, 2, fence).release("a").build())
                .join();

        assertThat(journal().takeDue(BOB, NOON, 9)).extracting(Taken::execution).containsExactly(line.getFirst());
        Fence second = journal().take(line.getLast(), BOB);
        assertFails(journal()
                        .append(new AppendBuilder(line.getLast(), 2, second)
                                .acquire("a")
                                .build()))
                .isInstanceOf(JournalException.ClaimRefused.class);
        Fence first = journal().take(line.getFirst(), BOB);
        journal()
                .append(new AppendBuilder(line.getFirst(), 2, first)
                        .acquire("a")
                        .release("a")
                        .build())
                .join();
        journal()
                .append(new AppendBuilder(line.getLast(), 2, second)
                        .acquire("a")
                        .build())
                .join();
    }

    @Test
    default void whoWaitsAloneDisplacesTheWholeLine() {
        holding("a");
        List<ExecutionId> line = line("a", 3);
        ExecutionId newer = started(ALICE);

        assertThat(make(next(newer).await("a")).displaced()).isEqualTo(line);

        assertThat(journal().claim("a").waiting()).containsExactly(newer);
        assertThat(journal().signalled()).containsExactlyInAnyOrderElementsOf(line);
        List<ExecutionId> behind = line("a", 1);
        make(next(newer).await("a"));
        assertThat(journal().claim("a").waiting()).containsExactly(newer, behind.getFirst());
    }

    @Test
    default void anExecutionThatIsCreatedLinesUp() {
        ExecutionId holder = holding("a");
        ExecutionId before = line("a", 1).getFirst();
        ExecutionId created = new ExecutionId(UUID.randomUUID());
        journal()
                .create(
                        "web",
                        "sha256:1",
                        new AppendBuilder(created, 0, new Fence(ALICE, 1))
                                .lineUp("a")
                                .build())
                .join();

        assertThat(journal().claim("a").waiting()).containsExactly(before, created);
        assertThat(journal().claim("a").holder()).contains(holder);
    }

    @Test
    default void aClaimThatNobodyHasIsFree() {
        ExecutionId holder = holding("a");
        List<ExecutionId> line = line("a", 2);
        line.forEach(each -> make(next(each).stopAwaiting("a")));
        make(next(holder).release("a"));

        assertThat(journal().claim("a")).isEqualTo(Claim.FREE);
        assertThat(journal().claim("never made")).isEqualTo(Claim.FREE);
    }

    @Test
    default void aLineThatMovesKeepsItsOrder() {
        journal().register(ALICE);
        holding("a");
        List<ExecutionId> line = line("a", 3);
        List<WholeExecution> whole =
                line.stream().map(id -> journal().whole(id).orElseThrow()).toList();
        assertThat(whole)
                .allSatisfy(each -> assertThat(each.claims()).containsExactly(new WholeExecution.OwnClaim("a", false)));

        List<ExecutionId> restored = whole.stream()
                .map(each -> {
                    ExecutionId id = new ExecutionId(UUID.randomUUID());
                    assertThat(journal().restore(JournalMoveContract.renamed(each, id)))
                            .isTrue();
                    return id;
                })
                .toList();

        assertThat(journal().claim("a'").waiting()).isEqualTo(restored);
    }
}

package dev.penstock.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.execution.ExecutionId;
import dev.penstock.testing.InMemoryJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JournalCopyTest {

    private static final RunnerId ALICE = new RunnerId("alice");
    private static final RunnerId BOB = new RunnerId("bob");
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final InMemoryJournal from = new InMemoryJournal();
    private final InMemoryJournal to = new InMemoryJournal();

    private ExecutionId started(String claim) {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        from.pin("d", "the definition".getBytes(UTF_8));
        from.create("web", "d", new AppendBuilder(id, 0, new Fence(ALICE, 1)).build())
                .join();
        from.append(new AppendBuilder(id, 1, new Fence(ALICE, 1)).acquire(claim).build())
                .join();
        return id;
    }

    private List<JournalCopy.Outcome> move(ExecutionId... ids) {
        List<JournalCopy.Outcome> told = new ArrayList<>();
        List<JournalCopy.Outcome> outcomes =
                new JournalCopy(from, to, "elsewhere", new RunnerId("mover")).move(List.of(ids), told::add);
        assertThat(told).isEqualTo(outcomes);
        return outcomes;
    }

    @Test
    void anExecutionGoesOnInTheOtherJournalAndNowhereElse() {
        ExecutionId id = started("web/Deploy");
        from.send(id, "approved".getBytes(UTF_8), NOON);

        assertThat(move(id)).singleElement().isInstanceOfSatisfying(JournalCopy.Outcome.Moved.class, moved -> {
            assertThat(moved.facts()).isEqualTo(2);
            assertThat(moved.digest()).hasSize(64);
            assertThat(moved.before()).isFalse();
        });
        assertThatThrownBy(() -> from.take(id, BOB)).isInstanceOf(JournalException.Moved.class);
        to.register(BOB);
        assertThat(to.takeDue(BOB, NOON, 9)).extracting(Taken::execution).containsExactly(id);
        assertThat(to.pinned("d")).isPresent();
        assertThat(to.signals(id)).hasSize(1);
        assertThat(to.whole(id).orElseThrow().claims()).hasSize(1);
    }

    @Test
    void whatARunnerHoldsIsLeftToIt() {
        from.register(ALICE);
        ExecutionId id = started("a");

        assertThat(move(id)).containsExactly(new JournalCopy.Outcome.Held(id, ALICE));
        assertThat(to.read(id)).isEmpty();
        from.append(new AppendBuilder(id, 2, new Fence(ALICE, 1)).build()).join();
    }

    @Test
    void aMoveThatWasInterruptedIsFinishedByTheNext() {
        ExecutionId id = started("a");
        from.register(BOB);
        from.moveAway(id, from.take(id, BOB), "elsewhere");

        assertThat(move(id)).first().isInstanceOf(JournalCopy.Outcome.Moved.class);
        to.register(ALICE);
        to.append(new AppendBuilder(id, 2, to.take(id, ALICE)).build()).join();
        assertThat(move(id))
                .singleElement()
                .isInstanceOfSatisfying(
                        JournalCopy.Outcome.Moved.class,
                        moved -> assertThat(moved.before()).isTrue());
        assertThat(to.read(id).orElseThrow().summary().version()).isEqualTo(3);
    }

    @Test
    void aLineComesInItsOrderWhateverIsNamedFirst() {
        ExecutionId holder = started("a");
        List<ExecutionId> line = Stream.generate(() -> {
                    ExecutionId id = new ExecutionId(UUID.randomUUID());
                    from.create(
                                    "web",
                                    "d",
                                    new AppendBuilder(id, 0, new Fence(ALICE, 1))
                                            .lineUp("a")
                                            .build())
                            .join();
                    return id;
                })
                .limit(3)
                .toList();

        assertThat(move(line.get(2), line.get(0), holder, line.get(1)))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(JournalCopy.Outcome.Moved.class))
                .first()
                .extracting(JournalCopy.Outcome::id)
                .isEqualTo(holder);

        assertThat(to.claim("a")).isEqualTo(new Claim(Optional.of(holder), line));
    }

    @Test
    void whatMovedElsewhereOrIsUnknownOrMeetsAnotherIsRefused() {
        ExecutionId elsewhere = started("a");
        from.register(BOB);
        from.moveAway(elsewhere, from.take(elsewhere, BOB), "another place");
        ExecutionId unknown = new ExecutionId(UUID.randomUUID());
        ExecutionId claiming = started("b");
        ExecutionId other = new ExecutionId(UUID.randomUUID());
        to.create(
                        "web",
                        "d",
                        new AppendBuilder(other, 0, new Fence(ALICE, 1))
                                .acquire("b")
                                .build())
                .join();

        assertThat(move(elsewhere, unknown, claiming))
                .extracting(JournalCopy.Outcome::id, outcome -> ((JournalCopy.Outcome.Refused) outcome).closed())
                .containsExactlyInAnyOrder(tuple(elsewhere, true), tuple(unknown, false), tuple(claiming, true));
        assertThat(to.read(claiming)).isEmpty();
    }
}

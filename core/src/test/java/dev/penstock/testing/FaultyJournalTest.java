package dev.penstock.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FaultyJournalTest {

    private static final RunnerId ALICE = new RunnerId("alice");
    private static final RunnerId BOB = new RunnerId("bob");
    private static final ExecutionId ID = new ExecutionId(new UUID(1, 2));

    private final InMemoryJournal beneath = new InMemoryJournal();
    private final FaultyJournal journal = new FaultyJournal(beneath);

    @Test
    void diesBeforeAnAppendAndLeavesNothingOfIt() {
        journal.dieBefore(2);
        RunnerRegistration alice = journal.register(ALICE);
        create();

        assertThatThrownBy(() -> append(1)).hasCauseInstanceOf(JournalException.Closed.class);

        assertThat(version()).isEqualTo(1);
        assertThat(journal.isDead()).isTrue();
        assertThatThrownBy(() -> journal.read(ID)).isInstanceOf(JournalException.Closed.class);
        alice.close();
        assertThat(beneath.take(ID, BOB)).isEqualTo(new Fence(BOB, 2));
    }

    @Test
    void diesAfterAnAppendThatNobodyLearnsOf() {
        journal.dieAfter(2);
        journal.register(ALICE);
        create();

        assertThatThrownBy(() -> append(1)).hasCauseInstanceOf(JournalException.Closed.class);

        assertThat(version()).isEqualTo(2);
        assertThatThrownBy(() -> append(2)).hasCauseInstanceOf(JournalException.Closed.class);
        assertThat(beneath.holder(ID)).isEmpty();
    }

    @Test
    void failsAnAppendOnce() {
        journal.fail(2, new JournalException.Unavailable("disk full", new IllegalStateException()));
        create();

        assertThatThrownBy(() -> append(1)).hasCauseInstanceOf(JournalException.Unavailable.class);
        append(1);

        assertThat(version()).isEqualTo(2);
        assertThat(journal.appends()).isEqualTo(3);
    }

    private void create() {
        journal.create("web", "d", new AppendBuilder(ID, 0, new Fence(ALICE, 1)).build())
                .join();
    }

    private void append(long version) {
        journal.append(new AppendBuilder(ID, version, new Fence(ALICE, 1)).build())
                .join();
    }

    private long version() {
        return beneath.read(ID).orElseThrow().summary().version();
    }
}

package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Signals: kept until an append takes them in, in order, once. */
interface JournalSignalContract extends JournalFixture {

    @Test
    default void keepsSignalsInTheOrderOfTheirArrival() {
        ExecutionId first = started(ALICE);
        ExecutionId second = started(ALICE);
        SignalId approve = journal().send(first, bytes("approve"), NOON.plusSeconds(9));
        SignalId other = journal().send(second, bytes("other"), NOON);
        SignalId stop = journal().send(first, bytes("stop"), NOON);

        List<StoredSignal> signals = journal().signals(first);

        assertThat(approve.value()).isLessThan(stop.value());
        assertThat(List.of(approve, other, stop)).doesNotHaveDuplicates();
        assertThat(signals).extracting(StoredSignal::id).containsExactly(approve, stop);
        assertThat(signals).extracting(StoredSignal::at).containsExactly(NOON.plusSeconds(9), NOON);
        assertThat(signals).extracting(signal -> text(signal.payload())).containsExactly("approve", "stop");
        assertThat(journal().signalled()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    default void takesInASignalTogetherWithTheAppend() {
        ExecutionId id = started(ALICE);
        SignalId first = journal().send(id, bytes("1"), NOON);
        SignalId second = journal().send(id, bytes("2"), NOON);

        assertFails(journal()
                        .append(new AppendBuilder(id, 9, new Fence(ALICE, 1))
                                .takeIn(first)
                                .build()))
                .isInstanceOf(JournalException.VersionConflict.class);
        assertThat(journal().signals(id)).hasSize(2);

        journal()
                .append(new AppendBuilder(id, 1, new Fence(ALICE, 1))
                        .takeIn(first)
                        .build())
                .join();
        assertThat(journal().signals(id)).extracting(StoredSignal::id).containsExactly(second);

        journal()
                .append(new AppendBuilder(id, 2, new Fence(ALICE, 1))
                        .takeIn(second)
                        .build())
                .join();
        assertThat(journal().signals(id)).isEmpty();
        assertThat(journal().signalled()).isEmpty();
    }

    @Test
    default void numbersOfSignalsAreNeverUsedAgain() {
        ExecutionId id = started(ALICE);
        SignalId first = journal().send(id, bytes("1"), NOON);
        journal()
                .append(new AppendBuilder(id, 1, new Fence(ALICE, 1))
                        .takeIn(first)
                        .build())
                .join();

        assertThat(journal().send(id, bytes("2"), NOON).value()).isGreaterThan(first.value());
    }

    @Test
    default void anAppendTakesInOnlyItsOwnExecutionsSignals() {
        ExecutionId id = started(ALICE);
        ExecutionId other = started(ALICE);
        SignalId signal = journal().send(other, bytes("1"), NOON);

        journal()
                .append(new AppendBuilder(id, 1, new Fence(ALICE, 1))
                        .takeIn(signal)
                        .takeIn(new SignalId(99))
                        .build())
                .join();

        assertThat(journal().signals(other)).hasSize(1);
    }

    @Test
    default void anExecutionThatHasEndedCanBeSignalled() {
        ExecutionId id = started(ALICE);
        journal()
                .append(new AppendBuilder(id, 1, new Fence(ALICE, 1))
                        .status("FAILED", true, "")
                        .build())
                .join();

        journal().send(id, bytes("retry"), NOON);

        assertThat(journal().signals(id)).hasSize(1);
        assertThat(journal().signalled()).containsExactly(id);
    }

    @Test
    default void anUnknownExecutionCannotBeSignalled() {
        assertThatThrownBy(() -> journal().send(new ExecutionId(UUID.randomUUID()), bytes("stop"), NOON))
                .isInstanceOf(JournalException.Unknown.class);
    }
}

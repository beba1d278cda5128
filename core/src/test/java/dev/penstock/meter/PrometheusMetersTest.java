package dev.penstock.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PrometheusMetersTest {

    private final PrometheusMeters meters = new PrometheusMeters();

    @Test
    void metersAreWrittenAsPrometheusReadsThemUnderMicrometersNames() {
        meters.counter("penstock.executions.ended", "Ended.", Map.of("outcome", "failed"))
                .increment();
        meters.counter("penstock.executions.ended", "Ended.", Map.of("outcome", "failed"))
                .increment();
        meters.counter("penstock.executions.ended", "Ended.", Map.of("outcome", "a \"b\"\n\\c"))
                .increment();
        meters.gauge("penstock.executions.held", "Held.", () -> 2.5);
        Meters.Timer timer = meters.timer("penstock.journal.append", "Appends.");
        timer.record(Duration.ofMillis(1500));
        timer.record(Duration.ofMillis(250));

        assertThat(meters.text()).isEqualTo("""
            # HELP penstock_executions_ended_total Ended.
            # TYPE penstock_executions_ended_total counter
            penstock_executions_ended_total{outcome="a \\"b\\"\\n\\\\c"} 1
            penstock_executions_ended_total{outcome="failed"} 2
            # HELP penstock_executions_held Held.
            # TYPE penstock_executions_held gauge
            penstock_executions_held 2.5
            # HELP penstock_journal_append_seconds Appends.
            # TYPE penstock_journal_append_seconds summary
            penstock_journal_append_seconds_count 2
            penstock_journal_append_seconds_sum 1.75
            # HELP penstock_journal_append_seconds_max Appends.
            # TYPE penstock_journal_append_seconds_max gauge
            penstock_journal_append_seconds_max 1.5
            """);
    }

    @Test
    void aNameHasOneKindOfMeter() {
        meters.timer("penstock.x", "X.");
        meters.counter("penstock.y", "Y.");
        meters.gauge("penstock.y.total", "Y.", () -> 0);

        assertThatThrownBy(() -> meters.counter("penstock.y", "Y.")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void appendsAreTimedAndErrorsOfTheStoreAreCountedButRefusalsAreNot() {
        var faulty = new FaultyJournal(new InMemoryJournal());
        var nanos = new AtomicLong();
        var journal = new MeteredJournal(faulty, meters, () -> nanos.getAndAdd(1_000_000_000));
        RunnerId runner = new RunnerId("one");
        ExecutionId id = new ExecutionId(new UUID(1, 1));
        faulty.fail(2, new JournalException.Unavailable("gone", new IOException()));

        journal.create("web", "d", new AppendBuilder(id, 0, new Fence(runner, 1)).build())
                .join();
        var second = new AppendBuilder(id, 1, new Fence(runner, 1)).build();
        assertThat(journal.append(second)).isCompletedExceptionally();
        journal.append(second).join();
        assertThat(journal.append(second)).isCompletedExceptionally();
        faulty.die();
        assertThatThrownBy(() -> journal.list(ExecutionQuery.open())).isInstanceOf(JournalException.Closed.class);

        assertThat(meters.text())
                .contains("penstock_journal_append_seconds_count 2\n")
                .contains("penstock_journal_append_seconds_sum 2\n")
                .contains("penstock_journal_errors_total{kind=\"unavailable\"} 1\n")
                .contains("penstock_journal_errors_total{kind=\"damaged\"} 0\n");
    }
}

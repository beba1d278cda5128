package dev.penstock.cli;

import static dev.penstock.cli.WorkedProject.get;
import static dev.penstock.cli.WorkedProject.meter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.journal.ExecutionSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers as processes on one journal, of which one dies; the same for every journal. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
abstract class KilledWorkerContract {

    private static final int EXECUTIONS = 6;

    @TempDir
    Path folder;

    WorkedProject project;

    /** A project in a folder, on a journal of its own. */
    abstract WorkedProject project(Path empty) throws IOException;

    @BeforeEach
    void begin() throws IOException {
        project = project(folder);
    }

    @AfterEach
    void end() {
        project.close();
    }

    @Test
    void whatAKilledWorkerHeldGoesOnAtTheOtherWithinALeaseAndNothingIsDoneTwice() throws Exception {
        project.submit("pipeline.yml", EXECUTIONS);
        try (Child victim = project.worker("--concurrency", "3")) {
            project.await(() -> project.stacks() > 0, "stacks are made", victim);
            try (Child survivor = project.worker("--concurrency", "99")) {
                isTakenOver(victim, survivor);
            }
        }
    }

    private void isTakenOver(Child victim, Child survivor) throws Exception {
        assertThat(get(survivor, "/health/live", 200)).isEqualTo("alive\n");
        project.await(() -> meter(victim, "penstock_executions_held") > 0, "it holds something", victim, survivor);

        victim.kill();
        long killed = System.nanoTime();
        project.await(
                () -> meter(survivor, "penstock_executions_taken_over_total") > 0, "something is taken over", survivor);
        System.out.printf(
                "taken over %d ms after the worker was killed%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
        project.await(project::allEnded, "all end", survivor);

        assertThat(project.executions())
                .hasSize(EXECUTIONS)
                .extracting(ExecutionSummary::status)
                .containsOnly("SUCCEEDED");
        assertThat(project.stacks()).isEqualTo(EXECUTIONS);
        assertThat(get(survivor, "/health/ready", 200)).isEqualTo("ready\n");
        assertThat(get(survivor, "/metrics", 200))
                .contains("penstock_executions_held 0")
                .contains("penstock_executions_ended_total{outcome=\"succeeded\"}")
                .containsPattern("penstock_journal_append_seconds_count [1-9]");
        get(survivor, "/", 404);
    }
}

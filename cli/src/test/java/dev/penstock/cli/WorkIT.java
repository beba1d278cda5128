package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workers as processes on the project's own journal: one dies, one is stopped, and every stack is made once. */
class WorkIT extends KilledWorkerContract {

    @Override
    WorkedProject project(Path empty) throws IOException {
        return new WorkedProject(
                empty,
                List.of(),
                Map.of(),
                () -> SqliteJournal.open(
                        empty.resolve(".penstock/simulated/journal.db"), SqliteJournalOptions.defaults()));
    }

    @Test
    void aWorkerThatIsToldToStopGivesEverythingBackAndTheNextGoesOn() throws Exception {
        project.submit("pipeline.yml", 4);
        try (Child first = project.worker()) {
            project.await(() -> project.stacks() >= 2, "stacks are made", first);

            first.signal("TERM");

            assertThat(first.exitCode()).as(first.output()).isZero();
            assertThat(first.output()).contains("Everything was given back.");
        }
        try (Child second = project.worker()) {
            project.await(project::allEnded, "all end", second);
            second.signal("TERM");
            assertThat(second.exitCode()).as(second.output()).isZero();
            assertThat(second.output()).contains("ended: succeeded");
        }
        assertThat(project.stacks()).isEqualTo(4);
    }

    /** The build waits for ever the first time that it is made, so only the second signal ends the worker in this test's time. */
    @Test
    void aSecondSignalEndsAWorkerAtOnceAndTheNextTakesOverWhatItHeld() throws Exception {
        Path begun = folder.resolve("begun");
        Files.writeString(folder.resolve("app/buildspec.yml"), """
            version: 0.2
            phases:
              build:
                commands:
                  - if [ -e begun ]; then exit 0; fi; touch begun; while [ -e begun ]; do sleep 1; done
            """.replace("begun", begun.toString()));
        project.submit("build.yml", 1);
        try (Child first = project.worker("--stop-timeout", "86400")) {
            project.await(() -> Files.exists(begun), "the build has begun", first);

            first.signal("TERM");
            first.awaitOutput("steps that are under way may take 86400 s");
            assertThat(WorkedProject.get(first, "/health/ready", 503)).isEqualTo("stopping\n");
            first.signal("TERM");

            assertThat(first.exitCode()).as(first.output()).isEqualTo(ExitCode.TERMINATED.number());
            assertThat(first.output()).doesNotContain("given back");
        }
        try (Child second = project.worker()) {
            project.await(project::allEnded, "it ends", second);
            assertThat(second.output()).contains("ended: succeeded");
        } finally {
            // What the first worker began ends with it.
            Files.deleteIfExists(begun);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidBeforeAnythingIsTaken() throws Exception {
        project.submit("pipeline.yml", 1);
        Console console = new Console(folder);

        int code = console.run(
                "work",
                "--simulator",
                project.endpoint().toString(),
                "--health-port",
                Integer.toString(project.endpoint().getPort()));

        assertThat(code).isEqualTo(ExitCode.MACHINE.number());
        assertThat(console.err()).contains("PEN-WORK-001").contains("--health-port");
    }
}

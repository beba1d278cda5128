package dev.penstock.samples.plugin.notes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Engine;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.JournalException;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The process dies before and after each append of the sample's run, and another goes on an hour later. */
class ReleaseNotesCrashTest {

    @TempDir
    Path root;

    @TestFactory
    Stream<DynamicTest> announcesOnceWhereverTheProcessDies() throws Exception {
        int appends = appendsOfARunWithoutFaults();
        assertThat(appends).as("appends of a whole run").isGreaterThanOrEqualTo(4);
        return IntStream.rangeClosed(1, appends)
                .boxed()
                .flatMap(append -> Stream.of(
                        crash("before append " + append, faulty -> faulty.dieBefore(append)),
                        crash("after append " + append, faulty -> faulty.dieAfter(append))));
    }

    private int appendsOfARunWithoutFaults() throws Exception {
        var journal = new FaultyJournal(new InMemoryJournal());
        try (var fixture = new ReleaseNotesFixture(Files.createTempDirectory(root, "whole"))) {
            runUntilItEndsOrDies(fixture, journal, ReleaseNotesFixture.NOON);
            assertThat(fixture.pages()).hasSize(1);
        }
        return journal.appends();
    }

    private DynamicTest crash(String when, Consumer<FaultyJournal> fault) {
        return DynamicTest.dynamicTest(when, () -> {
            var journal = new InMemoryJournal();
            var dying = new FaultyJournal(journal);
            fault.accept(dying);
            try (var fixture = new ReleaseNotesFixture(Files.createTempDirectory(root, "crash"))) {
                runUntilItEndsOrDies(fixture, dying, ReleaseNotesFixture.NOON);
                assertThat(dying.isDead()).isTrue();
                goOn(fixture, journal, ReleaseNotesFixture.NOON.plus(Duration.ofHours(1)));

                List<ExecutionSummary> executions = journal.list(ExecutionQuery.newest(2));
                assertThat(fixture.pages()).as("published pages").hasSameSizeAs(executions);
                assertThat(fixture.drafts()).isEmpty();
            }
        });
    }

    private static void runUntilItEndsOrDies(ReleaseNotesFixture fixture, FaultyJournal journal, Instant from)
            throws Exception {
        try (var clock = new VirtualClock(from);
                Engine engine = fixture.engine(journal, clock, new ReleaseNotesPlugin().providers())) {
            try {
                engine.start(ReleaseNotesFixture.sample().pipeline(), fixture.request());
            } catch (JournalException.Closed e) {
                assertThat(journal.isDead()).isTrue();
            }
            clock.awaitIdle();
        }
    }

    private static void goOn(ReleaseNotesFixture fixture, InMemoryJournal journal, Instant from) throws Exception {
        try (var clock = new VirtualClock(from);
                Engine engine = fixture.engine(journal, clock, new ReleaseNotesPlugin().providers())) {
            engine.resumeAll();
            clock.awaitIdle();
            for (ExecutionSummary each : journal.list(ExecutionQuery.newest(2))) {
                ExecutionState ended = engine.state(each.id()).orElseThrow();
                assertThat(ended.outcome()).as("%s", ended).contains(Outcome.SUCCEEDED);
            }
        }
    }
}

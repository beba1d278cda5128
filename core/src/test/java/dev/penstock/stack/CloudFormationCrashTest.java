package dev.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The runner dies before and after every write of a deployment to a stack, in each beginning; no effect is had twice. */
@Timeout(60)
class CloudFormationCrashTest {

    private static final int MOST_APPENDS = 22;

    @TempDir
    Path folder;

    private final FakeStacks stacks = new FakeStacks();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();

    /** What a deployment finds. */
    enum Beginning {
        /** No stack. */
        NOTHING("propose shop, execute shop", Outcome.SUCCEEDED),
        /** A creation that failed. */
        ROLLED_BACK("delete shop, propose shop, execute shop", Outcome.SUCCEEDED),
        /** A rollback that failed, and can go on. */
        STUCK("continue shop, propose shop, execute shop", Outcome.SUCCEEDED),
        /** A stack, and an update that fails. */
        FAILING("propose shop, execute shop", Outcome.ROLLED_BACK);

        private final String effects;
        private final Outcome outcome;

        Beginning(String effects, Outcome outcome) {
            this.effects = effects;
            this.outcome = outcome;
        }
    }

    static Stream<Arguments> deaths() {
        return Stream.of(Beginning.values())
                .flatMap(beginning -> IntStream.rangeClosed(1, MOST_APPENDS)
                        .boxed()
                        .flatMap(append ->
                                Stream.of(true, false).map(before -> Arguments.of(beginning, append, before))));
    }

    @ParameterizedTest(name = "{0}, append {1}, dies before it: {2}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(Beginning beginning, int append, boolean before)
            throws Exception {
        prepare(beginning);
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
        runUntilDeath(journal);
        if (durable.list(ExecutionQuery.newest(1)).isEmpty()) {
            assertThat(stacks.effects()).isEmpty();
            return;
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        var clock = new VirtualClock(Instant.parse("2026-01-02T13:00:00Z").minusSeconds(1800));
        try (var next = fixture(durable, clock, "two")) {
            next.engine.resumeAll();
            assertThat(next.await(id).outcome()).contains(beginning.outcome);
        }
        assertThat(String.join(", ", stacks.effects())).isEqualTo(beginning.effects);
    }

    private void prepare(Beginning beginning) {
        String old = CloudFormationActionTest.template("zero", "");
        switch (beginning) {
            case NOTHING -> {}
            case ROLLED_BACK -> stacks.add("shop", old, StackStatus.ROLLBACK_COMPLETE);
            case STUCK -> stacks.add("shop", old, StackStatus.UPDATE_ROLLBACK_FAILED);
            case FAILING -> {
                stacks.add("shop", old, StackStatus.CREATE_COMPLETE);
                stacks.fail("Setting", "no");
            }
        }
    }

    private void runUntilDeath(FaultyJournal journal) throws Exception {
        var clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
        try (var fixture = fixture(journal, clock, "one")) {
            ExecutionId id = fixture.engine.start(
                    StackFixture.pipeline(
                            "CREATE_UPDATE",
                            Map.of("template.yml", CloudFormationActionTest.template("one", "")),
                            Map.of("TemplatePath", "app::template.yml")),
                    StartRequest.by("ann"));
            fixture.await(id);
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
    }

    private StackFixture fixture(Journal journal, VirtualClock clock, String runner) {
        return new StackFixture(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                stacks,
                List.of(stacks.stackReader(), stacks.changeSetReader()),
                ChangeSetGate.OPEN,
                StackOptions.DEFAULT);
    }
}

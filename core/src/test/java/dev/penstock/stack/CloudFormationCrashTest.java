package dev.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.RunnerDeath;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                .flatMap(
                        beginning -> RunnerDeath.between(1, MOST_APPENDS).map(death -> Arguments.of(beginning, death)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(Beginning beginning, RunnerDeath death) throws Exception {
        prepare(beginning);

        Optional<ExecutionState> end = death.survived(
                StackFixture.pipeline(
                        "CREATE_UPDATE",
                        Map.of("template.yml", CloudFormationActionTest.template("one", "")),
                        Map.of("TemplatePath", "app::template.yml")),
                (journal, runner) -> fixture(journal, runner).engine,
                () -> {});

        if (end.isEmpty()) {
            assertThat(stacks.effects()).isEmpty();
            return;
        }
        assertThat(end.get().outcome()).contains(beginning.outcome);
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

    /** Each runner has a clock of its own; the second one looks half an hour later. */
    private StackFixture fixture(Journal journal, String runner) {
        Instant from = Instant.parse(runner.equals("one") ? "2026-01-02T12:00:00Z" : "2026-01-02T12:30:00Z");
        return new StackFixture(
                journal,
                new VirtualClock(from),
                folder,
                artifacts,
                runner,
                stacks,
                List.of(stacks.stackReader(), stacks.changeSetReader()),
                ChangeSetGate.OPEN,
                StackOptions.DEFAULT);
    }
}

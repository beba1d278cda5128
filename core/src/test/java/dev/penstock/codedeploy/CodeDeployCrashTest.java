package dev.penstock.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.RunnerDeath;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.fixture.Ground;
import dev.penstock.journal.Journal;
import dev.penstock.release.ServiceId;
import dev.penstock.testing.CodeDeployCourse;
import dev.penstock.testing.FakeCodeDeployments;
import dev.penstock.testing.FakeContainerTasks;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The runner dies before and after every write of a deployment, a good one and a bad one; no effect is had twice. */
@Timeout(60)
class CodeDeployCrashTest {

    private static final DeploymentGroupId WEB = new DeploymentGroupId("shop", "web");
    private static final String IMAGE = "docker.io/library/nginx:1.27";
    private static final int MOST_APPENDS = 22;

    @TempDir
    Path folder;

    private final FakeCodeDeployments deployments = new FakeCodeDeployments();
    private final FakeContainerTasks tasks = new FakeContainerTasks();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();

    static Stream<Arguments> deaths() {
        return RunnerDeath.between(1, MOST_APPENDS)
                .flatMap(death -> Stream.of(true, false).map(good -> Arguments.of(death, good)));
    }

    @ParameterizedTest(name = "{0}, good: {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(RunnerDeath death, boolean good) throws Exception {
        deployments.addGroup(WEB, new ServiceId("shop", "web"));
        if (!good) {
            deployments.course(CodeDeployCourse.failingAt("AfterAllowTestTraffic", "HOOK_EXECUTION_FAILURE"));
        }

        Optional<ExecutionState> end = death.survived(
                CodeDeployFixture.pipeline(WEB, IMAGE), (journal, runner) -> fixture(journal, runner).engine, () -> {});

        if (end.isEmpty()) {
            assertThat(deployments.effects()).isEmpty();
            return;
        }
        assertThat(end.get().outcome()).contains(good ? Outcome.SUCCEEDED : Outcome.ROLLED_BACK);
        assertThat(deployments.effects()).isEqualTo(List.of("create d-1"));
        assertThat(tasks.registered()).hasSize(1);
    }

    /** Each runner has a clock of its own; the second one looks half an hour later. */
    private CodeDeployFixture fixture(Journal journal, String runner) {
        Instant from = Instant.parse(runner.equals("one") ? "2026-01-02T12:00:00Z" : "2026-01-02T12:30:00Z");
        return new CodeDeployFixture(
                new Ground(journal, new VirtualClock(from), folder, artifacts),
                runner,
                deployments,
                tasks,
                new FakeImageRegistry(),
                deployments,
                CodeDeployOptions.DEFAULT);
    }
}

package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.RunnerDeath;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.testing.FakeContainerServices;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.Fate;
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

/** The runner dies before and after every write of a deployment, a good one and a bad one; no effect is had twice. */
@Timeout(60)
class EcsDeployCrashTest {

    private static final ServiceId WEB = new ServiceId("shop", "web");
    private static final String IMAGE = "docker.io/library/nginx:1.27";
    private static final int MOST_APPENDS = 18;

    @TempDir
    Path folder;

    private final FakeContainerServices services = new FakeContainerServices();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();

    static Stream<Arguments> deaths() {
        return RunnerDeath.between(1, MOST_APPENDS)
                .flatMap(death -> Stream.of(true, false).map(good -> Arguments.of(death, good)));
    }

    @ParameterizedTest(name = "{0}, good: {1}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(RunnerDeath death, boolean good) throws Exception {
        services.addService(WEB, Map.of("web", "docker.io/library/nginx:1.26"), 4);
        if (!good) {
            services.fate(IMAGE, Fate.imageMissing("web"));
        }

        Optional<ExecutionState> end = death.survived(
                ReleaseFixture.pipeline(WEB, "[{\"name\":\"web\",\"imageUri\":\"" + IMAGE + "\"}]"),
                (journal, runner) -> fixture(journal, runner).engine,
                () -> {});

        if (end.isEmpty()) {
            assertThat(services.effects()).isEmpty();
            return;
        }
        assertThat(end.get().outcome()).contains(good ? Outcome.SUCCEEDED : Outcome.ROLLED_BACK);
        assertThat(services.effects())
                .isEqualTo(
                        good
                                ? List.of("register web:2", "deploy web:2")
                                : List.of("register web:2", "deploy web:2", "stop 1"));
    }

    /** Each runner has a clock of its own; the second one looks half an hour later. */
    private ReleaseFixture fixture(Journal journal, String runner) {
        Instant from = Instant.parse(runner.equals("one") ? "2026-01-02T12:00:00Z" : "2026-01-02T12:30:00Z");
        return new ReleaseFixture(
                journal,
                new VirtualClock(from),
                folder,
                artifacts,
                runner,
                services,
                new FakeImageRegistry(),
                services);
    }
}

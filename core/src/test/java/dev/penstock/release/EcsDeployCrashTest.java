package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.testing.FakeContainerServices;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.Fate;
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
        return IntStream.rangeClosed(1, MOST_APPENDS)
                .boxed()
                .flatMap(append -> Stream.of(true, false)
                        .flatMap(before -> Stream.of(true, false).map(good -> Arguments.of(append, before, good))));
    }

    @ParameterizedTest(name = "append {0}, dies before it: {1}, good: {2}")
    @MethodSource("deaths")
    void whatADeadRunnerLeftIsFinishedWithoutDoublingAnEffect(int append, boolean before, boolean good)
            throws Exception {
        services.addService(WEB, Map.of("web", "docker.io/library/nginx:1.26"), 4);
        if (!good) {
            services.fate(IMAGE, Fate.imageMissing("web"));
        }
        var durable = new InMemoryJournal();
        var journal = new FaultyJournal(durable);
        if (before) {
            journal.dieBefore(append);
        } else {
            journal.dieAfter(append);
        }
        runUntilDeath(journal);
        if (durable.list(ExecutionQuery.newest(1)).isEmpty()) {
            assertThat(services.effects()).isEmpty();
            return;
        }
        ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
        var clock = new VirtualClock(Instant.parse("2026-01-02T13:00:00Z").minusSeconds(1800));
        try (var next = fixture(durable, clock, "two")) {
            next.engine.resumeAll();
            assertThat(next.await(id).outcome()).contains(good ? Outcome.SUCCEEDED : Outcome.ROLLED_BACK);
        }
        assertThat(services.effects())
                .isEqualTo(
                        good
                                ? List.of("register web:2", "deploy web:2")
                                : List.of("register web:2", "deploy web:2", "stop 1"));
    }

    private void runUntilDeath(FaultyJournal journal) throws Exception {
        var clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
        try (var fixture = fixture(journal, clock, "one")) {
            Pipeline pipeline = ReleaseFixture.pipeline(WEB, "[{\"name\":\"web\",\"imageUri\":\"" + IMAGE + "\"}]");
            ExecutionId id = fixture.engine.start(pipeline, StartRequest.by("ann"));
            fixture.await(id);
        } catch (JournalException | ExecutionException e) {
            assertThat(e).hasStackTraceContaining("JournalException");
        }
    }

    private ReleaseFixture fixture(Journal journal, VirtualClock clock, String runner) {
        return new ReleaseFixture(
                journal, clock, folder, artifacts, runner, services, new FakeImageRegistry(), services);
    }
}

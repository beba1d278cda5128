package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.AwsScope;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Progress;
import dev.penstock.execution.Wait;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An action that waits for several things at once is asked when any of them has news, and at the time it named. */
class WaitForSeveralTest {

    private static final ActionTypeId MANY = ScriptedAction.build("Many");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    /** A resource that is done at its time. */
    record Ripe(String id, boolean done) implements Observation {}

    private final Map<String, Instant> ripeAt = new HashMap<>();
    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path folder;

    private static ResourceId resource(String id) {
        return new ResourceId("fruit", AwsScope.OWN, id);
    }

    @Test
    void eachResourceIsToldWhenItHasNewsAndTheOthersAreStillWaitedFor() throws Exception {
        ripeAt.put("apple", NOON.plusSeconds(60));
        ripeAt.put("pear", NOON.plusSeconds(600));

        ExecutionState ended = run(new Many(Set.of("apple", "pear"), Optional.empty()));

        assertThat(ended.progress())
                .isInstanceOfSatisfying(
                        Progress.Ended.class, end -> assertThat(end.outcome()).isEqualTo(Outcome.SUCCEEDED));
        assertThat(steps).contains("[apple, pear]", "[pear]").endsWith("[]");
    }

    @Test
    void theTimeCountsThoughNothingIsSeen() throws Exception {
        ripeAt.put("apple", NOON.plusSeconds(36_000));

        ExecutionState ended = run(new Many(Set.of("apple"), Optional.of(Duration.ofMinutes(2))));

        assertThat(ended.progress()).isInstanceOf(Progress.Ended.class);
        assertThat(steps).last().isEqualTo("late");
    }

    private ExecutionState run(Many action) throws Exception {
        Journal journal = new InMemoryJournal();
        VirtualClock clock = new VirtualClock(NOON);
        try (Engine engine = Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder)
                .providers(List.of(action))
                .resourceReaders(List.of(new Fruit(clock)))
                .clock(clock)
                .runner(new RunnerId("one"))
                .build()) {
            var pipeline =
                    EngineFixture.pipeline(EngineFixture.stage("Deploy", ActionDeclaration.of("All", MANY, Map.of())));
            return engine.whenEnded(engine.start(pipeline, StartRequest.by("ann")))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private final class Fruit implements ResourceReader {

        private final VirtualClock clock;

        Fruit(VirtualClock clock) {
            this.clock = clock;
        }

        @Override
        public String kind() {
            return "fruit";
        }

        @Override
        public int batchSize() {
            return 10;
        }

        @Override
        public Duration interval() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Reading read(List<ResourceId> resources) {
            Map<ResourceId, Observation> seen = new HashMap<>();
            for (ResourceId resource : resources) {
                boolean done = !clock.instant().isBefore(ripeAt.getOrDefault(resource.id(), NOON));
                seen.put(resource, new Ripe(resource.id(), done));
            }
            return Reading.of(seen);
        }
    }

    /** Waits for all of them; what it still waits for is its state. */
    private final class Many implements ActionProvider<Many.Nothing, Many.Left> {

        record Nothing() {}

        record Left(List<String> ids) {}

        private final Set<String> ids;
        private final Optional<Duration> longest;

        Many(Set<String> ids, Optional<Duration> longest) {
            this.ids = new TreeSet<>(ids);
            this.longest = longest;
        }

        @Override
        public ActionTypeId type() {
            return MANY;
        }

        @Override
        public ArtifactLimits artifacts() {
            return new ArtifactLimits(0, 0, 0, 0);
        }

        @Override
        public Nothing configure(ConfigurationReader configuration) {
            return new Nothing();
        }

        @Override
        public Class<Left> stateType() {
            return Left.class;
        }

        @Override
        public Left begin(Nothing configuration) {
            return new Left(List.copyOf(ids));
        }

        @Override
        public StepResult<Left> step(ActionContext context, Nothing configuration, Left state) {
            if (longest.isPresent()
                    && !context.now().isBefore(context.startedAt().plus(longest.get()))) {
                steps.add("late");
                return new StepResult.Succeed<>(ActionResult.NOTHING);
            }
            List<String> left = state.ids().stream()
                    .filter(id -> context.observation(resource(id))
                            .filter(seen -> ((Ripe) seen).done())
                            .isEmpty())
                    .toList();
            steps.add(left.toString());
            if (left.isEmpty()) {
                return new StepResult.Succeed<>(ActionResult.NOTHING);
            }
            return new StepResult.Await<>(
                    new Left(left),
                    new Wait.ForAnyResource(
                            left.stream().map(WaitForSeveralTest::resource).toList(),
                            longest.map(context.startedAt()::plus)),
                    left.size() + " left");
        }
    }
}

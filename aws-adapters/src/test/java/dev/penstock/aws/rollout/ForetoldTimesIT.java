package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettingsBuilder;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.duration.RolloutTime;
import dev.penstock.rollout.duration.TimeAction;
import dev.penstock.rollout.duration.TimedTarget;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of the time of releases to functions, by task sets and by CodeDeploy is what they take. */
@Timeout(120)
final class ForetoldTimesIT {

    private static final double OFF = 0.15;
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(6);

    private static final ReleaseSettings CANARY =
            ReleaseSettingsBuilder.of("canary").bake(LONG).keep(SHORT).build();

    /** A canary of half of the tasks, and then all of them. */
    private static final ReleaseSettings SMALL = ReleaseSettingsBuilder.of("canary")
            .capacity(Share.percent(50))
            .bake(SHORT)
            .keep(SHORT)
            .build();

    private static final ReleaseSettings RAMP = ReleaseSettingsBuilder.of("ramp")
            .steps(List.of(new Step(Share.percent(5), SHORT, false), new Step(Share.percent(30), LONG, false)))
            .keep(LONG)
            .build();

    @TempDir
    Path folder;

    static Stream<ReleaseSettings> byWeights() {
        return Stream.of(
                CANARY,
                RAMP,
                ReleaseSettings.of("CodeDeployDefault.LambdaLinear10PercentEvery1Minute"),
                ReleaseSettings.of("blueGreen"));
    }

    @ParameterizedTest
    @MethodSource("byWeights")
    void ofFunctions(ReleaseSettings release) throws Exception {
        try (LambdaWorld world = new LambdaWorld(folder)) {
            isForetold(world, world.cell(1, release.strategy()), release);
        }
    }

    static Stream<ReleaseSettings> bySets() {
        return Stream.of(CANARY, SMALL, RAMP, ReleaseSettings.of("immutable"));
    }

    @ParameterizedTest
    @MethodSource("bySets")
    void ofTaskSets(ReleaseSettings release) throws Exception {
        try (TaskSetWorld world = new TaskSetWorld()) {
            isForetold(world, world.cell(1, release.strategy()), release);
        }
    }

    static Stream<ReleaseSettings> byCodeDeploy() {
        return Stream.of(
                CANARY,
                ReleaseSettings.of("blueGreen"),
                ReleaseSettings.of("CodeDeployDefault.ECSLinear10PercentEvery1Minutes"));
    }

    @ParameterizedTest
    @MethodSource("byCodeDeploy")
    void ofCodeDeploy(ReleaseSettings release) throws Exception {
        try (CodeDeployWorld world = new CodeDeployWorld()) {
            isForetold(world, world.cell(1, release.strategy()), release);
        }
    }

    /** By the group's own configuration and waits. */
    @Test
    void ofCodeDeployWithoutARelease() throws Exception {
        try (CodeDeployWorld world = new CodeDeployWorld()) {
            CodeDeployWorld.Cell cell = world.cell(1, "blueGreen");
            isForetold(world, cell, cell.plain(), Optional.empty());
        }
    }

    private void isForetold(ReleaseWorld world, TimedCell cell, ReleaseSettings release) throws Exception {
        isForetold(
                world,
                cell,
                cell.providers(release, BakeJudge.NONE),
                Strategies.builtIn().expected(release));
    }

    private void isForetold(
            ReleaseWorld world, TimedCell cell, List<ActionProvider<?, ?>> providers, Optional<ReleasePlan> plan)
            throws Exception {
        world.settle();
        var told = new AtomicReference<Optional<RolloutTime>>(Optional.empty());
        List<ActionProvider<?, ?>> looking = new ArrayList<>(providers);
        looking.set(looking.size() - 1, looking(cell.times(), plan, told));
        ExecutionState looked = run(world, cell, cell.planned(), looking, "planner");
        assertThat(looked.outcome()).as(looked.toString()).contains(Outcome.SUCCEEDED);

        ExecutionState end = run(world, cell, cell.pipeline(), providers, "runner");

        assertThat(end.outcome()).contains(Outcome.SUCCEEDED);
        Duration took = Duration.between(end.startedAt(), end.updatedAt());
        RolloutTime time = told.get().orElseThrow();
        assertThat(Math.abs((double) time.expected().toMillis() / took.toMillis() - 1))
                .as(time.sentences() + " It took " + took + ".")
                .isLessThanOrEqualTo(OFF);
    }

    private static <C> TimeAction<C> looking(
            TimedTarget<C> target, Optional<ReleasePlan> plan, AtomicReference<Optional<RolloutTime>> told) {
        return new TimeAction<>(target, action -> plan, (action, time) -> told.set(Optional.of(time)));
    }

    private ExecutionState run(
            ReleaseWorld world,
            ReleaseCell cell,
            Pipeline pipeline,
            List<ActionProvider<?, ?>> providers,
            String runner)
            throws Exception {
        try (Engine engine = Engine.builder(new InMemoryJournal())
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work-" + runner))
                .providers(providers)
                .resourceReaders(cell.readers())
                .clock(world.clock())
                .runner(new RunnerId(runner))
                .build()) {
            ExecutionId id;
            try (EngineClock.Busy still = world.clock().busy()) {
                id = engine.start(pipeline, StartRequest.by("ann"));
            }
            return engine.whenEnded(id).get(60, TimeUnit.SECONDS);
        }
    }
}

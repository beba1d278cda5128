package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every strategy that a target can do, in every course. What came of it is told by identity: by the version that users' requests get
 * in the end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StrategyCells {

    /** All of them, as a nightly build runs them; else those whose steps no other cell has. */
    private static final boolean EVERY_CELL = Boolean.getBoolean("penstock.everyCell");

    /** In a build, runners die in every second step: a nightly build has the others. */
    private static final int BETWEEN_DEATHS = EVERY_CELL ? 1 : 2;

    /** More steps than any plan here has. */
    private static final int MOST_STEPS = 16;

    @TempDir
    static Path folder;

    private final AtomicInteger numbers = new AtomicInteger();
    private Optional<ReleaseWorld> world = Optional.empty();

    /** The target's row of the page. */
    abstract TargetRow row();

    /** Whether a cell is tested in every build: not where another's steps are the same and it takes long. */
    boolean isInEveryBuild(String strategy, Course course) {
        return true;
    }

    /** Opens the target's account. */
    abstract ReleaseWorld open() throws Exception;

    @BeforeAll
    void openWorld() throws Exception {
        world = Optional.of(open());
    }

    @AfterAll
    void closeWorld() {
        world.ifPresent(ReleaseWorld::close);
    }

    @Test
    void thePageTellsHowEachStrategyIsDoneThatIsNotRefused() {
        for (String strategy : TargetRow.strategies()) {
            assertThat(row().how().containsKey(strategy))
                    .as(strategy + ": " + row().refuses(strategy))
                    .isEqualTo(row().refuses(strategy).isEmpty());
        }
    }

    @TestFactory
    Stream<DynamicTest> cells() {
        return TargetRow.strategies().stream()
                .filter(strategy -> row().how().containsKey(strategy))
                .flatMap(strategy -> Stream.of(Course.values())
                        .filter(course -> EVERY_CELL || isInEveryBuild(strategy, course))
                        .map(course -> DynamicTest.dynamicTest(
                                strategy + ", " + course.words(), () -> endsAsItShould(strategy, course))));
    }

    private void endsAsItShould(String strategy, Course course) throws Exception {
        if (course != Course.KILLED) {
            CellRun run = run(strategy, course);
            judge(run, course, run.toItsEnd());
            return;
        }
        for (int step = 1; step <= MOST_STEPS; step += BETWEEN_DEATHS) {
            CellRun run = run(strategy, course);
            Optional<ExecutionState> end = run.dyingIn(step);
            if (step > run.steps()) {
                assertThat(step).as("steps of the plan").isGreaterThan(3);
                return;
            }
            if (end.isPresent()) {
                judge(run, course, end.get());
            }
        }
    }

    private CellRun run(String strategy, Course course) {
        int number = numbers.incrementAndGet();
        ReleaseCell cell = world.orElseThrow().cell(number, strategy);
        return new CellRun(world.orElseThrow(), cell, strategy, course, folder.resolve("cell-" + number));
    }

    private void judge(CellRun run, Course course, ExecutionState end) {
        world.orElseThrow().settle();
        String told = phase(end) + "\n" + String.join("\n", run.told);
        assertThat(end.outcome().orElse(Outcome.FAILED)).as(told).isIn(course.outcomes());
        assertThat(run.runs()).as(told).isEqualTo(course.runs());
    }

    private static Object phase(ExecutionState end) {
        return end.stage("Deploy")
                .flatMap(stage -> stage.action("deploy"))
                .map(action -> action.phase() instanceof ActionPhase.Failed failed
                        ? (Object) failed.failure()
                        : action.phase())
                .orElse("nothing");
    }
}

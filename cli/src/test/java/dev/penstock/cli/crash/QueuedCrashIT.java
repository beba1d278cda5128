package dev.penstock.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.standin.ServiceStandIn;
import dev.penstock.aws.standin.StandIns;
import dev.penstock.cli.OwnJvm;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.library.PipelineFile;
import dev.penstock.secret.SecretMasker;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.service.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runner that drives three executions in mode QUEUED is killed at appends to a SQLite journal. The next runner brings all of
 * them to their end, in their order, and the simulated AWS counts the effects of each once. With {@code penstock.everyCell}, at
 * every append.
 */
class QueuedCrashIT {

    private static final int EXECUTIONS = 3;
    private static final int STEP = Boolean.getBoolean("penstock.everyCell") ? 1 : 31;
    private static final Path SAMPLE = Path.of("..", "samples", "hello");

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path folder;

    private static Path definition = Path.of("");
    private int runs;

    @BeforeAll
    static void queue() throws IOException {
        Path project = folder.resolve("project");
        try (Stream<Path> files = Files.walk(SAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = project.resolve(SAMPLE.relativize(file).toString());
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(file, target);
            }
        }
        definition = project.resolve("pipeline.yml");
        Files.writeString(definition, Files.readString(definition).replace("SUPERSEDED", "QUEUED"));
    }

    @TestFactory
    List<DynamicTest> aKilledRunnerChangesNeitherOrderNorEffects() throws Exception {
        PipelineFile file = CrashingRunner.read(definition);
        Map<String, Integer> once = new TreeMap<>();
        int appends = 0;
        try (SimulatedAws aws = account()) {
            int before = aws.effects().all().size();
            Path state = newFolder();
            assertThat(run(state, aws, "never", 0)).isZero();
            effects(aws, before).forEach((word, count) -> {
                assertThat(count % EXECUTIONS).as(word).isZero();
                once.put(word, count / EXECUTIONS);
            });
            appends = EXECUTIONS * CrashingRunner.entries(file, state, aws.endpoint());
        }
        assertThat(once).isNotEmpty();
        List<DynamicTest> tests = new ArrayList<>();
        for (int append = 2; append <= appends; append += STEP) {
            int number = append;
            tests.add(DynamicTest.dynamicTest("killed after append " + number, () -> killed(file, once, number)));
        }
        return tests;
    }

    private void killed(PipelineFile file, Map<String, Integer> once, int append) throws Exception {
        try (SimulatedAws aws = account()) {
            int before = aws.effects().all().size();
            Path state = newFolder();
            assertThat(run(state, aws, "after", append)).isIn(CrashingRunner.KILLED, 0);

            List<ExecutionState> ends = CrashingRunner.resumeAll(file, state, aws.endpoint());

            assertThat(ends).isNotEmpty().hasSizeLessThanOrEqualTo(EXECUTIONS);
            assertThat(ends)
                    .allSatisfy(
                            end -> assertThat(end.outcome()).as(end.toString()).contains(Outcome.SUCCEEDED));
            for (String stage : List.of("Source", "Build", "Deploy")) {
                assertThat(ends.stream().map(end -> entered(end, stage)).toList())
                        .isSorted();
            }
            Map<String, Integer> wanted = new TreeMap<>();
            once.forEach((word, count) -> wanted.put(word, count * ends.size()));
            assertThat(effects(aws, before)).isEqualTo(wanted);
        }
    }

    private static Instant entered(ExecutionState state, String stage) {
        return state.stage(stage).orElseThrow().enteredAt().orElseThrow();
    }

    /** Of layers that all images share, the registry has one: what is deployed is counted. */
    private static Map<String, Integer> effects(SimulatedAws aws, int before) {
        List<Effect> all = aws.effects().all();
        return all.subList(before, all.size()).stream()
                .filter(effect -> effect.service().equals("ecs"))
                .collect(Collectors.toMap(
                        effect -> effect.service() + ":" + effect.operation(),
                        effect -> 1,
                        Integer::sum,
                        TreeMap::new));
    }

    private SimulatedAws account() {
        SimulatedAws aws = SimulatedAws.builder().seed(7).start();
        try (AwsServices cloud = CrashingRunner.cloud(aws.endpoint(), new SecretMasker())) {
            var standIns = new StandIns(cloud.clients());
            standIns.repository(AwsScope.OWN, "hello");
            standIns.cluster(AwsScope.OWN, "hello");
            standIns.service(AwsScope.OWN, new ServiceStandIn("hello", "hello", "hello", 80, 2));
        }
        assertThat(aws.time().awaitStill(Duration.ofSeconds(60))).isTrue();
        return aws;
    }

    private Path newFolder() throws IOException {
        runs++;
        return Files.createDirectories(folder.resolve("run-" + runs));
    }

    private static int run(Path state, SimulatedAws aws, String moment, int append) throws Exception {
        Path output = state.resolveSibling(state.getFileName() + ".out");
        List<String> arguments = List.of(
                definition.toString(),
                state.toString(),
                aws.endpoint().toString(),
                moment,
                Integer.toString(append),
                Integer.toString(EXECUTIONS));
        Process runner = new ProcessBuilder(OwnJvm.command(CrashingRunner.class.getName(), arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(runner.waitFor(120, TimeUnit.SECONDS)).isTrue();
        if (moment.equals("never")) {
            assertThat(Files.readString(output)).endsWith("SUCCEEDED\n".repeat(EXECUTIONS));
        }
        return runner.exitValue();
    }
}

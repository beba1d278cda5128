package dev.penstock.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.AwsServices;
import dev.penstock.cli.OwnJvm;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.library.PipelineFile;
import dev.penstock.secret.SecretMasker;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runner is killed at entries that a sample's run writes, and between effects at AWS and their answers. The next runner brings
 * the pipeline to the same end, and the simulated AWS counts the same effects, each once.
 */
abstract class CrashMatrix {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path folder;

    private final AtomicInteger runs = new AtomicInteger();

    /** The sample's definition. */
    abstract Path definition();

    /** What has to be in the account before the sample runs. */
    abstract void prepare(AwsServices cloud);

    /** The moments at which a runner is killed: {@code before} or {@code after} an entry. */
    abstract List<String> moments();

    /** Whether a runner is killed between that effect and its answer. */
    abstract boolean killsAt(Effect effect);

    /** What an effect is, in all runs alike. */
    abstract String word(Effect effect);

    @TestFactory
    List<DynamicTest> aKilledRunnerLosesNothingAndDoublesNothing() throws Exception {
        PipelineFile file = CrashingRunner.read(definition());
        Reference reference = reference(file);
        List<DynamicTest> tests = new ArrayList<>();
        for (int append = 1; append <= reference.appends(); append++) {
            int number = append;
            for (String moment : moments()) {
                tests.add(DynamicTest.dynamicTest(
                        "killed " + moment + " entry " + number, () -> killAtAppend(file, reference, moment, number)));
            }
        }
        for (int number = 1; number <= reference.killing(); number++) {
            int effect = number;
            tests.add(DynamicTest.dynamicTest(
                    "killed before it hears of effect " + effect, () -> killAtEffect(file, reference, effect)));
        }
        return tests;
    }

    /** What a run does that nobody disturbs. */
    private record Reference(int appends, List<String> effects, int killing) {}

    private Reference reference(PipelineFile file) throws Exception {
        try (SimulatedAws aws = account()) {
            int before = aws.effects().all().size();
            Path state = newFolder();
            Process runner = start(state, aws, "never", 0);
            assertThat(runner.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(output(state))).endsWith("SUCCEEDED\n");
            return new Reference(
                    CrashingRunner.entries(file, state, aws.endpoint()), effects(aws, before), killing(aws, before));
        }
    }

    private void killAtAppend(PipelineFile file, Reference reference, String moment, int append) throws Exception {
        try (SimulatedAws aws = account()) {
            int before = aws.effects().all().size();
            Path state = newFolder();
            Process runner = start(state, aws, moment, append);
            assertThat(runner.waitFor(60, TimeUnit.SECONDS)).isTrue();
            if (runner.exitValue() == 0) {
                // How often it looks depends on the machine: a run may come to its end an entry earlier.
                assertThat(CrashingRunner.entries(file, state, aws.endpoint())).isLessThan(append);
                return;
            }
            assertThat(runner.exitValue()).as(Files.readString(output(state))).isEqualTo(CrashingRunner.KILLED);
            boolean nothingAcknowledged = append == 1 && moment.equals("before");
            endsAsItShould(file, state, aws, before, nothingAcknowledged ? new Reference(0, List.of(), 0) : reference);
        }
    }

    private void killAtEffect(PipelineFile file, Reference reference, int effect) throws Exception {
        try (SimulatedAws aws = account()) {
            int before = aws.effects().all().size();
            Path state = newFolder();
            var victim = new AtomicReference<Process>();
            var killed = new AtomicInteger();
            aws.faults().add((moment, call) -> {
                boolean isIt = moment == FaultPlan.Moment.AFTER
                        && killing(aws, before) == effect
                        && killed.getAndIncrement() == 0;
                if (!isIt) {
                    return Optional.empty();
                }
                kill(victim.get());
                return Optional.of(Fault.disconnected());
            });
            synchronized (victim) {
                victim.set(start(state, aws, "never", 0));
            }
            assertThat(victim.get().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(victim.get().exitValue())
                    .as(Files.readString(output(state)))
                    .isEqualTo(CrashingRunner.KILLED);
            endsAsItShould(file, state, aws, before, reference);
        }
    }

    private void endsAsItShould(PipelineFile file, Path state, SimulatedAws aws, int before, Reference reference) {
        Optional<ExecutionState> end = CrashingRunner.resume(file, state, aws.endpoint());
        if (reference.appends() == 0) {
            assertThat(end).isEmpty();
        } else {
            assertThat(end.orElseThrow().outcome()).as(end.toString()).contains(Outcome.SUCCEEDED);
        }
        assertThat(effects(aws, before)).containsExactlyInAnyOrderElementsOf(reference.effects());
    }

    private static void kill(Process victim) {
        victim.destroyForcibly();
        try {
            victim.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> effects(SimulatedAws aws, int before) {
        List<Effect> all = aws.effects().all();
        return all.subList(before, all.size()).stream().map(this::word).toList();
    }

    private int killing(SimulatedAws aws, int before) {
        List<Effect> all = aws.effects().all();
        return Math.toIntExact(
                all.subList(before, all.size()).stream().filter(this::killsAt).count());
    }

    private SimulatedAws account() throws IOException {
        SimulatedAws aws = SimulatedAws.builder().seed(7).start();
        try (AwsServices cloud = CrashingRunner.cloud(aws.endpoint(), new SecretMasker())) {
            prepare(cloud);
        }
        assertThat(aws.time().awaitStill(PATIENCE)).isTrue();
        return aws;
    }

    private Path newFolder() throws IOException {
        return Files.createDirectories(folder.resolve("run-" + runs.incrementAndGet()));
    }

    private static Path output(Path state) {
        return state.resolveSibling(state.getFileName() + ".out");
    }

    private Process start(Path state, SimulatedAws aws, String moment, int append) throws IOException {
        List<String> arguments = List.of(
                definition().toString(), state.toString(), aws.endpoint().toString(), moment, Integer.toString(append));
        return new ProcessBuilder(OwnJvm.command(CrashingRunner.class.getName(), arguments))
                .redirectErrorStream(true)
                .redirectOutput(output(state).toFile())
                .start();
    }
}

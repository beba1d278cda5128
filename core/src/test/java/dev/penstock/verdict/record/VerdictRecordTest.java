package dev.penstock.verdict.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.GateReading;
import dev.penstock.verdict.Guards;
import dev.penstock.verdict.InconclusivePolicy;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Timing;
import dev.penstock.verdict.TrafficReading;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class VerdictRecordTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final VerdictSettings SETTINGS = new VerdictSettings(
            ErrorBudget.of(1e-9, 1e-9),
            List.of(
                    MetricSettings.of("errors").withAcceptableRate(1e-4),
                    MetricSettings.of("slow \"p95\"").withWeight(0.3)),
            List.of("eu-west-1", "us-east-1"),
            Guards.STANDARD.withWarmUp(Duration.ofMillis(1500), 10),
            new Timing(
                    Duration.ofMinutes(40),
                    Duration.ofMinutes(3),
                    OptionalDouble.of(1e-6),
                    new InconclusivePolicy(1, Duration.ofMinutes(5), InconclusivePolicy.Action.HOLD)),
            List.of(
                    new Gate.CrashLoop("crash", 3, Duration.ofMinutes(5), 1),
                    new Gate.Health("health", 0.5, 2),
                    new Gate.Saturation("memory", 0.9, 1),
                    new Gate.Alarms("alarms", List.of("p99"), 50)));

    @Test
    void aVerdictIsGivenAgainFromItsRecordToTheLastBit() {
        List<String> lines = recorded(40);
        VerdictRecord record = read(String.join("\n", lines));
        assertThat(record.settings()).isEqualTo(SETTINGS);
        assertThat(record.looks()).hasSize(40);
        assertThat(record.looks()).last().satisfies(look -> {
            assertThat(look.standing().worse()).isNotZero();
            assertThat(look.standing().decision()).isInstanceOf(Decision.Inconclusive.class);
        });
        assertThat(lines.getLast()).endsWith(",\"digest\":\"" + record.digest() + "\"}");
        Replay replay = Replay.of(record);
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.looks()).isEqualTo(40);
    }

    @Test
    void aRecordOfTheFirstSchemaIsStillGivenAgainToTheLastBit() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("first-schema.jsonl"))) {
            VerdictRecord record = read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(record.settings().budget().onset()).isEqualTo(ErrorBudget.Onset.START);
            assertThat(Replay.of(record)).satisfies(replay -> {
                assertThat(replay.looks()).isEqualTo(12);
                assertThat(replay.differences()).isEmpty();
            });
        }
    }

    @Test
    void everyChangeOfALineIsFoundWithItsNumber() {
        List<String> lines = new ArrayList<>(recorded(5));
        lines.set(3, lines.get(3).replaceFirst("\"requests\":1", "\"requests\":2"));
        assertThat(problems(String.join("\n", lines))).first().satisfies(problem -> {
            assertThat(problem.id()).isEqualTo("PEN-VERDICT-005");
            assertThat(problem.span().line()).isEqualTo(4);
        });
    }

    @Test
    void aLineThatIsTakenOutIsFound() {
        List<String> lines = new ArrayList<>(recorded(5));
        lines.remove(2);
        assertThat(problems(String.join("\n", lines))).extracting(Problem::id).containsExactly("PEN-VERDICT-005");
    }

    @Test
    void aRecordThatWasCutOffOrIsNoneIsToldWithItsLine() {
        String text = String.join("\n", recorded(3));
        List<Problem> cut = problems(text.substring(0, text.length() - 40));
        assertThat(cut).allSatisfy(problem -> assertThat(problem.span().line()).isEqualTo(4));
        assertThat(cut).isNotEmpty();
        assertThat(problems("")).extracting(Problem::id).containsExactly("PEN-VERDICT-004");
        assertThat(problems("hello")).extracting(Problem::id).contains("PEN-VERDICT-004");
        assertThat(problems("{\"schema\":\"penstock.verdict/9\"}")).isNotEmpty();
    }

    @Test
    void whatCannotHaveBeenCountedIsRefused() {
        String line = recorded(1).get(1).replaceFirst("\"bad\":[0-9]+", "\"bad\":99999");
        assertThat(problems(recorded(1).get(0) + "\n" + line))
                .extracting(Problem::message)
                .anySatisfy(message -> assertThat(message).contains("99999 cannot be bad"));
    }

    @Test
    void aRecordedOutcomeThatDoesNotFollowIsADifference() {
        VerdictRecord record = read(String.join("\n", recorded(6)));
        List<VerdictRecord.RecordedLook> looks = new ArrayList<>(record.looks());
        looks.set(
                2,
                new VerdictRecord.RecordedLook(looks.get(2).look(), looks.get(4).standing()));
        Replay replay = Replay.of(new VerdictRecord(record.settings(), looks, record.digest()));
        assertThat(replay.isEqual()).isFalse();
        assertThat(replay.differences()).extracting(Replay.Difference::look).containsExactly(3);
    }

    private static List<String> recorded(int looks) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var recorder = new VerdictRecorder(SETTINGS);
        List<String> lines = new ArrayList<>(List.of(recorder.header()));
        for (int i = 0; i < looks; i++) {
            lines.add(recorder.look(look(i, random)).line());
        }
        return lines;
    }

    private static Look look(int minute, RandomGenerator random) {
        Instant from = START.plusSeconds(60L * minute);
        Window window = new Window(from, from.plusMillis(60_000));
        List<MetricBatch> batches = new ArrayList<>();
        for (MetricSettings metric : SETTINGS.metrics()) {
            for (String scope : SETTINGS.scopes()) {
                batches.add(
                        random.nextInt(10) == 0
                                ? new MetricBatch.Missing(metric.name(), scope, window, "Throttled.")
                                : new MetricBatch.Counted(
                                        metric.name(),
                                        scope,
                                        window,
                                        new ArmCounts(random.nextInt(100, 120), random.nextInt(3)),
                                        new ArmCounts(random.nextInt(900, 1100), random.nextInt(12))));
            }
        }
        return new Look(
                from.plusSeconds(70),
                batches,
                List.of(new TrafficReading("eu-west-1", window, 0.1, 100, 900)),
                List.of(
                        new GateReading.Restarts("crash", minute % 3),
                        new GateReading.Targets("health", 2, 3),
                        new GateReading.Used("memory", 0.25),
                        minute % 2 == 0
                                ? new GateReading.AlarmStates("alarms", List.of("p99"), List.of("p50"))
                                : new GateReading.Missing("alarms", "Throttled.")));
    }

    private static VerdictRecord read(String text) {
        var problems = new Problems();
        var record = VerdictRecordReader.read(SourceText.of("verdict.jsonl", text), problems);
        assertThat(problems.list()).isEmpty();
        return record.orElseThrow();
    }

    private static List<Problem> problems(String text) {
        var problems = new Problems();
        assertThat(VerdictRecordReader.read(SourceText.of("verdict.jsonl", text), problems))
                .isEmpty();
        return problems.list();
    }
}

package dev.penstock.verdict.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;
import dev.penstock.verdict.ArgoSettings;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.ScriptedLooks;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.argo.AnalysisMetric;
import dev.penstock.verdict.kayenta.KayentaMetric;
import dev.penstock.verdict.record.VerdictHistory.Appended;
import dev.penstock.verdict.record.VerdictHistory.Reach;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictHistoryTest {

    private static final VerdictSettings SEQUENTIAL = VerdictSettings.of(
                    Duration.ofDays(3), MetricSettings.of("errors").withAcceptableRate(1e-5), MetricSettings.of("slow"))
            .with(ErrorBudget.of(1e-100, 1e-100))
            .in("eu-west-1", "us-east-1")
            .with(ScriptedLooks.gates());

    static Stream<VerdictSettings> judges() {
        return Stream.of(
                SEQUENTIAL,
                SEQUENTIAL.by(new KayentaSettings(
                        75,
                        0,
                        Optional.of(Duration.ofHours(1)),
                        Duration.ofMinutes(30),
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        Map.of("users", 60.0),
                        Map.of("errors", KayentaMetric.of("errors", "users").with(KayentaMetric.Direction.EITHER)))),
                SEQUENTIAL.by(new ArgoSettings(Map.of("errors", measured("errors"), "slow", measured("slow")))));
    }

    private static ArgoSettings.Measurement measured(String name) {
        return new ArgoSettings.Measurement(
                AnalysisMetric.of(name)
                        .repeated(0)
                        .withLimits(1000, 1000, 0)
                        .withConditions(
                                "result.canary.rate <= 0.01", "result.canary.rate > 0.015 && result.baseline.bad < 9"),
                ArgoSettings.Result.BOTH,
                Optional.of(Duration.ofMinutes(2)),
                Duration.ofMinutes(1));
    }

    /** Each look is taken in by another process, which has nothing but the newest lines. */
    @ParameterizedTest
    @MethodSource("judges")
    void isGoneOnWithFromTheNewestLinesAlone(VerdictSettings settings) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
        List<String> kept = new ArrayList<>();
        List<String> tail = VerdictHistory.begin(settings).tail();
        int longest = 0;
        VerdictHistory history = VerdictHistory.from(tail);
        for (int look = 0; look < 400; look++) {
            history = VerdictHistory.from(tail);
            Appended appended = history.append(ScriptedLooks.drawn(settings, look, random));
            assertThat(history.last()).contains(appended.standing());
            kept.addAll(appended.settled());
            tail = history.tail();
            longest = Math.max(longest, tail.size());
        }
        // What it takes to go on does not grow with what was seen.
        assertThat(longest).isLessThan(60);
        assertThat(kept).hasSizeGreaterThan(300);
        kept.addAll(tail);
        String record = String.join("\n", kept) + "\n";
        assertThat(history.size()).isEqualTo(record.getBytes(StandardCharsets.UTF_8).length);
        assertThat(history.looks()).isEqualTo(400);
        VerdictRecord read = read(record);
        assertThat(read.looks()).hasSize(400);
        assertThat(read.digest()).isEqualTo(history.digest());
        assertThat(Replay.of(read).differences()).isEmpty();
    }

    @Test
    void saysHowFarEachMetricWasCounted() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
        VerdictHistory history = VerdictHistory.begin(SEQUENTIAL);
        for (int look = 0; look < 50; look++) {
            history.append(ScriptedLooks.drawn(SEQUENTIAL, look, random));
        }
        List<Reach> reach = VerdictHistory.from(history.tail()).reach();
        assertThat(reach)
                .isEqualTo(history.reach())
                .extracting(Reach::metric, Reach::scope)
                .hasSize(4)
                .doesNotHaveDuplicates();
        assertThat(reach)
                .allSatisfy(each -> assertThat(each.until())
                        .isEqualTo(ScriptedLooks.window(50).end()));
    }

    @Test
    void aChangedOrMissingLineIsFound() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
        VerdictHistory history = VerdictHistory.begin(SEQUENTIAL);
        for (int look = 0; look < 70; look++) {
            history.append(ScriptedLooks.drawn(SEQUENTIAL, look, random));
        }
        List<String> tail = history.tail();
        assertThat(tail).hasSizeGreaterThan(2).first().asString().contains("\"type\":\"checkpoint\"");
        for (int line = 0; line < tail.size(); line++) {
            List<String> changed = new ArrayList<>(tail);
            changed.set(line, tail.get(line).replaceFirst("0", "1"));
            int number = line + 1;
            assertThatThrownBy(() -> VerdictHistory.from(changed))
                    .isInstanceOf(VerdictHistoryException.class)
                    .hasMessageContaining("Line " + number + " ");
        }
        List<String> shorter = new ArrayList<>(tail);
        shorter.remove(1);
        assertThatThrownBy(() -> VerdictHistory.from(shorter)).hasMessageContaining("missing");
        assertThatThrownBy(() -> VerdictHistory.from(List.of("{}"))).isInstanceOf(VerdictHistoryException.class);
        assertThatThrownBy(() -> VerdictHistory.from(List.of())).isInstanceOf(VerdictHistoryException.class);
    }

    @Test
    void aCheckpointThatTheJudgeDidNotKnowIsADifference() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
        VerdictHistory history = VerdictHistory.begin(SEQUENTIAL);
        List<String> lines = new ArrayList<>();
        for (int look = 0; look < 70; look++) {
            lines.addAll(history.append(ScriptedLooks.drawn(SEQUENTIAL, look, random))
                    .settled());
        }
        lines.addAll(history.tail());
        VerdictRecord record = read(String.join("\n", lines));
        List<VerdictRecord.RecordedLook> looks = new ArrayList<>(record.looks());
        looks.replaceAll(look -> new VerdictRecord.RecordedLook(
                look.look(), look.standing(), look.checkpoint().map(state -> state.replaceFirst("0", "1"))));
        Replay replay = Replay.of(new VerdictRecord(record.settings(), looks, record.digest()));
        assertThat(replay.isEqual()).isFalse();
        assertThat(Replay.of(record).isEqual()).isTrue();
    }

    private static VerdictRecord read(String text) {
        var problems = new Problems();
        var record = VerdictRecordReader.read(SourceText.of("verdict.jsonl", text), problems);
        assertThat(problems.list()).isEmpty();
        return record.orElseThrow();
    }
}

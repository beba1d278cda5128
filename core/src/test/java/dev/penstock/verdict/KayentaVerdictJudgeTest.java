package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.verdict.kayenta.KayentaMetric;
import dev.penstock.verdict.kayenta.KayentaResult.Label;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of Orca's stages that run Kayenta: when it is judged, on what, and what follows from the scores. */
class KayentaVerdictJudgeTest {

    private static final Duration LIFETIME = Duration.ofMinutes(60);

    private static VerdictSettings settings(KayentaSettings kayenta, String... metrics) {
        return VerdictSettings.of(
                        LIFETIME,
                        List.of(metrics).stream().map(MetricSettings::of).toArray(MetricSettings[]::new))
                .by(kayenta);
    }

    private static KayentaSettings kayenta(double pass, double marginal, int interval, int lookback, int beginAfter) {
        return new KayentaSettings(
                pass,
                marginal,
                interval == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(interval)),
                Duration.ofMinutes(lookback),
                Duration.ofMinutes(beginAfter),
                Duration.ofMinutes(1),
                Map.of(),
                Map.of());
    }

    /** Two metrics, of which 'errors' has so many times the baseline's rate in the minutes from one to another. */
    private static Standing run(VerdictSettings settings, int from, int to) {
        Judge judge = Judge.of(settings);
        Standing standing = judge.look(ScriptedLooks.look(0));
        for (int minute = 1; minute <= 90; minute++) {
            boolean bad = minute > from && minute <= to;
            int noise = minute % 3;
            standing = judge.look(ScriptedLooks.look(
                    minute,
                    ScriptedLooks.counts("errors", minute, (bad ? 20 : 1) + noise, 9 + 9 * noise),
                    ScriptedLooks.counts("slow", minute, 1 + noise, 9 + 9 * noise)));
            if (!(standing.decision() instanceof Decision.Continue)) {
                return standing;
            }
        }
        return standing;
    }

    /**
     * Pass and marginal score, interval, lookback and beginning in minutes; when 'errors' is worse; then after how many minutes it
     * ends, with what score, and whether it is promoted.
     */
    @ParameterizedTest
    @CsvSource({
        // Healthy all the time: only the end decides.
        "75, 50, 10, 0, 0,   0, 0,   60, 100, true",
        // Half of the metrics is 50, which is not above the marginal score: ended at the first judgement.
        "75, 50, 10, 0, 0,   0, 60,  10, 50, false",
        // Above the marginal score, below the passing one: runs to its end, and fails there.
        "75, 40, 10, 0, 0,   0, 60,  60, 50, false",
        "50, 40, 10, 0, 0,   0, 60,  60, 50, true",
        // Only the last score is held against the passing one.
        "75, 40, 10, 10, 0,  0, 20,  60, 100, true",
        "75, 40, 10, 10, 0,  45, 60, 60, 50, false",
        // A window that slides sees a late fault at once, one that grows hardly ever.
        "75, 50, 10, 10, 0,  40, 60, 50, 50, false",
        "75, 50, 10, 0, 0,   57, 60, 60, 100, true",
        // No interval, or one longer than the lifetime: one judgement.
        "75, 50, 0, 0, 0,    0, 60,  60, 50, false",
        "75, 50, 90, 0, 0,   0, 60,  60, 50, false",
        // An interval that does not fill the lifetime: it ends with the last whole one.
        "75, 50, 25, 0, 0,   0, 0,   50, 100, true",
        // What comes before the beginning is left out, and the lifetime begins then.
        "75, 50, 10, 0, 15,  0, 15,  75, 100, true",
        "75, 50, 10, 0, 15,  15, 75, 25, 50, false",
    })
    void followsOrcasRules(
            double pass,
            double marginal,
            int interval,
            int lookback,
            int beginAfter,
            int from,
            int to,
            int minutes,
            double score,
            boolean promoted) {
        Standing end =
                run(settings(kayenta(pass, marginal, interval, lookback, beginAfter), "errors", "slow"), from, to);
        assertThat(Duration.between(ScriptedLooks.START, end.at())).isEqualTo(Duration.ofMinutes(minutes));
        assertThat(end.assessment())
                .get()
                .isInstanceOfSatisfying(
                        Assessment.Scored.class,
                        scored -> assertThat(scored.score()).isEqualTo(score));
        assertThat(end.decision())
                .isEqualTo(
                        promoted
                                ? new Decision.Promote()
                                : new Decision.RollBack(new Decision.Cause.Score(
                                        score, score <= marginal ? marginal : pass, minutes - beginAfter >= 60)));
    }

    @Test
    void judgementsThatNobodyLookedAtAreMadeUpFor() {
        Judge judge = Judge.of(settings(kayenta(75, 50, 10, 10, 0), "errors"));
        judge.look(ScriptedLooks.look(0));
        // Nobody looked for 35 min; the second interval was bad.
        MetricBatch[] batches = IntStream.rangeClosed(1, 35)
                .mapToObj(minute -> ScriptedLooks.counts(
                        "errors", minute, minute > 10 && minute <= 20 ? 30 : minute % 3, minute % 4))
                .toArray(MetricBatch[]::new);
        Standing standing = judge.look(ScriptedLooks.look(35, batches));
        assertThat(standing.decision()).isEqualTo(new Decision.RollBack(new Decision.Cause.Score(0, 50, false)));
        assertThat(standing.assessment())
                .get()
                .isInstanceOfSatisfying(
                        Assessment.Scored.class,
                        scored -> assertThat(scored.judgement()).isEqualTo(2));
    }

    @ParameterizedTest
    @CsvSource({
        // One of three metrics has no data: it does not count.
        "3, false, false, 100, NO_DATA",
        "3, true, false, 0, NO_DATA",
        "3, false, true, 66.67, NO_DATA_FAIL",
        // Half of them: fails whatever the others say.
        "2, false, false, 0, NO_DATA",
    })
    void metricsWithoutDataCountAsKayentaSays(
            int metrics, boolean critical, boolean mustHaveData, double score, Label label) {
        KayentaSettings plain = kayenta(60, 50, 0, 0, 0);
        KayentaMetric empty = plain.metric("empty");
        var settings = settings(
                new KayentaSettings(
                        60,
                        50,
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        Map.of(),
                        Map.of(
                                "empty",
                                new KayentaMetric(
                                        "empty",
                                        empty.groups(),
                                        empty.direction(),
                                        empty.missing(),
                                        0,
                                        empty.effect(),
                                        critical,
                                        mustHaveData,
                                        false))),
                metrics == 3 ? new String[] {"a", "b", "empty"} : new String[] {"a", "empty"});
        Judge judge = Judge.of(settings);
        Standing standing = judge.look(ScriptedLooks.look(0));
        for (int minute = 1; minute <= 60; minute++) {
            standing = judge.look(
                    metrics == 3
                            ? ScriptedLooks.look(minute, counts("a", minute), counts("b", minute), missing(minute))
                            : ScriptedLooks.look(minute, counts("a", minute), missing(minute)));
        }
        assertThat(standing.assessment()).get().isInstanceOfSatisfying(Assessment.Scored.class, scored -> {
            assertThat(scored.score()).isEqualTo(score);
            assertThat(scored.metrics().getLast().label()).isEqualTo(label);
        });
        assertThat(standing.decision() instanceof Decision.Promote).isEqualTo(score >= 60);
        assertThat(standing.metrics().getLast().batches().missing()).isEqualTo(60);
    }

    private static MetricBatch counts(String metric, int minute) {
        return ScriptedLooks.counts(metric, minute, 1 + minute % 3, 9 + 9 * (minute % 3));
    }

    private static MetricBatch missing(int minute) {
        return ScriptedLooks.missing("empty", minute);
    }

    @Test
    void gatesCloseWhateverTheScoreIs() {
        Judge judge = Judge.of(settings(kayenta(75, 50, 10, 0, 0), "errors").with(new Gate.Health("health", 0.5, 1)));
        Look look =
                new Look(ScriptedLooks.START, List.of(), List.of(), List.of(new GateReading.Targets("health", 0, 2)));
        assertThat(judge.look(look).decision())
                .isInstanceOfSatisfying(
                        Decision.RollBack.class,
                        back -> assertThat(back.cause()).isInstanceOf(Decision.Cause.ClosedGate.class));
        assertThatThrownBy(() -> judge.look(look)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatOnlyTheSequentialJudgeCanDoIsRefused() {
        VerdictSettings sequential = VerdictSettings.of(LIFETIME, MetricSettings.of("errors"))
                .with(new Timing(LIFETIME, Duration.ZERO, OptionalDouble.of(0.1), InconclusivePolicy.ASK));
        assertThatThrownBy(() -> sequential.by(KayentaSettings.STANDARD))
                .isInstanceOf(VerdictSettingsException.class)
                .hasMessage("'futility' is for the sequential judge. Leave it out.");
        var named = new KayentaSettings(
                75,
                50,
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMinutes(1),
                Map.of(),
                Map.of("typo", KayentaMetric.of("typo", "all")));
        assertThatThrownBy(() -> settings(named, "errors"))
                .hasMessage("'typo' is no metric of this verdict. It has 'errors'.");
        assertThatThrownBy(() -> kayenta(50, 75, 0, 0, 0)).hasMessageContaining("marginal");
    }

    @Test
    void noiseIsTheSameEverywhere() {
        var noise = new StrictNoise(1);
        assertThat(noise.nextLong()).isEqualTo(new StrictNoise(1).nextLong());
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 20_000; i++) {
            double one = noise.nextGaussian();
            sum += one;
            squares += one * one;
        }
        assertThat(sum / 20_000).isBetween(-0.03, 0.03);
        assertThat(squares / 20_000).isBetween(0.95, 1.05);
    }
}

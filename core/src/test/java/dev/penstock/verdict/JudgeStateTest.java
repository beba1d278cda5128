package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.verdict.argo.AnalysisMetric;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeStateTest {

    private static final VerdictSettings COMMON = VerdictSettings.of(
                    Duration.ofHours(2),
                    MetricSettings.of("errors").withAcceptableRate(1e-5),
                    MetricSettings.of("slow").withWeight(0.3))
            .with(ErrorBudget.of(1e-9, 1e-9))
            .in("eu-west-1", "us-east-1")
            .with(ScriptedLooks.gates());

    static Stream<VerdictSettings> judges() {
        Duration hours = Duration.ofHours(2);
        VerdictSettings sequential = COMMON.with(new Timing(
                        hours,
                        Duration.ofMinutes(3),
                        OptionalDouble.of(1e-6),
                        new InconclusivePolicy(2, Duration.ofMinutes(5), InconclusivePolicy.Action.HOLD)))
                .with(Guards.STANDARD.withWarmUp(Duration.ofMinutes(2), 10));
        KayentaSettings standard = KayentaSettings.STANDARD;
        return Stream.of(
                sequential,
                sequential.with(ErrorBudget.of(1e-9, 1e-9).with(ErrorBudget.Onset.START)),
                COMMON.by(new KayentaSettings(
                        75,
                        0,
                        Optional.of(Duration.ofMinutes(5)),
                        Duration.ofMinutes(20),
                        Duration.ofMinutes(2),
                        standard.step(),
                        Map.of(),
                        Map.of())),
                COMMON.by(new KayentaSettings(
                        75,
                        0,
                        Optional.of(Duration.ofMinutes(7)),
                        Duration.ZERO,
                        Duration.ZERO,
                        standard.step(),
                        Map.of(),
                        Map.of())),
                COMMON.by(new ArgoSettings(Map.of("errors", argo("errors"), "slow", argo("slow")))));
    }

    private static ArgoSettings.Measurement argo(String name) {
        AnalysisMetric analysis = AnalysisMetric.of(name)
                .repeated(0)
                .withLimits(1000, 1000, 0)
                .withConditions("result < 0.01", "result > 0.015");
        return new ArgoSettings.Measurement(
                analysis, ArgoSettings.Result.BAD_RATE, Optional.of(Duration.ofMinutes(2)), Duration.ofMinutes(1));
    }

    /** At every look, one judge goes on and another is made of what it knew; both judge the same to the last bit. */
    @ParameterizedTest
    @MethodSource("judges")
    void aJudgeMadeOfWhatAnotherKnewJudgesTheSame(VerdictSettings settings) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        Judge whole = Judge.of(settings);
        Judge resumed = Judge.of(settings);
        Standing last = whole.look(ScriptedLooks.look(0));
        resumed.look(ScriptedLooks.look(0));
        for (int minute = 0; minute < 90; minute++) {
            Look look = ScriptedLooks.drawn(settings, minute, random);
            resumed = Judge.of(settings, resumed.state());
            last = whole.look(look);
            assertThat(resumed.look(look)).isEqualTo(last);
            assertThat(resumed.state()).isEqualTo(whole.state());
        }
        assertThat(last.decision().isFinal()).isFalse();
        assertThat(last.assessment().isPresent()).isEqualTo(!(settings.judge() instanceof JudgeSettings.Sequential));
    }

    @Test
    void aStateOfOtherSettingsIsRefused() {
        String state = Judge.of(COMMON).state();
        VerdictSettings other = VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("errors"));
        assertThatThrownBy(() -> Judge.of(other, state)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Judge.of(COMMON, Judge.of(other).state()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Judge.of(COMMON, "what is that"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'what'");
    }
}

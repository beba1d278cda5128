package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class VerdictSettingsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void whatCannotBeIsRefusedWithItsFieldAndWhatWouldBeRight() {
        refused(ProblemType.VERDICT_VALUE, "falseRollback", () -> ErrorBudget.of(0, 0.05));
        refused(ProblemType.VERDICT_VALUE, "falsePromotion", () -> ErrorBudget.of(0.01, Double.NaN));
        refused(
                ProblemType.VERDICT_VALUE,
                "unacceptableRatio",
                () -> new MetricSettings("m", 1, 1, OptionalDouble.empty(), 1));
        refused(
                ProblemType.VERDICT_VALUE,
                "acceptableRate",
                () -> MetricSettings.of("m").withAcceptableRate(0.6));
        refused(
                ProblemType.VERDICT_VALUE,
                "overdispersion",
                () -> MetricSettings.of("m").withOverdispersion(0.9));
        refused(ProblemType.VERDICT_NAMES, "metrics", () -> VerdictSettings.of(HOUR));
        refused(
                ProblemType.VERDICT_NAMES,
                "metrics",
                () -> VerdictSettings.of(HOUR, MetricSettings.of("m"), MetricSettings.of("m")));
        refused(ProblemType.VERDICT_NAMES, "alarms", () -> new Gate.Alarms("alarms", List.of(), 1));
        refused(ProblemType.VERDICT_TIMES, "bake", () -> Timing.baking(Duration.ZERO));
        refused(
                ProblemType.VERDICT_TIMES,
                "earliestPromotion",
                () -> new Timing(HOUR, HOUR.plusSeconds(1), OptionalDouble.empty(), InconclusivePolicy.ASK));
        refused(
                ProblemType.VERDICT_TIMES,
                "by",
                () -> new InconclusivePolicy(1, Duration.ZERO, InconclusivePolicy.Action.ASK));
        String[] places = IntStream.range(0, 1000).mapToObj(String::valueOf).toArray(String[]::new);
        MetricSettings[] metrics = IntStream.range(0, 11)
                .mapToObj(number -> MetricSettings.of("m" + number))
                .toArray(MetricSettings[]::new);
        refused(
                ProblemType.VERDICT_NAMES,
                "scopes",
                () -> VerdictSettings.of(HOUR, metrics).in(places));
        assertThat(MetricSettings.of("m").withOverdispersion(1).overdispersion())
                .isOne();
    }

    private static void refused(ProblemType type, String field, ThrowingCallable making) {
        assertThatExceptionOfType(VerdictSettingsException.class)
                .isThrownBy(making)
                .satisfies(refusal -> {
                    assertThat(refusal.type()).isEqualTo(type);
                    assertThat(refusal.field()).isEqualTo(field);
                    assertThat(refusal.getMessage()).endsWith(".");
                });
    }
}

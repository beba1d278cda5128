package dev.penstock.verdict.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outcomes are those that {@code analysis/analysis_test.go} of argo-rollouts asserts. */
class AnalysisRunTest {

    private static final AnalysisMetric METRIC =
            AnalysisMetric.of("success-rate").repeated(0);

    /** Limits, count (0: none), then the tally, and the phase while running and when the run is ended. */
    @ParameterizedTest
    @CsvSource({
        // TestAssessMetricStatusFailureLimit
        "2, 0, 0, 0,   0, 3, 0, 0, 0,  FAILED, FAILED",
        "3, 0, 0, 0,   0, 3, 0, 0, 0,  RUNNING, SUCCESSFUL",
        // TestAssessMetricStatusConsecutiveSuccessLimit
        "-1, 0, 3, 0,  4, 3, 0, 0, 3,  SUCCESSFUL, SUCCESSFUL",
        "-1, 0, 5, 0,  4, 3, 0, 0, 3,  RUNNING, SUCCESSFUL",
        "-1, 0, 5, 7,  4, 3, 0, 0, 3,  FAILED, FAILED",
        "-1, 0, 3, 7,  4, 3, 0, 0, 3,  SUCCESSFUL, SUCCESSFUL",
        "-1, 0, 3, 9,  4, 3, 0, 0, 3,  SUCCESSFUL, SUCCESSFUL",
        "-1, 0, 5, 9,  4, 3, 0, 0, 3,  RUNNING, SUCCESSFUL",
        // TestAssessMetricStatusFailureLimitAndConsecutiveSuccessLimit
        "4, 0, 4, 0,   4, 3, 0, 0, 3,  RUNNING, SUCCESSFUL",
        "4, 0, 4, 0,   4, 5, 0, 0, 0,  FAILED, FAILED",
        "4, 0, 4, 0,   5, 3, 0, 0, 4,  SUCCESSFUL, SUCCESSFUL",
        "4, 0, 4, 0,   5, 5, 0, 0, 4,  FAILED, FAILED",
        "4, 0, 4, 10,  6, 4, 0, 0, 3,  INCONCLUSIVE, INCONCLUSIVE",
        "4, 0, 4, 10,  5, 5, 0, 0, 3,  FAILED, FAILED",
        "4, 0, 4, 10,  6, 4, 0, 0, 4,  SUCCESSFUL, SUCCESSFUL",
        "4, 0, 4, 10,  5, 5, 0, 0, 4,  FAILED, FAILED",
        "4, 0, 4, 10,  5, 3, 0, 0, 3,  RUNNING, SUCCESSFUL",
        "4, 0, 4, 10,  3, 5, 0, 0, 3,  FAILED, FAILED",
        "4, 0, 4, 10,  5, 3, 0, 0, 4,  SUCCESSFUL, SUCCESSFUL",
        "4, 0, 4, 10,  4, 5, 0, 0, 4,  FAILED, FAILED",
        // TestAssessMetricStatusInconclusiveLimit
        "0, 2, 0, 0,   0, 0, 3, 0, 0,  INCONCLUSIVE, INCONCLUSIVE",
        "0, 3, 0, 0,   0, 0, 3, 0, 0,  RUNNING, SUCCESSFUL",
        // TestAssessMetricStatusConsecutiveErrors
        "0, 0, 0, 0,   0, 0, 0, 5, 0,  ERROR, ERROR",
        "0, 0, 0, 0,   0, 0, 0, 4, 0,  RUNNING, SUCCESSFUL",
        // TestAssessMetricStatusCountReached
        "0, 0, 0, 10,  10, 0, 0, 0, 10, SUCCESSFUL, SUCCESSFUL",
        "0, 0, 0, 10,  5, 0, 5, 0, 0,   INCONCLUSIVE, INCONCLUSIVE",
    })
    void aMetricIsAssessedAsInArgo(
            int failureLimit,
            int inconclusiveLimit,
            int successLimit,
            int count,
            int successful,
            int failed,
            int inconclusive,
            int consecutiveErrors,
            int consecutiveSuccesses,
            AnalysisPhase running,
            AnalysisPhase ended) {
        // Some of these cases have a smaller count than a template may have.
        AnalysisMetric metric =
                AnalysisMetric.of("success-rate").repeated(0).withLimits(failureLimit, inconclusiveLimit, successLimit);
        metric = count > 0 ? metric.repeated(count) : metric;
        var tally = new MetricTally(
                successful, failed, inconclusive, consecutiveErrors, consecutiveErrors, consecutiveSuccesses, false);
        assertThat(AnalysisRun.assess(metric, tally, false)).isEqualTo(running);
        assertThat(AnalysisRun.assess(metric, tally, true)).isEqualTo(ended);
    }

    @Test
    void withoutAMeasurementItIsPendingAndSuccessfulWhenTheRunIsEnded() {
        assertThat(AnalysisRun.assess(METRIC, MetricTally.NONE, false)).isEqualTo(AnalysisPhase.PENDING);
        assertThat(AnalysisRun.assess(METRIC, MetricTally.NONE, true)).isEqualTo(AnalysisPhase.SUCCESSFUL);
        MetricTally inFlight = MetricTally.NONE.plus(AnalysisPhase.SUCCESSFUL).plus(AnalysisPhase.RUNNING);
        assertThat(AnalysisRun.assess(METRIC, inFlight, false)).isEqualTo(AnalysisPhase.RUNNING);
        assertThat(AnalysisRun.assess(METRIC, inFlight, true)).isEqualTo(AnalysisPhase.RUNNING);
    }

    @Test
    void anErrorIsForgottenWithTheNextMeasurement() {
        MetricTally tally = MetricTally.NONE;
        for (int i = 0; i < 4; i++) {
            tally = tally.plus(AnalysisPhase.ERROR);
        }
        assertThat(AnalysisRun.assess(METRIC, tally.plus(AnalysisPhase.ERROR), false))
                .isEqualTo(AnalysisPhase.ERROR);
        tally = tally.plus(AnalysisPhase.SUCCESSFUL).plus(AnalysisPhase.ERROR);
        assertThat(tally.consecutiveErrors()).isOne();
        assertThat(AnalysisRun.assess(METRIC, tally, false)).isEqualTo(AnalysisPhase.RUNNING);
    }

    @Test
    void theWorstOfTheMetricsIsTheRuns() {
        var run = new AnalysisRun(List.of(AnalysisMetric.of("latency"), AnalysisMetric.of("success-rate")));
        assertThat(run.measured("latency", AnalysisPhase.SUCCESSFUL)).isEqualTo(AnalysisPhase.RUNNING);
        assertThat(run.measured("success-rate", AnalysisPhase.FAILED)).isEqualTo(AnalysisPhase.FAILED);
    }

    @Test
    void aFailedMetricEndsTheOthers() {
        var run = new AnalysisRun(List.of(METRIC, AnalysisMetric.of("smoke")));
        run.measured("success-rate", AnalysisPhase.SUCCESSFUL);
        assertThat(run.measured("smoke", AnalysisPhase.FAILED)).isEqualTo(AnalysisPhase.FAILED);
        assertThat(run.phase("success-rate")).isEqualTo(AnalysisPhase.SUCCESSFUL);
    }

    @Test
    void aDryRunCountsForNothing() {
        var run = new AnalysisRun(List.of(METRIC, AnalysisMetric.of("trial").asDryRun()));
        run.measured("success-rate", AnalysisPhase.SUCCESSFUL);
        assertThat(run.measured("trial", AnalysisPhase.FAILED)).isEqualTo(AnalysisPhase.RUNNING);
        assertThat(run.phase("trial")).isEqualTo(AnalysisPhase.FAILED);
        assertThat(run.terminate()).isEqualTo(AnalysisPhase.SUCCESSFUL);
        var alone = new AnalysisRun(List.of(AnalysisMetric.of("trial").asDryRun()));
        assertThat(alone.measured("trial", AnalysisPhase.FAILED)).isEqualTo(AnalysisPhase.SUCCESSFUL);
    }

    @Test
    void limitsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> METRIC.withLimits(-1, 0, 0)).hasMessageContaining("cannot both be disabled");
        assertThatThrownBy(() -> METRIC.withLimits(-2, 0, 1)).hasMessageContaining("failureLimit");
        assertThatThrownBy(() -> METRIC.withLimits(4, 0, 4).repeated(7)).hasMessageContaining("count");
        assertThatThrownBy(() -> METRIC.withLimits(0, 8, 0).repeated(7)).hasMessageContaining("inconclusiveLimit");
        assertThatThrownBy(() -> new AnalysisMetric(
                        "m", Optional.empty(), Optional.empty(), false, OptionalInt.of(2), 0, 0, 4, 0, false))
                .hasMessageContaining("interval");
        assertThatThrownBy(() -> new AnalysisRun(List.of())).hasMessageContaining("metric");
    }
}

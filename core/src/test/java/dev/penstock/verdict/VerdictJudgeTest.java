package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.verdict.ErrorBudget.Merging;
import dev.penstock.verdict.ErrorBudget.Sharing;
import dev.penstock.verdict.InconclusivePolicy.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictJudgeTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final VerdictSettings SETTINGS = VerdictSettings.of(HOUR, MetricSettings.of("errors"));

    private VerdictJudge judge = new VerdictJudge(SETTINGS);

    @Test
    void rollsBackWhatIsWorseAndNamesTheMetricThatShowsIt() {
        judge = new VerdictJudge(VerdictSettings.of(HOUR, MetricSettings.of("slow"), MetricSettings.of("errors")));
        Standing standing = judge.look(look(1, counted("slow", 1, 1000, 50, 9000, 450), errors(1, 1000, 40, 9000, 45)));
        assertThat(standing.decision()).isEqualTo(new Decision.RollBack(new Decision.Cause.Evidence("errors")));
        assertThatThrownBy(() -> judge.look(look(2))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void promotesAsSoonAsEveryMetricIsProvenAndNotBefore() {
        judge = new VerdictJudge(VerdictSettings.of(HOUR, MetricSettings.of("slow"), MetricSettings.of("errors")));
        assertThat(judge.look(look(1, errors(1, 10_000, 50, 90_000, 450))).decision())
                .isEqualTo(new Decision.Continue(START.plusSeconds(60).plus(HOUR)));
        assertThat(judge.look(look(2, counted("slow", 2, 10_000, 500, 90_000, 4500)))
                        .decision())
                .isEqualTo(new Decision.Promote());
    }

    @Test
    void nothingIsPromotedBeforeTheEarliestTime() {
        judge = new VerdictJudge(SETTINGS.with(
                new Timing(HOUR, Duration.ofMinutes(10), OptionalDouble.empty(), InconclusivePolicy.ASK)));
        assertThat(judge.look(look(1, healthy(1))).decision()).isInstanceOf(Decision.Continue.class);
        assertThat(judge.look(look(10, healthy(10))).decision()).isInstanceOf(Decision.Continue.class);
        assertThat(judge.look(look(11, healthy(11))).decision()).isEqualTo(new Decision.Promote());
    }

    @Test
    void noDataIsNeverAPass() {
        assertThat(judge.look(look(0, new MetricBatch.Missing("errors", "", minute(0), "The source was not reached.")))
                        .decision())
                .isInstanceOf(Decision.Continue.class);
        Standing idle = judge.look(look(2, errors(1, 0, 0, 90_000, 450)));
        assertThat(idle.metrics().getFirst().batches()).isEqualTo(new BatchTally(0, 1, 0, 0, 1));
        assertThat(judge.look(look(60)).decision())
                .isEqualTo(new Decision.Inconclusive(Decision.Reason.NO_DATA, Action.ASK));
    }

    @Test
    void countsThatStoppedComingProveNothing() {
        judge = new VerdictJudge(SETTINGS.with(
                new Timing(HOUR, Duration.ofMinutes(20), OptionalDouble.empty(), InconclusivePolicy.ASK)));
        judge.look(look(1, healthy(1)));
        assertThat(judge.look(look(30)).decision()).isInstanceOf(Decision.Continue.class);
        assertThat(judge.look(look(31, healthy(30))).decision()).isEqualTo(new Decision.Promote());
    }

    @Test
    void theBakeTimeIsExtendedAsOftenAsTheSettingsSay() {
        var policy = new InconclusivePolicy(2, Duration.ofMinutes(30), Action.ROLL_BACK);
        judge = new VerdictJudge(SETTINGS.with(new Timing(HOUR, Duration.ZERO, OptionalDouble.empty(), policy)));
        judge.look(look(0));
        assertThat(judge.look(look(61, errors(60, 100, 0, 900, 3))).decision())
                .isEqualTo(new Decision.Continue(START.plus(Duration.ofMinutes(90))));
        assertThat(judge.look(look(91, errors(90, 100, 0, 900, 3))).decision())
                .isEqualTo(new Decision.Continue(START.plus(Duration.ofHours(2))));
        assertThat(judge.look(look(121, errors(120, 100, 0, 900, 3))).decision())
                .isEqualTo(new Decision.Inconclusive(Decision.Reason.TIME_OVER, Action.ROLL_BACK));
        assertThatThrownBy(() -> judge.look(look(122))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whileSomebodyIsAskedEvidenceMayStillDecide() {
        judge.look(look(0));
        assertThat(judge.look(look(60)).decision().isFinal()).isFalse();
        assertThat(judge.look(look(61, errors(61, 1000, 40, 9000, 45))).decision())
                .isInstanceOf(Decision.RollBack.class);
    }

    @Test
    void aWindowThatIsDeliveredTwiceCountsOnce() {
        Standing once = judge.look(look(1, errors(1, 1000, 9, 9000, 45)));
        Standing twice = judge.look(look(2, errors(1, 1000, 9, 9000, 45)));
        assertThat(twice.worse()).isEqualTo(once.worse());
        assertThat(twice.metrics().getFirst().batches()).isEqualTo(new BatchTally(1, 0, 0, 1, 0));
    }

    @Test
    void whatTheCanaryDoesWhileItWarmsUpIsLeftOut() {
        judge = new VerdictJudge(SETTINGS.with(Guards.STANDARD.withWarmUp(Duration.ofMinutes(2), 1500)));
        judge.look(look(1, errors(0, 0, 0, 9000, 45)));
        judge.look(look(6, errors(5, 700, 70, 9000, 45), errors(6, 700, 70, 9000, 45)));
        Standing stillTooFew = judge.look(look(8, errors(7, 200, 20, 9000, 45)));
        assertThat(stillTooFew.worse()).isZero();
        Standing counted = judge.look(look(9, errors(8, 1000, 5, 9000, 45)));
        assertThat(counted.metrics().getFirst().canary()).isEqualTo(new ArmCounts(1000, 5));
        assertThat(counted.metrics().getFirst().batches()).isEqualTo(new BatchTally(1, 0, 3, 0, 1));
    }

    @Test
    void aClockThatJumpsBackMakesNothingYoung() {
        judge.look(look(0));
        assertThat(judge.look(look(61)).decision()).isInstanceOf(Decision.Inconclusive.class);
        Standing back = judge.look(look(1));
        assertThat(back.decision()).isInstanceOf(Decision.Inconclusive.class);
        assertThat(back.at()).isEqualTo(START.plus(Duration.ofMinutes(61)));
    }

    @Test
    void trafficThatGoesElsewhereAlsoAfterALongTimeEndsInNoPromotion() {
        for (int minute = 1; minute <= 30; minute++) {
            Standing right = judge.look(traffic(minute, 0.1, 1000, 9000, errors(minute, 100, 0, 900, 0)));
            assertThat(right.decision()).isInstanceOf(Decision.Continue.class);
        }
        Standing sticky = judge.look(traffic(31, 0.1, 100, 9900, healthy(31)));
        assertThat(sticky.decision()).isEqualTo(new Decision.Inconclusive(Decision.Reason.TRAFFIC, Action.ASK));
    }

    @Test
    void trafficBeforeTheFirstStepIsAMismatch() {
        assertThat(judge.look(traffic(1, 0, 2000, 8000)).decision())
                .isEqualTo(new Decision.Inconclusive(Decision.Reason.TRAFFIC, Action.ASK));
    }

    @Test
    void aFaultInOneOfManyPlacesIsFoundWhereTheirSumWouldHideIt() {
        String[] regions = {"dublin", "ohio", "tokyo", "sydney", "paris", "oregon", "mumbai", "seoul"};
        MetricBatch[] minute = new MetricBatch[regions.length];
        for (int i = 0; i < regions.length; i++) {
            minute[i] = new MetricBatch.Counted(
                    "errors", regions[i], minute(1), new ArmCounts(1000, i == 0 ? 24 : 4), new ArmCounts(9000, 45));
        }
        assertThat(merged(Merging.SHARED, regions).look(look(2, minute)).decision())
                .isInstanceOf(Decision.Continue.class);
        assertThat(merged(Merging.SEPARATE, regions).look(look(2, minute)).decision())
                .isInstanceOf(Decision.RollBack.class);
        assertThat(merged(Merging.BOTH, regions).look(look(2, minute)).worse())
                .isGreaterThan(
                        merged(Merging.SHARED, regions).look(look(2, minute)).worse());
    }

    @Test
    void aWeakFaultEverywhereIsFoundByTheEvidenceOfAllPlacesTogether() {
        String[] regions = {"dublin", "ohio", "tokyo", "sydney"};
        MetricBatch[] minute = new MetricBatch[regions.length];
        for (int i = 0; i < regions.length; i++) {
            minute[i] = new MetricBatch.Counted(
                    "errors", regions[i], minute(1), new ArmCounts(1000, 11), new ArmCounts(9000, 45));
        }
        assertThat(merged(Merging.BOTH, regions).look(look(2, minute)).decision())
                .isInstanceOf(Decision.RollBack.class);
        assertThat(merged(Merging.SEPARATE, regions).look(look(2, minute)).decision())
                .isInstanceOf(Decision.Continue.class);
    }

    private static VerdictJudge merged(Merging merging, String... regions) {
        return new VerdictJudge(SETTINGS.in(regions)
                .with(new Timing(HOUR, HOUR, OptionalDouble.empty(), InconclusivePolicy.ASK))
                .with(new ErrorBudget(
                        0.01, 0.05, Sharing.MEAN, merging, ErrorBudget.STANDARD.ratios(), ErrorBudget.Onset.ANY_TIME)));
    }

    @Test
    void aSplitBudgetNeedsNoLessThanTheMeanOfTheEvidence() {
        var split = new VerdictJudge(twoMetrics(Sharing.SPLIT));
        var mean = new VerdictJudge(twoMetrics(Sharing.MEAN));
        Look look = look(1, errors(1, 1000, 14, 9000, 45), counted("slow", 1, 1000, 60, 9000, 450));
        assertThat(mean.look(look).worse()).isGreaterThan(split.look(look).worse());
    }

    private static VerdictSettings twoMetrics(Sharing sharing) {
        return VerdictSettings.of(
                        HOUR,
                        MetricSettings.of("errors"),
                        MetricSettings.of("slow").withWeight(3))
                .with(new ErrorBudget(
                        0.01, 0.05, sharing, Merging.BOTH, ErrorBudget.STANDARD.ratios(), ErrorBudget.Onset.ANY_TIME));
    }

    @Test
    void aServiceWithoutErrorsIsProvenOnlyByARateThatIsNoHarm() {
        Look clean = look(1, errors(1, 10_000, 0, 90_000, 0));
        assertThat(judge.look(clean).decision()).isInstanceOf(Decision.Continue.class);
        judge = new VerdictJudge(
                VerdictSettings.of(HOUR, MetricSettings.of("errors").withAcceptableRate(0.001)));
        assertThat(judge.look(clean).decision()).isEqualTo(new Decision.Promote());
    }

    @Test
    void tooFewBadRequestsOfTheBaselineProveNothing() {
        judge = new VerdictJudge(
                SETTINGS.with(new Guards(Duration.ZERO, 0, 100, Duration.ofMinutes(5), Guards.STANDARD.traffic())));
        assertThat(judge.look(look(1, errors(1, 90_000, 60, 90_000, 99))).decision())
                .isInstanceOf(Decision.Continue.class);
        assertThat(judge.look(look(2, errors(2, 90_000, 1, 90_000, 1))).decision())
                .isEqualTo(new Decision.Promote());
    }

    @Test
    void whatCannotBeProvenInTheRestOfTheTimeIsGivenUpEarlyIfAskedTo() {
        var futile = SETTINGS.with(new Timing(HOUR, Duration.ZERO, OptionalDouble.of(0.01), InconclusivePolicy.ASK));
        judge = new VerdictJudge(futile);
        assertThat(judge.look(look(0)).decision()).isInstanceOf(Decision.Continue.class);
        assertThat(judge.look(look(10, errors(1, 100, 0, 900, 1))).decision()).isInstanceOf(Decision.Continue.class);
        assertThat(judge.look(look(16, errors(15, 100, 0, 900, 0))).decision())
                .isEqualTo(new Decision.Inconclusive(Decision.Reason.FUTILE, Action.ASK));

        judge = new VerdictJudge(futile);
        judge.look(look(0));
        assertThat(judge.look(look(20, errors(19, 2000, 10, 18_000, 90))).decision())
                .isInstanceOf(Decision.Continue.class);
    }

    @Test
    void closedGatesRollBackAndUnknownOnesKeepFromPromoting() {
        judge = new VerdictJudge(SETTINGS.with(
                new Gate.CrashLoop("crash", 3, Duration.ofMinutes(5), 1),
                new Gate.Health("health", 0.9, 2),
                new Gate.Saturation("memory", 0.95, 1),
                new Gate.Alarms("alarms", List.of("p99"), 1)));
        assertThat(judge.look(gates(
                                1,
                                healthy(1),
                                new GateReading.Restarts("crash", 2),
                                new GateReading.Targets("health", 1, 2),
                                new GateReading.Used("memory", 0.95),
                                new GateReading.AlarmStates("alarms", List.of(), List.of("p99"))))
                        .decision())
                .isInstanceOf(Decision.Continue.class);
        assertThat(judge.gate("alarms")).contains(new GateStatus.Unknown("There is no data for the alarm 'p99'."));
        assertThat(judge.look(gates(2, healthy(2), new GateReading.Targets("health", 1, 2)))
                        .decision())
                .isEqualTo(new Decision.RollBack(new Decision.Cause.ClosedGate(
                        "health", "1 of 2 targets of the canary are healthy; at least 90 % must be.")));
    }

    @Test
    void gatesThatAreOpenLetItThrough() {
        judge = new VerdictJudge(SETTINGS.with(new Gate.Health("health", 0.9, 2)));
        judge.look(gates(1, healthy(1), new GateReading.Missing("health", "Throttled.")));
        assertThat(judge.look(gates(2, healthy(2), new GateReading.Targets("health", 2, 2)))
                        .decision())
                .isEqualTo(new Decision.Promote());
    }

    @Test
    void namesThatTheSettingsDoNotHaveAreRefused() {
        assertThatThrownBy(() -> judge.look(look(1, counted("other", 1, 1, 0, 1, 0))))
                .hasMessage("the settings have no metric 'other'");
        assertThatThrownBy(() -> judge.look(look(1, new MetricBatch.Missing("errors", "mars", minute(1), "Far."))))
                .hasMessage("the settings have no scope 'mars'");
        assertThatThrownBy(() -> new VerdictJudge(SETTINGS.with(new Gate.Health("health", 0.9, 1)))
                        .look(gates(1, healthy(1), new GateReading.Used("health", 1))))
                .hasMessage("the gate 'health' cannot be read from a Used");
    }

    private static Window minute(int minute) {
        Instant from = START.plusSeconds(60L * minute);
        return new Window(from, from.plusSeconds(60));
    }

    private static MetricBatch counted(
            String metric, int minute, long canary, long canaryBad, long baseline, long baselineBad) {
        return new MetricBatch.Counted(
                metric, "", minute(minute), new ArmCounts(canary, canaryBad), new ArmCounts(baseline, baselineBad));
    }

    private static MetricBatch errors(int minute, long canary, long canaryBad, long baseline, long baselineBad) {
        return counted("errors", minute, canary, canaryBad, baseline, baselineBad);
    }

    private static MetricBatch healthy(int minute) {
        return errors(minute, 10_000, 50, 90_000, 450);
    }

    private static Look look(int minute, MetricBatch... batches) {
        return Look.at(START.plusSeconds(60L * minute), List.of(batches));
    }

    private static Look gates(int minute, MetricBatch batch, GateReading... readings) {
        return new Look(START.plusSeconds(60L * minute), List.of(batch), List.of(), List.of(readings));
    }

    private static Look traffic(int minute, double share, long canary, long baseline, MetricBatch... batches) {
        var reading = new TrafficReading("", minute(minute), share, canary, baseline);
        return new Look(START.plusSeconds(60L * minute), List.of(batches), List.of(reading), List.of());
    }
}

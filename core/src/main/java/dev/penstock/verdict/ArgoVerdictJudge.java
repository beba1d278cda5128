package dev.penstock.verdict;

import dev.penstock.verdict.ArgoSettings.Measurement;
import dev.penstock.verdict.BatchTally.Use;
import dev.penstock.verdict.argo.AnalysisMetric;
import dev.penstock.verdict.argo.AnalysisPhase;
import dev.penstock.verdict.argo.AnalysisRun;
import dev.penstock.verdict.argo.MetricTally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges a release as Argo Rollouts does with an analysis: failed or in error, it goes back; inconclusive, it is for people to say;
 * successful, it goes on. Unlike there, a metric that was never measured does not succeed when the analysis is ended. Not
 * thread-safe.
 */
public final class ArgoVerdictJudge implements Judge {

    private final VerdictSettings settings;
    private final Watch watch;
    private final Map<String, PlainTrack> metrics = new LinkedHashMap<>();
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private final List<AnalysisMetric> analysed = new ArrayList<>();
    private AnalysisRun run;

    /** A judge that has seen nothing. */
    ArgoVerdictJudge(VerdictSettings settings, ArgoSettings argo) {
        this.settings = settings;
        watch = new Watch(settings);
        for (MetricSettings metric : settings.metrics()) {
            Measurement measurement = Objects.requireNonNull(argo.metrics().get(metric.name()));
            metrics.put(metric.name(), new PlainTrack(metric.name(), settings));
            pending.put(metric.name(), new Pending(measurement));
            analysed.add(measurement.analysis());
        }
        run = new AnalysisRun(analysed);
    }

    @Override
    public VerdictSettings settings() {
        return settings;
    }

    @Override
    public Standing look(Look look) {
        watch.take(look);
        for (MetricBatch batch : look.batches()) {
            Use use = Objects.requireNonNull(metrics.get(batch.metric())).take(batch);
            Objects.requireNonNull(pending.get(batch.metric())).take(batch, use);
        }
        pending.forEach(this::measure);
        Decision decision = watch.decided(decide());
        List<MetricStanding> standings =
                metrics.values().stream().map(PlainTrack::standing).toList();
        return new Standing(watch.now(), decision, 0, standings, watch.trafficMismatch(), Optional.of(assessment()));
    }

    private void measure(String name, Pending counts) {
        if (!run.phase(name).isCompleted()) {
            counts.measure(watch.start(), watch.now()).ifPresent(phase -> run.measured(name, phase));
        }
    }

    private Assessment assessment() {
        List<Assessment.Measured> measured = analysed.stream()
                .map(metric -> new Assessment.Measured(
                        metric.name(), run.phase(metric.name()), run.tally(metric.name()), metric.dryRun()))
                .toList();
        return new Assessment.Analysed(run.phase(), measured);
    }

    private Decision decide() {
        Optional<Decision> closed = watch.closedGate();
        if (closed.isPresent()) {
            return closed.get();
        }
        Instant end = watch.start().plus(settings.timing().bake());
        if (watch.now().isBefore(end) || run.phase().isCompleted()) {
            return follow(run.phase(), end);
        }
        return seen() ? follow(run.terminate(), end) : watch.inconclusive(Decision.Reason.NO_DATA);
    }

    /** Whether each metric that counts was measured, on requests of the canary: a condition may hold of nothing as well. */
    private boolean seen() {
        return analysed.stream()
                .allMatch(metric -> metric.dryRun()
                        || (run.tally(metric.name()).isMeasured()
                                && Objects.requireNonNull(metrics.get(metric.name()))
                                                .standing()
                                                .canary()
                                                .requests()
                                        > 0));
    }

    private Decision follow(AnalysisPhase phase, Instant end) {
        return switch (phase) {
            case FAILED, ERROR -> new Decision.RollBack(new Decision.Cause.Analysis(culprit(phase), phase));
            case INCONCLUSIVE -> watch.inconclusive(Decision.Reason.ANALYSIS);
            case SUCCESSFUL -> succeeded();
            case RUNNING, PENDING ->
                watch.trafficIsWrong() ? watch.inconclusive(Decision.Reason.TRAFFIC) : new Decision.Continue(end);
        };
    }

    private Decision succeeded() {
        if (watch.trafficIsWrong()) {
            return watch.inconclusive(Decision.Reason.TRAFFIC);
        }
        if (!seen()) {
            return watch.inconclusive(Decision.Reason.NO_DATA);
        }
        return watch.gatesKnown() ? new Decision.Promote() : watch.inconclusive(Decision.Reason.GATE_UNKNOWN);
    }

    private String culprit(AnalysisPhase phase) {
        return analysed.stream()
                .filter(metric -> !metric.dryRun() && run.phase(metric.name()) == phase)
                .map(AnalysisMetric::name)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String state() {
        return JudgeState.of(this::exchange);
    }

    void exchange(JudgeState state) {
        watch.exchange(state);
        metrics.values().forEach(metric -> metric.exchange(state));
        pending.values().forEach(counts -> counts.exchange(state));
        Map<String, MetricTally> tallies = new LinkedHashMap<>();
        Map<String, AnalysisPhase> phases = new LinkedHashMap<>();
        for (AnalysisMetric metric : analysed) {
            MetricTally tally = run.tally(metric.name());
            tallies.put(
                    metric.name(),
                    new MetricTally(
                            state.count(tally.successful()),
                            state.count(tally.failed()),
                            state.count(tally.inconclusive()),
                            state.count(tally.errors()),
                            state.count(tally.consecutiveErrors()),
                            state.count(tally.consecutiveSuccesses()),
                            false));
            phases.put(
                    metric.name(),
                    AnalysisPhase.valueOf(state.text(run.phase(metric.name()).name())));
        }
        run = new AnalysisRun(analysed, tallies, phases);
    }

    /** What was counted of a metric since its last measurement. */
    private static final class Pending {

        /** After an error it is measured again so soon, whatever the interval. */
        private static final Duration ERROR_RETRY = Duration.ofSeconds(10);

        private final Measurement measurement;
        private ArmCounts canary = ArmCounts.NONE;
        private ArmCounts baseline = ArmCounts.NONE;
        private boolean counted;
        private boolean missing;
        private Instant due = Instant.EPOCH;

        Pending(Measurement measurement) {
            this.measurement = measurement;
        }

        void take(MetricBatch batch, Use use) {
            if (batch instanceof MetricBatch.Counted counts && use != Use.LATE) {
                canary = canary.plus(counts.canary());
                baseline = baseline.plus(counts.baseline());
                counted = true;
            }
            missing |= use == Use.MISSING;
        }

        /** A measurement, if one is due and there is something to measure, or to be missed for a whole interval. */
        Optional<AnalysisPhase> measure(Instant start, Instant now) {
            Instant first = start.plus(measurement.initialDelay());
            Instant next = due.isAfter(first) ? due : first;
            Duration interval = measurement.interval().orElse(ERROR_RETRY);
            boolean overdue = measurement.interval().isPresent() && !now.isBefore(next.plus(interval));
            if (now.isBefore(next) || !(counted || missing || overdue)) {
                return Optional.empty();
            }
            AnalysisPhase phase = counted
                    ? measurement.analysis().measure(measurement.result().of(canary, baseline))
                    : AnalysisPhase.ERROR;
            canary = ArmCounts.NONE;
            baseline = ArmCounts.NONE;
            counted = false;
            missing = false;
            due = now.plus(phase == AnalysisPhase.ERROR ? ERROR_RETRY : interval);
            return Optional.of(phase);
        }

        void exchange(JudgeState state) {
            canary = state.counts(canary);
            baseline = state.counts(baseline);
            counted = state.flag(counted);
            missing = state.flag(missing);
            due = Objects.requireNonNull(state.instant(due));
        }
    }
}

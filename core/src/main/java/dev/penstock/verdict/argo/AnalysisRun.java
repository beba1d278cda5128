package dev.penstock.verdict.argo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A run of several metrics: takes in one measurement after the other. A metric that has ended is not measured again. */
public final class AnalysisRun {

    private final List<AnalysisMetric> metrics;
    private final Map<String, MetricTally> tallies = new LinkedHashMap<>();
    private final Map<String, AnalysisPhase> phases = new LinkedHashMap<>();
    private boolean terminated;

    /**
     * A run that has measured nothing.
     *
     * @throws IllegalArgumentException when there is no metric, or two of one name
     */
    public AnalysisRun(List<AnalysisMetric> metrics) {
        this.metrics = List.copyOf(metrics);
        for (AnalysisMetric metric : metrics) {
            if (tallies.put(metric.name(), MetricTally.NONE) != null) {
                throw new IllegalArgumentException("there are two metrics '" + metric.name() + "'");
            }
            phases.put(metric.name(), AnalysisPhase.PENDING);
        }
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("a run needs a metric");
        }
    }

    /**
     * A run that goes on.
     *
     * @param tallies what each metric had measured
     * @param phases how each metric stood
     */
    public AnalysisRun(
            List<AnalysisMetric> metrics, Map<String, MetricTally> tallies, Map<String, AnalysisPhase> phases) {
        this(metrics);
        this.tallies.replaceAll((name, none) -> tallies.getOrDefault(name, none));
        this.phases.replaceAll((name, pending) -> phases.getOrDefault(name, pending));
    }

    /** Takes in a measured value. */
    public AnalysisPhase measured(String metric, Value value) {
        AnalysisMetric measured = metrics.stream()
                .filter(each -> each.name().equals(metric))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no metric '" + metric + "'"));
        return measured(metric, measured.measure(value));
    }

    /** Takes in a measurement that was judged already, or one that could not be taken. */
    public AnalysisPhase measured(String metric, AnalysisPhase measurement) {
        MetricTally tally = tallies.get(metric);
        if (tally == null) {
            throw new IllegalArgumentException("there is no metric '" + metric + "'");
        }
        if (!Objects.requireNonNull(phases.get(metric)).isCompleted()) {
            tallies.put(metric, tally.plus(measurement));
        }
        return phase();
    }

    /** Ends it: metrics that run for as long as the run does are successful then. */
    public AnalysisPhase terminate() {
        terminated = true;
        return phase();
    }

    /** How the run stands: the worst of its metrics, once all of them have ended or one of them ends the run. */
    public AnalysisPhase phase() {
        assess(isTerminating());
        // A metric that ended just now ends the others.
        assess(isTerminating());
        AnalysisPhase worst = AnalysisPhase.SUCCESSFUL;
        boolean completed = true;
        for (AnalysisMetric metric : metrics) {
            AnalysisPhase phase = phase(metric.name());
            completed &= phase.isCompleted();
            if (!metric.dryRun() && phase.isCompleted() && phase.compareTo(worst) > 0) {
                worst = phase;
            }
        }
        return completed || isTerminating() ? worst : AnalysisPhase.RUNNING;
    }

    /** How a metric stands. */
    public AnalysisPhase phase(String metric) {
        return Objects.requireNonNull(phases.get(metric), metric);
    }

    /** The measurements of a metric so far. */
    public MetricTally tally(String metric) {
        return Objects.requireNonNull(tallies.get(metric), metric);
    }

    private void assess(boolean terminating) {
        for (AnalysisMetric metric : metrics) {
            if (!phase(metric.name()).isCompleted()) {
                phases.put(
                        metric.name(), assess(metric, Objects.requireNonNull(tallies.get(metric.name())), terminating));
            }
        }
    }

    private boolean isTerminating() {
        return terminated
                || metrics.stream()
                        .filter(metric -> !metric.dryRun())
                        .map(metric -> phase(metric.name()))
                        .anyMatch(phase -> phase.isCompleted() && phase != AnalysisPhase.SUCCESSFUL);
    }

    /** What the measurements so far make of a metric. */
    static AnalysisPhase assess(AnalysisMetric metric, MetricTally tally, boolean terminating) {
        if (tally.isEmpty()) {
            return terminating ? AnalysisPhase.SUCCESSFUL : AnalysisPhase.PENDING;
        }
        if (tally.inFlight()) {
            return AnalysisPhase.RUNNING;
        }
        // The later of these rules wins.
        if (tally.consecutiveErrors() > metric.consecutiveErrorLimit()) {
            return AnalysisPhase.ERROR;
        }
        if (tally.inconclusive() > metric.inconclusiveLimit()) {
            return AnalysisPhase.INCONCLUSIVE;
        }
        if (metric.failureLimit() >= 0 && tally.failed() > metric.failureLimit()) {
            return AnalysisPhase.FAILED;
        }
        boolean successesCount = metric.consecutiveSuccessLimit() > 0;
        if (successesCount && tally.consecutiveSuccesses() >= metric.consecutiveSuccessLimit()) {
            return AnalysisPhase.SUCCESSFUL;
        }
        if (metric.effectiveCount().isPresent()
                && tally.count() >= metric.effectiveCount().getAsInt()) {
            return !successesCount
                    ? AnalysisPhase.SUCCESSFUL
                    : metric.failureLimit() >= 0 ? AnalysisPhase.INCONCLUSIVE : AnalysisPhase.FAILED;
        }
        return terminating ? AnalysisPhase.SUCCESSFUL : AnalysisPhase.RUNNING;
    }
}

package dev.penstock.verdict.plan;

import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.ErrorBudget.Merging;
import dev.penstock.verdict.JudgeSettings;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.plan.CanaryPlan.Finding;
import dev.penstock.verdict.plan.StepPower.MetricPower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a rollout can find, step by step: each step is judged by itself, with its part of what may be decided wrongly.
 *
 * @param traffic what it will meet
 * @param settings what it is judged by
 * @param chance with what probability something is to be found
 * @param steps each step; empty when the judge is one whose power cannot be computed
 */
public record RolloutPower(RolloutTraffic traffic, VerdictSettings settings, double chance, List<StepPower> steps) {

    private static final double CHANCE = 0.9;

    public RolloutPower {
        steps = List.copyOf(steps);
    }

    /**
     * Computes it, for what is found with 90 %.
     *
     * @param steps that are judged, in order
     * @param settings whose bake time is not looked at: each step has its own
     * @throws PlanException when a step or the traffic cannot be
     */
    public static RolloutPower of(List<RolloutStep> steps, RolloutTraffic traffic, VerdictSettings settings) {
        boolean sequential = settings.judge() instanceof JudgeSettings.Sequential;
        List<StepPower> powers = sequential
                ? steps.stream()
                        .map(step -> new RolloutPower(traffic, settings, CHANCE, List.of()).step(step, steps.size()))
                        .toList()
                : List.of();
        return new RolloutPower(traffic, settings, CHANCE, powers);
    }

    /** The probability that a metric whose rate rises to the unacceptable ratio is found before the last step is over. */
    public double found(String metric) {
        double missed = 1;
        for (StepPower step : steps) {
            for (MetricPower power : step.metrics()) {
                missed *= power.metric().equals(metric) ? 1 - power.found() : 1;
            }
        }
        return 1 - missed;
    }

    /** All of it in words: a sentence or two for each step, and one for the whole. */
    public List<String> sentences() {
        return PowerWords.of(this);
    }

    private StepPower step(RolloutStep step, int of) {
        List<MetricPower> powers = new ArrayList<>();
        Optional<Duration> proven = Optional.of(Duration.ZERO);
        String slowest = settings.metrics().getFirst().name();
        for (MetricSettings metric : settings.metrics()) {
            powers.add(metric(step, metric, of));
            Optional<Duration> one = proven(step, metric, of);
            boolean slower = proven.isPresent() && (one.isEmpty() || one.get().compareTo(proven.get()) > 0);
            if (slower) {
                proven = one;
                slowest = metric.name();
            }
        }
        return new StepPower(step, powers, proven, slowest);
    }

    private MetricPower metric(RolloutStep step, MetricSettings metric, int of) {
        double limit = metric.unacceptableRatio();
        Optional<PlanRequest> request = request(step, metric, of);
        if (request.isEmpty() || step.weight() == 1) {
            return new MetricPower(metric.name(), limit, 0, Optional.empty(), Optional.empty(), OptionalDouble.empty());
        }
        var planner = new CanaryPlanner(request.get());
        CanaryTraffic traffic = request.get().traffic();
        Finding unacceptable = planner.finding(traffic, limit);
        Optional<Finding> example = CanaryPlanner.RATIOS.stream()
                .map(ratio -> planner.finding(traffic, ratio))
                .filter(finding -> finding.time().isPresent())
                .findFirst();
        return new MetricPower(
                metric.name(),
                limit,
                unacceptable.withinBake(),
                unacceptable.time().map(this::warm),
                example.map(this::warm),
                planner.smallest());
    }

    private Finding warm(Finding finding) {
        return new Finding(
                finding.ratio(),
                finding.median().map(this::warm),
                finding.time().map(this::warm),
                finding.withinBake());
    }

    /** Counts are left out at first. */
    private Duration warm(Duration time) {
        return time.plus(settings.guards().warmUp());
    }

    /** What is asked of the planner; empty when the whole bake time is warm-up. */
    private Optional<PlanRequest> request(RolloutStep step, MetricSettings metric, int of) {
        Duration counted = step.bake().minus(settings.guards().warmUp());
        if (counted.compareTo(Duration.ofSeconds(1)) < 0) {
            return Optional.empty();
        }
        Duration look = traffic.look().compareTo(counted) < 0 ? traffic.look() : counted;
        int places = settings.scopes().size();
        Merging merging = settings.budget().merging();
        double merged = places > 1 && merging == Merging.BOTH ? 0.5 : 1;
        double weights =
                settings.metrics().stream().mapToDouble(MetricSettings::weight).sum();
        ErrorBudget budget = settings.budget();
        return Optional.of(new PlanRequest(
                new CanaryTraffic(
                        traffic.requestsPerMinute() * step.counted() / (merging == Merging.SEPARATE ? places : 1),
                        traffic.usualRate(metric.name()),
                        Math.min(step.comparedWeight(), Math.nextDown(1.0)),
                        metric.overdispersion()),
                new ErrorBudget(
                        budget.falseRollback() * merged * metric.weight() / weights / of,
                        budget.falsePromotion() / of,
                        budget.sharing(),
                        merging,
                        budget.ratios(),
                        budget.onset()),
                1,
                metric.unacceptableRatio(),
                metric.unacceptableRatio(),
                look,
                counted,
                chance,
                OptionalDouble.empty()));
    }

    /** When a healthy version is proven: by comparison, or by a rate that is no harm, whichever is sooner. */
    private Optional<Duration> proven(RolloutStep step, MetricSettings metric, int of) {
        Optional<PlanRequest> asked = request(step, metric, of);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        PlanRequest request = asked.get();
        boolean harmless = metric.acceptableRate().isPresent();
        Optional<Duration> compared = step.weight() == 1
                ? Optional.empty()
                : new CanaryPlanner(request)
                        .promotion(request.traffic(), request.budget().falsePromotion() / (harmless ? 2 : 1))
                        .time();
        Optional<Duration> below = harmless ? harmless(request, metric) : Optional.empty();
        Optional<Duration> sooner =
                compared.isEmpty() || (below.isPresent() && below.get().compareTo(compared.get()) < 0)
                        ? below
                        : compared;
        return sooner.map(this::warm)
                .map(time -> time.compareTo(settings.timing().earliestPromotion()) < 0
                        ? settings.timing().earliestPromotion()
                        : time)
                .filter(time -> time.compareTo(step.bake()) <= 0);
    }

    private Optional<Duration> harmless(PlanRequest request, MetricSettings metric) {
        double perLook =
                request.traffic().requestsPerMinute() * request.traffic().weight() * request.lookMinutes();
        double needed = -Math.log(request.budget().falsePromotion() / 2);
        var time = new HarmlessTime(metric, perLook, request.traffic().baseErrorRate(), needed);
        var looks = time.looks(chance, request.looks());
        return looks.isPresent() ? Optional.of(request.look().multipliedBy(looks.getAsInt())) : Optional.empty();
    }
}

package dev.penstock.verdict;

import dev.penstock.verdict.BatchTally.Use;
import dev.penstock.verdict.ErrorBudget.Merging;
import dev.penstock.verdict.ErrorBudget.Onset;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Follows one metric in all its scopes. */
final class MetricTrack {

    private static final double HALF = -StrictMath.log(2);

    private final MetricSettings metric;
    private final VerdictSettings settings;
    private final Evidence shared;
    private final Optional<RateEvidence> rate;
    private final Optional<FaultOnsets> onsets;
    private final Map<String, ScopeTrack> scopes = new LinkedHashMap<>();
    private ArmCounts canary = ArmCounts.NONE;
    private ArmCounts baseline = ArmCounts.NONE;
    private BatchTally tally = BatchTally.NONE;

    MetricTrack(MetricSettings metric, VerdictSettings settings) {
        this.metric = metric;
        this.settings = settings;
        this.onsets = settings.budget().onset() == Onset.ANY_TIME
                ? Optional.of(new FaultOnsets(settings.timing().longest()))
                : Optional.empty();
        this.shared = evidence();
        this.rate = metric.acceptableRate().isPresent()
                ? Optional.of(new RateEvidence(metric.acceptableRate().getAsDouble(), metric.overdispersion()))
                : Optional.empty();
        settings.scopes().forEach(scope -> scopes.put(scope, new ScopeTrack(settings.guards(), evidence(), onsets)));
    }

    private Evidence evidence() {
        ErrorBudget budget = settings.budget();
        return onsets.isPresent()
                ? Evidence.fromAnyTime(budget.ratios(), metric.unacceptableRatio(), metric.overdispersion())
                : Evidence.fromStart(budget.ratios(), metric.unacceptableRatio(), metric.overdispersion());
    }

    MetricSettings metric() {
        return metric;
    }

    void take(MetricBatch batch) {
        Use use = Objects.requireNonNull(scopes.get(batch.scope())).take(batch);
        tally = tally.plus(use);
        if (use == Use.COUNTED && batch instanceof MetricBatch.Counted counted) {
            canary = canary.plus(counted.canary());
            baseline = baseline.plus(counted.baseline());
            onsets.ifPresent(
                    weights -> shared.begin(weights.leftAfter(counted.window().start())));
            shared.add(
                    counted.canary().requests(),
                    counted.canary().bad(),
                    counted.baseline().requests(),
                    counted.baseline().bad());
            rate.ifPresent(evidence ->
                    evidence.add(counted.canary().requests(), counted.canary().bad()));
        }
    }

    /** The logarithm of the e-value against "the canary is no worse". */
    double worse() {
        if (scopes.size() == 1 || settings.budget().merging() == Merging.SHARED) {
            return shared.worse();
        }
        double[] each = scopes.values().stream()
                .mapToDouble(scope -> scope.evidence().worse())
                .toArray();
        double separate = Logs.mean(each, each.length);
        return settings.budget().merging() == Merging.SEPARATE ? separate : Logs.sum(shared.worse(), separate) + HALF;
    }

    /** The logarithm of the e-value against "the canary is unacceptably worse". */
    double acceptable() {
        double compared = settings.budget().merging() == Merging.SEPARATE
                ? scopes.values().stream()
                        .mapToDouble(scope -> scope.evidence().acceptable())
                        .min()
                        .orElse(0)
                : shared.acceptable();
        return rate.map(below -> Logs.sum(compared, below.below()) + HALF).orElse(compared);
    }

    /** Whether it is proven to be acceptable, by counts that are recent. */
    boolean proven(Instant now) {
        boolean enough = rate.isPresent() || baseline.bad() >= settings.guards().minimumBaselineEvents();
        return enough
                && fresh(now)
                && acceptable() >= -StrictMath.log(settings.budget().falsePromotion());
    }

    /** Whether each scope that the canary was seen in has recent counts, and at least one has. */
    boolean fresh(Instant now) {
        boolean any = false;
        for (ScopeTrack scope : scopes.values()) {
            if (scope.firstRequest() != null) {
                Instant until = scope.countedUntil();
                if (until == null || until.plus(settings.guards().freshness()).isBefore(now)) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    /**
     * Whether a canary that is as good as the baseline would be proven in the time that is left with less than that probability.
     * The number of bad requests to come is foretold from those so far; the probability is bounded from above (Chernoff), so that
     * it is not given up too early.
     */
    boolean hopeless(Instant now, Duration left, double chance) {
        Instant since = scopes.values().stream()
                .flatMap(scope -> Optional.ofNullable(scope.firstRequest()).stream())
                .min(Instant::compareTo)
                .orElse(now);
        double elapsed = Duration.between(since, now).toMillis();
        long requests = canary.requests() + baseline.requests();
        if (elapsed <= 0 || requests == 0) {
            return false;
        }
        double times = left.toMillis() / elapsed;
        double needed = -StrictMath.log(settings.budget().falsePromotion());
        double share = (double) canary.requests() / requests;
        double events = (canary.bad() + baseline.bad()) * times;
        double ratio = StrictMath.log(metric.unacceptableRatio());
        double gain = StrictMath.log1p(share * (metric.unacceptableRatio() - 1)) - share * ratio;
        double spread = events * (share * (1 - share) * ratio * ratio + gain * gain);
        double best = events * gain + Math.sqrt(-2 * StrictMath.log(chance) * spread);
        double compared = shared.acceptable() + best / metric.overdispersion();
        double reached = rate.map(below -> Logs.sum(compared, below.belowAfter(canary.requests() * times)) + HALF)
                .orElse(compared);
        return reached < needed;
    }

    MetricStanding standing() {
        return new MetricStanding(metric.name(), canary, baseline, worse(), acceptable(), tally);
    }

    void exchange(JudgeState state) {
        canary = state.counts(canary);
        baseline = state.counts(baseline);
        tally = state.tally(tally);
        shared.exchange(state);
        rate.ifPresent(evidence -> evidence.exchange(state));
        onsets.ifPresent(weights -> weights.exchange(state));
        scopes.values().forEach(scope -> scope.exchange(state));
    }
}

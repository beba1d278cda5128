package dev.penstock.verdict;

import java.util.List;
import java.util.Optional;

/**
 * Evidence about the ratio of two rates: likelihood ratios of several alternatives against "no worse".
 *
 * <p>Given that a batch has one more bad request, it is the canary's with probability {@code w r / (w r + 1 - w)} when the canary's
 * rate is r times the baseline's and w its share of the requests. Each factor has an expectation of at most 1 when the canary is no
 * worse, whatever rate and share are, as long as requests of one batch fail independently of each other.
 *
 * <p>The functions are those of {@link StrictMath}, so that a replay gives the same bits everywhere. Not thread-safe.
 */
final class Evidence {

    /** What a healthy canary may be besides equal: half as bad. */
    private static final double BETTER = 0.5;

    private final int alternatives;
    private final double unacceptable;
    private final RatioLogs faults;
    private final RatioLogs limits;
    private final Optional<OnsetMixture> mixture;

    private Evidence(
            List<Double> alternatives, double unacceptable, double overdispersion, Optional<OnsetMixture> mixture) {
        this.alternatives = alternatives.size();
        this.unacceptable = unacceptable;
        faults = new RatioLogs(alternatives, 1 / overdispersion);
        limits = new RatioLogs(List.of(unacceptable, BETTER), 1 / overdispersion);
        this.mixture = mixture;
    }

    /**
     * No evidence yet, of a fault that is there from the start.
     *
     * @param alternatives the ratios against "no worse"
     * @param unacceptable the ratio that a promotion must refute
     * @param overdispersion what counts are divided by
     */
    static Evidence fromStart(List<Double> alternatives, double unacceptable, double overdispersion) {
        return new Evidence(alternatives, unacceptable, overdispersion, Optional.empty());
    }

    /** The same of a fault that may begin at any time. */
    static Evidence fromAnyTime(List<Double> alternatives, double unacceptable, double overdispersion) {
        return new Evidence(
                List.of(),
                unacceptable,
                overdispersion,
                Optional.of(new OnsetMixture(alternatives, 1 / overdispersion, FaultOnsets.left(0))));
    }

    /** Faults begin, so that this weight is left for those that begin later; no more than was left before. */
    void begin(double left) {
        mixture.ifPresent(onsets -> onsets.begin(left));
    }

    /**
     * Takes in a batch. One without a bad request, or with requests to one arm only, says nothing about a ratio. One with so many bad
     * requests that hardly any canary could have the unacceptable multiple of them does not say that this one is acceptable.
     */
    void add(long canaryRequests, long canaryBad, long baselineRequests, long baselineBad) {
        long events = canaryBad + baselineBad;
        if (events == 0 || canaryRequests == 0 || baselineRequests == 0) {
            return;
        }
        long requests = canaryRequests + baselineRequests;
        double share = (double) canaryRequests / requests;
        faults.add(share, canaryBad, events);
        if (events * unacceptable <= requests) {
            limits.add(share, canaryBad, events);
        }
        if (mixture.isPresent()) {
            mixture.get().add(share, canaryBad, events);
        }
    }

    /** The logarithm of the e-value against "the canary is no worse". */
    double worse() {
        if (mixture.isPresent()) {
            return mixture.get().worse();
        }
        double[] totals = new double[alternatives];
        for (int i = 0; i < alternatives; i++) {
            totals[i] = faults.total(i);
        }
        return Logs.mean(totals, alternatives);
    }

    /** The logarithm of the e-value against "the canary is worse by the unacceptable ratio or more". */
    double acceptable() {
        double refuted = limits.total(0);
        return Logs.mean(new double[] {-refuted, limits.total(1) - refuted}, 2);
    }

    void exchange(JudgeState state) {
        faults.exchange(state);
        limits.exchange(state);
        mixture.ifPresent(onsets -> onsets.exchange(state));
    }
}

package dev.penstock.verdict.plan;

import dev.penstock.problem.ProblemType;

/**
 * What a canary will meet.
 *
 * @param requestsPerMinute requests that the service gets, both versions together, above 0
 * @param baseErrorRate the share of bad requests that is usual, above 0 and below 1
 * @param weight the share of requests that goes to the canary, above 0 and below 1
 * @param overdispersion how much more bad requests spread than independent ones, at least 1; the size of bursts
 */
public record CanaryTraffic(double requestsPerMinute, double baseErrorRate, double weight, double overdispersion) {

    public CanaryTraffic {
        check("requestsPerMinute", requestsPerMinute, requestsPerMinute > 0 && requestsPerMinute <= 1e12, "above 0");
        check("baseErrorRate", baseErrorRate, baseErrorRate > 0 && baseErrorRate < 1, "above 0 and below 1");
        check("weight", weight, weight > 0 && weight < 1, "above 0 and below 1");
        check("overdispersion", overdispersion, overdispersion >= 1 && overdispersion <= 1e6, "at least 1");
    }

    private static void check(String field, double value, boolean legal, String range) {
        if (!legal) {
            throw new PlanException(
                    ProblemType.VERDICT_VALUE, "'" + field + "' is " + value + ". It is " + range + ".");
        }
    }

    /** The same with another weight. */
    public CanaryTraffic withWeight(double other) {
        return new CanaryTraffic(requestsPerMinute, baseErrorRate, other, overdispersion);
    }

    /** Bad requests, or bursts of them, of both versions per minute when the canary's rate is that many times the usual one. */
    double eventsPerMinute(double ratio) {
        double canary = Math.min(1, baseErrorRate * ratio) * weight;
        return requestsPerMinute * (canary + baseErrorRate * (1 - weight)) / overdispersion;
    }

    /** The probability that a bad request is the canary's then. */
    double canaryShare(double ratio) {
        double canary = Math.min(1, baseErrorRate * ratio) * weight;
        return canary / (canary + baseErrorRate * (1 - weight));
    }

    /** Requests per minute that fail more than usual then. */
    double harmPerMinute(double ratio) {
        return requestsPerMinute * weight * (Math.min(1, baseErrorRate * ratio) - baseErrorRate);
    }
}

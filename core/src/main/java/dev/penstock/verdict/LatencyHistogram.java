package dev.penstock.verdict;

import java.util.ArrayList;
import java.util.List;

/**
 * How long requests took, counted by buckets: what makes "slower than the baseline's 95th percentile" a metric that can be counted.
 *
 * <p>The limit must be fixed from baseline requests that were made <em>before</em> the windows that are judged. A percentile of the
 * judged window itself would make the baseline's count a constant and the evidence too strong.
 *
 * @param buckets in the order of their bounds, at least one; requests slower than the last bound are in none of them
 * @param slower how many requests were slower than the last bound, 0 or more
 */
public record LatencyHistogram(List<Bucket> buckets, long slower) {

    /**
     * Requests that took no longer than a bound, and longer than the bound before.
     *
     * @param seconds the bound, above 0 and above that of the bucket before
     * @param requests how many, 0 or more
     */
    public record Bucket(double seconds, long requests) {

        public Bucket {
            if (!(seconds > 0) || requests < 0) {
                throw new IllegalArgumentException(
                        "a bucket of " + seconds + " s cannot hold " + requests + " requests");
            }
        }
    }

    public LatencyHistogram {
        buckets = List.copyOf(buckets);
        if (buckets.isEmpty() || slower < 0) {
            throw new IllegalArgumentException("a histogram has a bucket, and no negative count");
        }
        for (int i = 1; i < buckets.size(); i++) {
            if (buckets.get(i).seconds() <= buckets.get(i - 1).seconds()) {
                throw new IllegalArgumentException("the bounds of buckets go up");
            }
        }
    }

    /**
     * A histogram of counts that each hold all requests up to a bound, as Prometheus counts ({@code le}).
     *
     * @param seconds the bounds
     * @param upTo how many requests took no longer, for each bound
     * @param all how many requests there were
     */
    public static LatencyHistogram cumulative(List<Double> seconds, List<Long> upTo, long all) {
        List<Bucket> buckets = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < seconds.size(); i++) {
            buckets.add(new Bucket(seconds.get(i), upTo.get(i) - before));
            before = upTo.get(i);
        }
        return new LatencyHistogram(buckets, all - before);
    }

    /** All requests. */
    public long requests() {
        return slower + buckets.stream().mapToLong(Bucket::requests).sum();
    }

    /**
     * The smallest bound that at least that share of the requests did not exceed, in seconds; the last bound when too many were
     * slower, and when there was no request.
     *
     * @param quantile above 0 and below 1, such as 0.95
     */
    public double limit(double quantile) {
        long wanted = (long) Math.ceil(quantile * requests());
        long so = 0;
        for (Bucket bucket : buckets) {
            so += bucket.requests();
            if (so >= wanted && wanted > 0) {
                return bucket.seconds();
            }
        }
        return buckets.getLast().seconds();
    }

    /**
     * The requests, of which those are bad that took longer.
     *
     * @param seconds a bound of this histogram, so that nothing has to be guessed within a bucket
     */
    public ArmCounts slowerThan(double seconds) {
        if (buckets.stream().noneMatch(bucket -> bucket.seconds() == seconds)) {
            throw new IllegalArgumentException(seconds + " s is no bound of this histogram");
        }
        long within = buckets.stream()
                .filter(bucket -> bucket.seconds() <= seconds)
                .mapToLong(Bucket::requests)
                .sum();
        return new ArmCounts(requests(), requests() - within);
    }
}

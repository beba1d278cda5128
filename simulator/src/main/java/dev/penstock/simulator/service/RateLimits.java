package dev.penstock.simulator.service;

import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * AWS's rate limits: a token bucket for each account, region and group of operations, filled on simulated time. A call takes
 * one token of its operation's bucket; when there is none, it is refused as the service itself refuses it, before it has any
 * effect. Buckets are full when the simulator starts.
 *
 * <p>Which operations share a bucket, and how large it is, says {@link ApiQuotas}. An operation for which AWS publishes no
 * limit has none.
 */
public final class RateLimits {

    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final boolean enforced;
    private final Map<Key, Bucket> buckets = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final LongAdder refused = new LongAdder();

    private RateLimits(boolean enforced) {
        this.enforced = enforced;
    }

    /** Every call is let through. */
    public static RateLimits none() {
        return new RateLimits(false);
    }

    /** What AWS publishes for accounts that have not asked for more. */
    public static RateLimits published() {
        return new RateLimits(true);
    }

    /**
     * Takes a token.
     *
     * @param service the service's signing name; {@code registry} for the image registry
     * @param now the simulated time
     * @throws ServiceError if there is none left
     */
    public void take(Caller caller, String service, String operation, Instant now) {
        if (!enforced) {
            return;
        }
        Optional<ApiQuotas.Quota> quota = ApiQuotas.of(service, operation);
        if (quota.isPresent() && !taken(caller, service, quota.get(), now)) {
            refused.increment();
            throw refusal(service);
        }
    }

    /** How many calls were refused. */
    public long refused() {
        return refused.sum();
    }

    private boolean taken(Caller caller, String service, ApiQuotas.Quota quota, Instant now) {
        lock.lock();
        try {
            Key key = new Key(caller.account(), caller.region(), service, quota.operations());
            Bucket bucket = buckets.computeIfAbsent(key, unused -> new Bucket(quota, now));
            return bucket.take(now);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a service says. JSON services: Amazon ECS Developer Guide, "Request throttling for the Amazon ECS API". Query
     * services: as users have published it ({@code Throttling}, "Rate exceeded"). S3: API Reference, "List of error codes".
     * Registry: distribution specification, "Error codes", as Amazon ECR words it.
     */
    static ServiceError refusal(String service) {
        return switch (service) {
            case "s3" -> ServiceError.of(503, "SlowDown", "Please reduce your request rate.");
            case "registry" -> ServiceError.of(429, "TOOMANYREQUESTS", "Rate exceeded");
            case "sqs" -> ServiceError.client("RequestThrottled", "Rate exceeded");
            case "elasticloadbalancing", "iam", "sts", "sns", "monitoring", "cloudformation" ->
                ServiceError.client("Throttling", "Rate exceeded");
            case "lambda" -> new ServiceError("TooManyRequestsException", 429, "Rate exceeded", Map.of("Type", "User"));
            default -> ServiceError.client("ThrottlingException", "Rate exceeded");
        };
    }

    private record Key(String account, String region, String service, List<String> group) {}

    /** Filled continuously, at the rate per second that is published. Guarded by the lock. */
    private static final class Bucket {

        private final ApiQuotas.Quota quota;
        private double tokens;
        private Instant filled;

        Bucket(ApiQuotas.Quota quota, Instant now) {
            this.quota = quota;
            this.tokens = quota.burst();
            this.filled = Objects.requireNonNull(now);
        }

        boolean take(Instant now) {
            if (now.isAfter(filled)) {
                double seconds = Duration.between(filled, now).toNanos() / NANOS;
                tokens = Math.min(quota.burst(), tokens + seconds * quota.perSecond());
                filled = now;
            }
            // A billionth less than a whole token is one: fractions are rounded when they are added up.
            if (tokens < 1 - 1e-9) {
                return false;
            }
            tokens = Math.max(0, tokens - 1);
            return true;
        }
    }
}

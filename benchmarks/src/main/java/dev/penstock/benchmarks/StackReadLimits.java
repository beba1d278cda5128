package dev.penstock.benchmarks;

import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How fast an account may read from CloudFormation. AWS publishes nothing; users were told that {@code DescribeStacks} is held
 * to five calls a second and that this is not raised (aws/aws-sam-cli issue 2671), and others met the limit of {@code
 * DescribeStackEvents} at eight to ten (aws/aws-cdk-cli issue 1709). Here each operation that reads has a bucket that holds
 * one second's calls: five of {@code DescribeStacks}, eight of any other.
 */
final class StackReadLimits implements ReadLimits {

    private static final double STACKS = 5;
    private static final double OTHERS = 8;

    private final Map<String, Bucket> buckets = new HashMap<>();
    private int refused;

    /** What is left of one operation's bucket. */
    private static final class Bucket {

        private final double perSecond;
        private double tokens;
        private double filled;

        Bucket(double perSecond) {
            this.perSecond = perSecond;
            this.tokens = perSecond;
        }
    }

    @Override
    public synchronized boolean refuses(String operation, double at) {
        Bucket bucket =
                buckets.computeIfAbsent(operation, name -> new Bucket(name.equals("DescribeStacks") ? STACKS : OTHERS));
        bucket.tokens = Math.min(bucket.perSecond, bucket.tokens + (at - bucket.filled) * bucket.perSecond);
        bucket.filled = at;
        // A billionth less than a whole token is one: fractions are rounded when they are added up.
        if (bucket.tokens < 1 - 1e-9) {
            refused++;
            return true;
        }
        bucket.tokens = Math.max(0, bucket.tokens - 1);
        return false;
    }

    /** How many were refused. */
    synchronized int refused() {
        return refused;
    }

    /** Whether an operation of CloudFormation reads. */
    static boolean isRead(FaultPlan.Struck call) {
        return call.service().equals("cloudformation")
                && (call.operation().startsWith("Describe")
                        || call.operation().startsWith("Get")
                        || call.operation().startsWith("List"));
    }

    /** CloudFormation's words for a call that comes too fast. */
    static Optional<Fault> refusal() {
        return Optional.of(new Fault.Refuse(400, "Throttling", "Rate exceeded"));
    }
}

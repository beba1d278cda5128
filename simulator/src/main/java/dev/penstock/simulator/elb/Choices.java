package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.TargetRow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * Which target group and which target gets the next request.
 *
 * <p>Groups are chosen by weight along the golden ratio's sequence: after n requests each share is within a few requests
 * of n times its weight, also for every second or every tenth request, which no pattern of a client's can upset. AWS
 * documents the shares and not how they come about.
 */
final class Choices {

    private static final double GOLDEN = 0.618_033_988_749_894_9;

    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> outstanding = new ConcurrentHashMap<>();
    private final SplittableRandom random = new SplittableRandom(1);

    /**
     * The group of the next request.
     *
     * @param rule whose requests are counted together
     * @return empty when all weights are zero
     */
    Optional<TargetGroupTuple> group(String rule, List<TargetGroupTuple> groups) {
        int all = groups.stream().mapToInt(TargetGroupTuple::weight).sum();
        if (all == 0) {
            return Optional.empty();
        }
        double place = (next(rule) * GOLDEN) % 1 * all;
        for (TargetGroupTuple group : groups) {
            place -= group.weight();
            if (place < 0) {
                return Optional.of(group);
            }
        }
        return Optional.of(groups.getLast());
    }

    /**
     * The target of the next request.
     *
     * @param candidates at least one
     * @param algorithm the group's {@code load_balancing.algorithm.type}
     */
    TargetRow target(String group, List<TargetRow> candidates, String algorithm) {
        return switch (algorithm) {
            case "least_outstanding_requests" ->
                candidates.stream()
                        .min(Comparator.comparingInt(row -> underWay(row.key()).get()))
                        .orElseThrow();
            case "weighted_random" -> candidates.get(random(candidates.size()));
            default -> candidates.get((int) (next(group) % candidates.size()));
        };
    }

    /** How many requests a target is answering. */
    AtomicInteger underWay(String target) {
        return outstanding.computeIfAbsent(target, t -> new AtomicInteger());
    }

    /** A number from 0 up to 1. */
    synchronized double chance() {
        return random.nextDouble();
    }

    private synchronized int random(int bound) {
        return random.nextInt(bound);
    }

    private long next(String what) {
        return counts.computeIfAbsent(what, w -> new AtomicLong()).getAndIncrement();
    }
}

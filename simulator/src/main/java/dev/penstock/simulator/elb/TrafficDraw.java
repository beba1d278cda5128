package dev.penstock.simulator.elb;

import dev.penstock.simulator.cloudwatch.Statistics;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws what comes of many requests at once: groups by their weights, the targets of a group in turn, failing answers by
 * chance. Up to {@value #EXACT} requests the numbers are drawn one by one; above that the binomial distribution is taken
 * for a normal one, from which it cannot be told apart then.
 */
final class TrafficDraw {

    static final String STATUS = "status ";
    static final String GROUP = "group ";
    static final String LEFT_OUT = "left out";

    private static final int EXACT = 20_000;

    private final RequestMetrics.Sink sink;
    private final LatestRequests latest;
    private final Instant at;
    private final Instant until;
    private final SplittableRandom random;
    private final Map<String, Long> counts;

    /**
     * @param at when the requests begin to come
     * @param until when they end
     * @param counts gets what is drawn
     */
    TrafficDraw(
            RequestMetrics.Sink sink,
            LatestRequests latest,
            Instant at,
            Instant until,
            long seed,
            long number,
            Map<String, Long> counts) {
        this.sink = sink;
        this.latest = latest;
        this.at = at;
        this.until = until;
        this.random = new SplittableRandom(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number).nextLong());
        this.counts = counts;
    }

    void draw(TrafficPlan plan, long requests) {
        if (requests == 0) {
            return;
        }
        switch (plan) {
            case TrafficPlan.Nowhere n -> {}
            case TrafficPlan.Own(RequestMetrics.Place place, int status, String metric) -> {
                RequestMetrics.unforwarded(sink, at, place, metric, requests);
                add(STATUS + status, requests);
            }
            case TrafficPlan.Forward forward -> forward(forward, requests);
        }
    }

    private void forward(TrafficPlan.Forward plan, long requests) {
        long left = requests;
        int weights = plan.groups().stream().mapToInt(TrafficPlan.Group::weight).sum();
        if (weights == 0) {
            RequestMetrics.refused(sink, at, plan.node(), 503, requests);
            add(STATUS + 503, requests);
            return;
        }
        for (TrafficPlan.Group group : plan.groups()) {
            long share = group.weight() == weights ? left : binomial(left, (double) group.weight() / weights);
            weights -= group.weight();
            left -= share;
            if (share > 0) {
                group(plan, group, share);
            }
            if (weights == 0) {
                return;
            }
        }
    }

    private void group(TrafficPlan.Forward plan, TrafficPlan.Group group, long requests) {
        List<TrafficPlan.Target> targets = group.targets();
        add(GROUP + group.arn(), requests);
        if (targets.isEmpty()) {
            RequestMetrics.unavailable(sink, at, plan.node(), group.arn(), requests);
            add(STATUS + 503, requests);
            return;
        }
        int first = random.nextInt(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            long turns = requests / targets.size() + (i < requests % targets.size() ? 1 : 0);
            if (turns > 0) {
                target(plan, group.arn(), targets.get((first + i) % targets.size()), turns);
            }
        }
        double perTarget = (double) requests / targets.size();
        RequestMetrics.perTarget(sink, at, plan.node(), group.arn(), perTarget);
    }

    private void target(TrafficPlan.Forward plan, String group, TrafficPlan.Target target, long requests) {
        switch (target.backend().orElse(null)) {
            case null -> failed(target, group, false, requests);
            case Backend.Listening l -> {
                add(LEFT_OUT, requests);
                add(GROUP + group, -requests);
            }
            case Backend.Scripted(ResponseScript script) -> {
                if (script.latency().compareTo(plan.idle()) > 0) {
                    failed(target, group, true, requests);
                } else {
                    long failing = binomial(requests, script.failing());
                    answered(target, group, script.failingStatus(), script.latency(), failing);
                    answered(target, group, 200, script.latency(), requests - failing);
                }
            }
        }
    }

    private void answered(TrafficPlan.Target target, String group, int status, Duration latency, long requests) {
        if (requests > 0) {
            Statistics seconds = Statistics.of(latency.toNanos() / 1e9, (double) requests);
            RequestMetrics.answered(sink, at, target.place(), group, status, seconds);
            latest.came(target.account(), target.id(), at, until, status, latency.toNanos() / 1e9, requests);
            add(STATUS + status, requests);
        }
    }

    private void failed(TrafficPlan.Target target, String group, boolean connected, long requests) {
        RequestMetrics.failed(sink, at, target.place(), group, 504, connected, requests);
        add(STATUS + 504, requests);
    }

    /** How many of {@code n} happen that each happen with probability {@code p}. */
    private long binomial(long n, double p) {
        if (p <= 0 || n == 0) {
            return 0;
        } else if (p >= 1) {
            return n;
        }
        if (n <= EXACT) {
            long happened = 0;
            for (long i = 0; i < n; i++) {
                happened += random.nextDouble() < p ? 1 : 0;
            }
            return happened;
        }
        long drawn = Math.round(n * p + random.nextGaussian() * Math.sqrt(n * p * (1 - p)));
        return Math.clamp(drawn, 0, n);
    }

    private void add(String what, long count) {
        counts.merge(what, count, Long::sum);
    }
}

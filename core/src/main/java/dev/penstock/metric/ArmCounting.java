package dev.penstock.metric;

import dev.penstock.metric.Template.UnknownLabelException;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How an arm's requests and bad requests are made of series of CloudWatch.
 *
 * @param counted what its requests are counted by, for sentences
 * @param queries the series
 * @param formula what the sums of a window say, in the order of the queries; empty where there was no data
 */
record ArmCounting(String counted, List<MetricQuery> queries, Function<List<OptionalDouble>, Tally> formula) {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String SUM = "Sum";

    /** What an arm had in a window. */
    sealed interface Tally {

        /** Counts. */
        record Counted(ArmCounts counts) implements Tally {}

        /** No data at all. */
        record Nothing() implements Tally {}

        /** Data that does not say it; one full sentence. */
        record Unclear(String reason) implements Tally {}
    }

    /** What an arm had in a window, by answers of which its own are the first. */
    Tally tally(Window window, List<SortedMap<Instant, Double>> answers) {
        List<OptionalDouble> sums = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            SortedMap<Instant, Double> within = answers.get(i).subMap(window.start(), window.end());
            sums.add(
                    within.isEmpty()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(within.values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum()));
        }
        return formula.apply(sums);
    }

    /**
     * Answers of a target group. Source of the metrics and of what it means that one is absent: ELB User Guide, "CloudWatch
     * metrics for your Application Load Balancer": a count is reported when it is not zero.
     */
    static ArmCounting of(MetricSource.TargetGroup source, Arm arm) throws UnknownLabelException {
        SortedMap<String, String> dimensions = new TreeMap<>();
        dimensions.put("TargetGroup", Template.label(arm, Arm.TARGET_GROUP_DIMENSION));
        dimensions.put("LoadBalancer", Template.label(arm, Arm.LOAD_BALANCER_DIMENSION));
        List<MetricQuery> queries = new ArrayList<>();
        queries.add(balancer("RequestCount", dimensions, SUM));
        if (source.latencyAbove().isPresent()) {
            String limit = number(source.latencyAbove().getAsDouble());
            queries.add(balancer("TargetResponseTime", dimensions, "SampleCount"));
            queries.add(balancer("TargetResponseTime", dimensions, "TC(" + limit + ":)"));
            queries.add(balancer("TargetResponseTime", dimensions, "TC(:" + limit + ")"));
            return new ArmCounting("RequestCount", queries, ArmCounting::slow);
        }
        for (BadAnswer bad : source.bad().stream().sorted().toList()) {
            queries.add(balancer(
                    switch (bad) {
                        case CLIENT_ERRORS -> "HTTPCode_Target_4XX_Count";
                        case SERVER_ERRORS -> "HTTPCode_Target_5XX_Count";
                        case CONNECTION_ERRORS -> "TargetConnectionErrorCount";
                    },
                    dimensions,
                    SUM));
        }
        return new ArmCounting("RequestCount", queries, ArmCounting::zeroWhenAbsent);
    }

    /**
     * Invocations by the version that an alias led to. Source: Lambda Developer Guide, "Using CloudWatch metrics with Lambda",
     * dimensions {@code FunctionName}, {@code Resource} and {@code ExecutedVersion}.
     */
    static ArmCounting ofFunction(Arm arm) throws UnknownLabelException {
        String name = Template.label(arm, Arm.FUNCTION_NAME);
        SortedMap<String, String> dimensions = new TreeMap<>();
        dimensions.put("FunctionName", name);
        dimensions.put("Resource", name + ":" + Template.label(arm, Arm.FUNCTION_ALIAS));
        dimensions.put("ExecutedVersion", Template.label(arm, Arm.FUNCTION_VERSION));
        return new ArmCounting(
                "Invocations",
                List.of(
                        new MetricQuery("AWS/Lambda", "Invocations", dimensions, SUM, MINUTE),
                        new MetricQuery("AWS/Lambda", "Errors", dimensions, SUM, MINUTE)),
                ArmCounting::zeroWhenAbsent);
    }

    /** Any metrics. */
    static ArmCounting of(MetricSource.CloudWatch source, Arm arm) throws UnknownLabelException {
        String bad = source.bad().metric();
        return new ArmCounting(
                source.requests().metric(),
                List.of(source.requests().of(arm, source.period()), source.bad().of(arm, source.period())),
                source.zeroWhenAbsent()
                        ? ArmCounting::zeroWhenAbsent
                        : sums -> sums.getFirst().isPresent() && sums.getLast().isEmpty()
                                ? new Tally.Unclear("CloudWatch has requests of '" + arm.name() + "' and no data of '"
                                        + bad + "'. If that means none, write 'zeroWhenAbsent: true'.")
                                : zeroWhenAbsent(sums));
    }

    private static MetricQuery balancer(String metric, SortedMap<String, String> dimensions, String statistic) {
        return new MetricQuery("AWS/ApplicationELB", metric, dimensions, statistic, MINUTE);
    }

    private static Tally zeroWhenAbsent(List<OptionalDouble> sums) {
        double bad = sums.stream().skip(1).mapToDouble(sum -> sum.orElse(0)).sum();
        boolean isNothing = sums.stream().allMatch(OptionalDouble::isEmpty);
        return isNothing ? new Tally.Nothing() : counted(sums.getFirst().orElse(0), bad);
    }

    /**
     * Answers that took longer than the limit. Two trimmed counts are asked for, as it is not documented whether a range that
     * holds nothing gives zero or no value: one of them always holds something. Source: CloudWatch User Guide, "CloudWatch
     * statistics definitions": trimmed counts, available for Application Load Balancers.
     */
    private static Tally slow(List<OptionalDouble> sums) {
        OptionalDouble answers = sums.get(1);
        OptionalDouble slower = sums.get(2);
        OptionalDouble faster = sums.get(3);
        if (answers.isEmpty() || answers.getAsDouble() == 0) {
            return sums.getFirst().isEmpty()
                    ? new Tally.Nothing()
                    : counted(sums.getFirst().getAsDouble(), 0);
        }
        if (slower.isEmpty() && faster.isEmpty()) {
            return new Tally.Unclear("CloudWatch has response times and gives no trimmed counts of them.");
        }
        double slow = slower.isPresent() ? slower.getAsDouble() : answers.getAsDouble() - faster.getAsDouble();
        return counted(Math.max(sums.getFirst().orElse(0), answers.getAsDouble()), slow);
    }

    private static Tally counted(double requests, double bad) {
        if (!(requests >= 0 && bad >= 0 && requests <= ArmCounts.MOST && bad <= ArmCounts.MOST)) {
            return new Tally.Unclear(
                    "CloudWatch gave counts that cannot be: " + requests + " requests, " + bad + " bad.");
        }
        return new Tally.Counted(ArmCounts.counted(Math.round(requests), Math.round(bad)));
    }

    /** Without an exponent, which statistics do not take. */
    private static String number(double seconds) {
        return BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
    }
}

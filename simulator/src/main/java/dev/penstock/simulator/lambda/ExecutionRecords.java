package dev.penstock.simulator.lambda;

import dev.penstock.simulator.cloudwatch.MetricKey;
import dev.penstock.simulator.cloudwatch.Metrics;
import dev.penstock.simulator.cloudwatch.Statistics;
import dev.penstock.simulator.logs.LogStore;
import dev.penstock.simulator.service.Ids;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/**
 * What executions leave behind: metrics in CloudWatch, lines in CloudWatch Logs. Within transactions.
 *
 * <p>Source: Lambda Developer Guide, "Types of metrics for Lambda functions" and "Sending Lambda function logs to CloudWatch
 * Logs".
 */
final class ExecutionRecords {

    private static final String NAMESPACE = "AWS/Lambda";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final double NANOS_IN_MILLI = 1e6;
    private static final String INITIALIZATION = "100.00";

    private final Metrics metrics;
    private final LogStore logs;
    private final Ids ids;

    /** The log streams of execution environments that are warm; an environment ends with the process. */
    private final Map<String, String> environments = new HashMap<>();

    ExecutionRecords(Metrics metrics, LogStore logs, Ids ids) {
        this.metrics = metrics;
        this.logs = logs;
        this.ids = ids;
    }

    /** Counts a result that could not be delivered. */
    void failed(LambdaStore.Target target, String metric, Instant at) {
        count(target, metric, 1, "Count", at);
    }

    /** Counts an invocation that was refused for the want of executions. */
    void throttled(LambdaStore.Target target, Instant at) {
        count(target, "Throttles", 1, "Count", at);
    }

    /** Counts executions of one version that ended alike, without logs. */
    void counted(LambdaStore.Target target, Instant at, double executed, double failed, List<Statistics> millis) {
        List<Statistics> errors = failed == 0
                ? List.of(Statistics.of(0, executed))
                : failed == executed
                        ? List.of(Statistics.of(1, failed))
                        : List.of(Statistics.of(1, failed), Statistics.of(0, executed - failed));
        count(target, "Invocations", List.of(Statistics.of(1, executed)), "Count", at);
        count(target, "Errors", errors, "Count", at);
        count(target, "Duration", millis, "Milliseconds", at);
    }

    /**
     * Writes down an execution that has ended.
     *
     * @return the lines of its log, from START to REPORT
     */
    List<String> ended(
            LambdaStore.Target target,
            FunctionRuntime.Invocation invocation,
            FunctionRuntime.Outcome outcome,
            Instant at) {
        boolean failed = !(outcome.result() instanceof FunctionRuntime.Result.Answered);
        double millis = outcome.duration().toNanos() / NANOS_IN_MILLI;
        count(target, "Invocations", 1, "Count", at);
        count(target, "Errors", failed ? 1 : 0, "Count", at);
        count(target, "Duration", millis, "Milliseconds", at);
        return log(target, invocation, outcome, at, millis);
    }

    private void count(LambdaStore.Target target, String metric, double value, String unit, Instant at) {
        count(target, metric, List.of(Statistics.of(value)), unit, at);
    }

    /**
     * Records measurements for the function, for the alias or version that was invoked, and for an alias also by the version
     * that was executed.
     */
    private void count(LambdaStore.Target target, String metric, List<Statistics> data, String unit, Instant at) {
        String name = target.function().name();
        Optional<String> qualifier = target.alias()
                .map(alias -> alias.configuration().name())
                .or(() -> Optional.of(target.arn())
                        .filter(arn -> !arn.equals(target.function().reference().arn()))
                        .map(arn -> arn.substring(arn.lastIndexOf(':') + 1)));
        String resource = qualifier.map(q -> name + ":" + q).orElse(name);
        record(target, metric, data, unit, at, new TreeMap<>());
        record(target, metric, data, unit, at, new TreeMap<>(Map.of("FunctionName", name)));
        record(target, metric, data, unit, at, new TreeMap<>(Map.of("FunctionName", name, "Resource", resource)));
        if (target.alias().isPresent()) {
            record(
                    target,
                    metric,
                    data,
                    unit,
                    at,
                    new TreeMap<>(Map.of(
                            "FunctionName",
                            name,
                            "Resource",
                            resource,
                            "ExecutedVersion",
                            target.version().number())));
        }
    }

    private void record(
            LambdaStore.Target target,
            String metric,
            List<Statistics> data,
            String unit,
            Instant at,
            SortedMap<String, String> dimensions) {
        metrics.record(
                target.function().account(),
                target.function().region(),
                new MetricKey(NAMESPACE, metric, dimensions),
                at,
                data,
                unit,
                60);
    }

    private List<String> log(
            LambdaStore.Target target,
            FunctionRuntime.Invocation invocation,
            FunctionRuntime.Outcome outcome,
            Instant at,
            double millis) {
        FunctionConfiguration configuration = target.version().configuration();
        String environment =
                LambdaStore.key(target.function().reference(), target.version().number())
                        + configuration.codeSha256()
                        + configuration.lastModified();
        boolean cold = !environments.containsKey(environment);
        String stream = environments.computeIfAbsent(
                environment, unused -> DAY.format(at) + "/[" + target.version().number() + "]" + ids.hex(32));
        String request = "RequestId: " + invocation.requestId();
        List<String> lines = new ArrayList<>();
        lines.add("START " + request + " Version: " + target.version().number());
        lines.addAll(outcome.log());
        if (outcome.result() instanceof FunctionRuntime.Result.TimedOut) {
            lines.add(at + " " + invocation.requestId() + " Task timed out after "
                    + Payloads.seconds(invocation.timeout()) + " seconds");
        }
        lines.add("END " + request);
        lines.add("REPORT " + request + "\tDuration: " + String.format(Locale.ROOT, "%.2f", millis)
                + " ms\tBilled Duration: " + (long) Math.ceil(millis) + " ms\tMemory Size: "
                + configuration.memorySize() + " MB\tMax Memory Used: " + outcome.memoryUsed() + " MB\t"
                + (cold ? "Init Duration: " + INITIALIZATION + " ms\t" : ""));
        write(target, stream, at, cold, lines);
        return lines;
    }

    private void write(LambdaStore.Target target, String stream, Instant at, boolean cold, List<String> lines) {
        FunctionConfiguration configuration = target.version().configuration();
        String account = target.function().account();
        String region = target.function().region();
        String group = configuration.loggingConfig().logGroup();
        logs.makeGroup(account, region, group, at);
        if (cold && configuration.runtimeVersionConfig() != null) {
            String runtime = configuration.runtimeAsString().replaceFirst("(?<=[a-z])(?=[0-9])", ":");
            logs.write(
                    account,
                    region,
                    group,
                    stream,
                    at,
                    "INIT_START Runtime Version: " + runtime + "\tRuntime Version ARN: "
                            + configuration.runtimeVersionConfig().runtimeVersionArn() + "\n");
        }
        for (String line : lines) {
            logs.write(account, region, group, stream, at, line + "\n");
        }
    }
}

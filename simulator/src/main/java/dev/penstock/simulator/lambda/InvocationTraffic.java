package dev.penstock.simulator.lambda;

import dev.penstock.simulator.cloudwatch.Metrics;
import dev.penstock.simulator.cloudwatch.Statistics;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Invocations without clients: so many in a simulated second of a function, by an alias that may lead to two versions. Each is
 * executed as scripted functions are, and counted in CloudWatch like a real one; logs are not written. They are drawn from a seed
 * for whole stretches of time at once, and cost nothing while time stands.
 *
 * <p>What does not end at once, such as code that runs in a process, is left out and counted apart.
 */
public final class InvocationTraffic {

    /** The highest rate of a flow. */
    public static final double MOST_PER_SECOND = 1000;

    private static final String TICK = "lambda.traffic";

    /**
     * A flow as it is kept.
     *
     * @param function its ARN, with the alias or version
     * @param settled until when invocations have been drawn
     * @param carried a part of an invocation that is left over
     * @param draws how many stretches of time have been drawn
     * @param executed by version
     * @param failed by version
     * @param leftOut what was not executed
     */
    record FlowRow(
            String function,
            double perSecond,
            long seed,
            Instant settled,
            double carried,
            long draws,
            Map<String, Long> executed,
            Map<String, Long> failed,
            long leftOut) {

        FlowRow {
            executed = Map.copyOf(executed);
            failed = Map.copyOf(failed);
        }

        FlowRow withRate(double rate) {
            return new FlowRow(function, rate, seed, settled, carried, draws, executed, failed, leftOut);
        }
    }

    /**
     * What came of a flow's invocations.
     *
     * @param executed how many were executed, by the version that was
     * @param failed how many of them ended with an error
     * @param leftOut how many were not executed: there is no such version, no execution was left, or it did not end at once
     */
    public record Answers(Map<String, Long> executed, Map<String, Long> failed, long leftOut) {

        public Answers {
            executed = Map.copyOf(executed);
            failed = Map.copyOf(failed);
        }

        /** How many executed a version. */
        public long executed(String version) {
            return executed.getOrDefault(version, 0L);
        }

        /** How many of them failed. */
        public long failed(String version) {
            return failed.getOrDefault(version, 0L);
        }
    }

    /** A flow of invocations that goes on until it is stopped. */
    public final class Flow {

        private final String id;

        private Flow(String id) {
            this.id = id;
        }

        /** Changes how many come in a simulated second, from now on. */
        public void perSecond(double rate) {
            checked(rate);
            change(row -> row.withRate(rate));
        }

        /** What came of them until now. */
        public Answers answers() {
            return state.transact(() -> {
                settle();
                return flows.get(id)
                        .map(row -> new Answers(row.executed(), row.failed(), row.leftOut()))
                        .orElseThrow();
            });
        }

        /** Ends it. What came of it can still be asked. */
        public void stop() {
            perSecond(0);
        }

        private void change(UnaryOperator<FlowRow> change) {
            state.transact(() -> {
                settle();
                flows.put(id, change.apply(flows.get(id).orElseThrow()));
                expectTick();
                return id;
            });
        }
    }

    private final Store state;
    private final Calendar calendar;
    private final LambdaStore store;
    private final Executions executions;
    private final ExecutionRecords records;
    private final Table<FlowRow> flows;

    InvocationTraffic(
            Store state,
            Calendar calendar,
            LambdaStore store,
            Executions executions,
            ExecutionRecords records,
            Metrics metrics) {
        this.state = state;
        this.calendar = calendar;
        this.store = store;
        this.executions = executions;
        this.records = records;
        this.flows = state.table("lambda.traffic", FlowRow.class);
        calendar.inPassing(TICK, all -> tick());
        metrics.source(this::settle);
        store.beforeChanges(this::settle);
    }

    /**
     * Lets a function be invoked at an even rate.
     *
     * @param functionArn with an alias or a version; without one, {@code $LATEST} is invoked
     * @param perSecond in a simulated second, from 0 to {@value #MOST_PER_SECOND}
     * @param seed the same seed and the same happenings give the same numbers
     * @throws IllegalArgumentException when it is not the ARN of a function that is there, or the rate is none
     */
    public Flow start(String functionArn, double perSecond, long seed) {
        checked(perSecond);
        return state.transact(() -> {
            if (store.find(name(functionArn)).isEmpty()) {
                throw new IllegalArgumentException("there is no function " + functionArn);
            }
            String id = String.format(Locale.ROOT, "flow-%06d", flows.all().size() + 1);
            flows.put(id, new FlowRow(functionArn, perSecond, seed, calendar.now(), 0, 0, Map.of(), Map.of(), 0));
            expectTick();
            return new Flow(id);
        });
    }

    /** All flows, by the ARN that they were started with. */
    public Map<String, Flow> flows() {
        return state.transact(() -> {
            Map<String, Flow> all = new TreeMap<>();
            flows.under("flow-").forEach((id, row) -> all.put(row.function(), new Flow(id)));
            return all;
        });
    }

    /** The flow of a function; empty when none was started. */
    public Optional<Flow> of(String functionArn) {
        return Optional.ofNullable(flows().get(functionArn));
    }

    /** Draws what has come since the last time. Within a transaction. */
    private void settle() {
        Instant now = calendar.now();
        for (Map.Entry<String, FlowRow> entry : List.copyOf(flows.under("flow-").entrySet())) {
            FlowRow row = entry.getValue();
            if (row.perSecond() > 0 && row.settled().isBefore(now)) {
                flows.put(entry.getKey(), drawn(row, now));
            }
        }
    }

    private FlowRow drawn(FlowRow row, Instant now) {
        FlowRow drawn = row;
        while (drawn.settled().isBefore(now)) {
            Instant end = drawn.settled().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            drawn = minute(drawn, end.isAfter(now) ? now : end);
        }
        return drawn;
    }

    private FlowRow minute(FlowRow row, Instant until) {
        double due = row.perSecond() * Duration.between(row.settled(), until).toNanos() / 1e9 + row.carried();
        Map<String, Long> executed = new TreeMap<>(row.executed());
        Map<String, Long> failed = new TreeMap<>(row.failed());
        SplittableRandom random = new SplittableRandom(row.seed() * 0x9E3779B97F4A7C15L + row.draws());
        long leftOut = row.leftOut();
        Map<String, Drawn> byVersion = new TreeMap<>();
        for (long i = 0; i < (long) due; i++) {
            Optional<Drawn> one = executed(row, random, byVersion);
            leftOut += one.isEmpty() ? 1 : 0;
        }
        byVersion.forEach((version, counts) -> {
            executed.merge(version, counts.executed, Long::sum);
            failed.merge(version, counts.failed, Long::sum);
            records.counted(
                    counts.target, row.settled(), (double) counts.executed, (double) counts.failed, counts.durations());
        });
        return new FlowRow(
                row.function(),
                row.perSecond(),
                row.seed(),
                until,
                due - (long) due,
                row.draws() + 1,
                executed,
                failed,
                leftOut);
    }

    private Optional<Drawn> executed(FlowRow row, SplittableRandom random, Map<String, Drawn> byVersion) {
        double which = random.nextDouble();
        double chance = random.nextDouble();
        Optional<LambdaStore.Target> target = executions.chosen(name(row.function()), which);
        if (target.isEmpty() || executions.isThrottled(target.get())) {
            return Optional.empty();
        }
        CompletableFuture<FunctionRuntime.Outcome> outcome =
                executions.outcome(target.get(), "traffic", chance).toCompletableFuture();
        if (!outcome.isDone() || outcome.isCompletedExceptionally()) {
            return Optional.empty();
        }
        Drawn counts = byVersion.computeIfAbsent(target.get().version().number(), version -> new Drawn(target.get()));
        counts.add(outcome.join());
        return Optional.of(counts);
    }

    /** What was drawn of one version. */
    private static final class Drawn {

        private final LambdaStore.Target target;
        private final Map<Double, Long> byMillis = new TreeMap<>();
        private long executed;
        private long failed;

        private Drawn(LambdaStore.Target target) {
            this.target = target;
        }

        private void add(FunctionRuntime.Outcome outcome) {
            executed++;
            failed += outcome.result() instanceof FunctionRuntime.Result.Answered ? 0 : 1;
            byMillis.merge(outcome.duration().toNanos() / 1e6, 1L, Long::sum);
        }

        private List<Statistics> durations() {
            return byMillis.entrySet().stream()
                    .map(each -> Statistics.of(each.getKey(), (double) each.getValue()))
                    .toList();
        }
    }

    private void tick() {
        settle();
        expectTick();
    }

    private void expectTick() {
        boolean flowing = flows.all().stream().anyMatch(row -> row.perSecond() > 0);
        if (flowing && calendar.due(TICK, "all").isEmpty()) {
            calendar.enter(
                    TICK, "all", calendar.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
        }
    }

    private static FunctionName name(String arn) {
        String[] parts = arn.split(":", -1);
        if (parts.length < 7 || parts.length > 8 || !parts[2].equals("lambda") || !parts[5].equals("function")) {
            throw new IllegalArgumentException("this is not the ARN of a function: " + arn);
        }
        return new FunctionName(
                parts[4], parts[3], parts[6], parts.length == 8 ? Optional.of(parts[7]) : Optional.empty());
    }

    private static void checked(double rate) {
        if (!(rate >= 0 && rate <= MOST_PER_SECOND)) {
            throw new IllegalArgumentException("a rate is from 0 to " + MOST_PER_SECOND + ", not " + rate);
        }
    }
}

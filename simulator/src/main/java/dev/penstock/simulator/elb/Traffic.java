package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.ListenerRow;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Traffic without clients: so many requests in a simulated second at a listener, which go the way that rules, weights and
 * health lead and are counted like real ones. They are drawn from a seed, for whole stretches of time at once, and cost
 * nothing while time stands.
 *
 * <p>Only scripted backends answer them. What would go to a real process is left out and counted apart.
 */
public final class Traffic {

    /** The highest rate of a flow. */
    public static final double MOST_PER_SECOND = 1_000_000;

    private static final String TICK = "elb.traffic";

    /**
     * What requests look like to rules.
     *
     * @param path with a query, if there is one
     * @param headers by name
     */
    public record Requests(String method, String host, String path, Map<String, String> headers) {

        /** {@code GET /} at the load balancer's own name. */
        public static final Requests ROOT = new Requests("GET", "", "/", Map.of());

        public Requests {
            headers = Map.copyOf(headers);
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("a path begins with a slash, which '" + path + "' does not");
            }
        }
    }

    /**
     * What came of a flow's requests.
     *
     * @param byStatus how many were answered with a status, by whomever
     * @param byTargetGroup how many went to a target group, by its ARN
     * @param leftOut how many would have gone to a real process
     */
    public record Answers(long requests, Map<Integer, Long> byStatus, Map<String, Long> byTargetGroup, long leftOut) {
        public Answers {
            byStatus = Map.copyOf(byStatus);
            byTargetGroup = Map.copyOf(byTargetGroup);
        }

        /** The share of requests that were answered with 500 or more, from 0 to 1. */
        public double failing() {
            long failed = byStatus.entrySet().stream()
                    .filter(e -> e.getKey() >= 500)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return requests == 0 ? 0 : (double) failed / requests;
        }
    }

    /** A flow of requests that goes on until it is stopped. */
    public final class Flow {

        private final String id;

        private Flow(String id) {
            this.id = id;
        }

        /** Changes how many requests come in a simulated second, from now on. */
        public void perSecond(double rate) {
            checked(rate);
            change(row -> row.withRate(rate));
        }

        /** What came of the requests until now. */
        public Answers answers() {
            return store.transact(() -> {
                settle();
                return flows.get(id).map(FlowRow::answers).orElseThrow();
            });
        }

        /** Ends it. What came of it can still be asked. */
        public void stop() {
            perSecond(0);
        }

        private void change(UnaryOperator<FlowRow> change) {
            store.transact(() -> {
                settle();
                flows.put(id, change.apply(flows.get(id).orElseThrow()));
                expectTick();
                return id;
            });
        }
    }

    private final ElbStore rows;
    private final Store store;
    private final Calendar calendar;
    private final SimulatedTime time;
    private final TrafficPlans plans;
    private final RequestMetrics.Sink sink;
    private final LatestRequests latest;
    private final Table<FlowRow> flows;
    private final Map<String, TrafficPlan> present = new HashMap<>();
    private long asked;
    private long planned;

    Traffic(
            ElbStore rows,
            Store store,
            Calendar calendar,
            SimulatedTime time,
            TrafficPlans plans,
            RequestMetrics.Sink sink,
            LatestRequests latest) {
        this.rows = rows;
        this.store = store;
        this.calendar = calendar;
        this.time = time;
        this.plans = plans;
        this.sink = sink;
        this.latest = latest;
        this.flows = store.table("elb.traffic", FlowRow.class);
        calendar.inPassing(TICK, all -> tick());
        rows.beforeChanges(this::settle);
    }

    /**
     * Lets requests come at a load balancer, one kind at an even rate.
     *
     * @param arn of a listener, or of a load balancer, which means its listener of the lowest port
     * @param perSecond in a simulated second, from 0 to {@value #MOST_PER_SECOND}
     * @param seed the same seed and the same happenings give the same numbers
     * @throws IllegalArgumentException when there is no such listener, or the rate is none
     */
    public Flow start(String arn, Requests requests, double perSecond, long seed) {
        checked(perSecond);
        return store.transact(() -> {
            ListenerRow listener = listener(arn);
            String id = String.format(Locale.ROOT, "flow-%06d", flows.all().size() + 1);
            flows.put(
                    id,
                    new FlowRow(listener.model().listenerArn(), requests, perSecond, seed, time.now(), 0, 0, Map.of()));
            replanAfterwards();
            expectTick();
            return new Flow(id);
        });
    }

    /** All flows, by the ARN of their listener; the newest one of each. */
    public Map<String, Flow> flows() {
        return store.transact(() -> {
            Map<String, Flow> all = new TreeMap<>();
            flows.under("flow-").forEach((id, row) -> all.put(row.listener(), new Flow(id)));
            return all;
        });
    }

    /**
     * The flow at a listener; empty when none was started.
     *
     * @param arn of a listener, or of a load balancer, which means its listener of the lowest port
     * @throws IllegalArgumentException when there is no such listener
     */
    public Optional<Flow> of(String arn) {
        String listener = store.transact(() -> listener(arn).model().listenerArn());
        return Optional.ofNullable(flows().get(listener));
    }

    /** Draws what has come since the last time. Within a transaction. */
    void settle() {
        Instant now = time.now();
        boolean any = false;
        for (Map.Entry<String, FlowRow> entry : List.copyOf(flows.under("flow-").entrySet())) {
            FlowRow row = entry.getValue();
            any |= row.perSecond() > 0;
            if (row.perSecond() > 0 && row.settled().isBefore(now)) {
                TrafficPlan plan = present.computeIfAbsent(entry.getKey(), id -> plans.of(row));
                flows.put(entry.getKey(), draw(row, plan, now));
            }
        }
        if (any) {
            replanAfterwards();
        }
    }

    private FlowRow draw(FlowRow row, TrafficPlan plan, Instant now) {
        FlowRow drawn = row;
        while (drawn.settled().isBefore(now)) {
            Instant end = drawn.settled().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            Instant until = end.isAfter(now) ? now : end;
            double due =
                    drawn.perSecond() * Duration.between(drawn.settled(), until).toNanos() / 1e9 + drawn.carried();
            long count = (long) due;
            Map<String, Long> counts = new TreeMap<>(drawn.counts());
            new TrafficDraw(sink, latest, drawn.settled(), until, drawn.seed(), drawn.draws(), counts)
                    .draw(plan, count);
            drawn = drawn.after(until, due - count, counts);
        }
        return drawn;
    }

    /** Looks again where requests go, once everything that changes with the present transaction has changed. */
    private void replanAfterwards() {
        asked++;
        store.afterCommit(() -> {
            if (planned < asked) {
                planned = asked;
                present.clear();
                flows.under("flow-").forEach((id, row) -> present.put(id, plans.of(row)));
            }
        });
    }

    private void tick() {
        settle();
        expectTick();
    }

    private void expectTick() {
        boolean flowing = flows.all().stream().anyMatch(row -> row.perSecond() > 0);
        if (flowing && calendar.due(TICK, "all").isEmpty()) {
            calendar.enter(
                    TICK, "all", time.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
        }
    }

    private ListenerRow listener(String arn) {
        return rows.listener(arn)
                .or(() -> rows.listeners(arn).stream()
                        .min(Comparator.comparingInt(row -> row.model().port())))
                .orElseThrow(() -> new IllegalArgumentException("there is no listener of " + arn));
    }

    private static void checked(double rate) {
        if (!(rate >= 0 && rate <= MOST_PER_SECOND)) {
            throw new IllegalArgumentException("a rate is from 0 to " + (long) MOST_PER_SECOND + ", not " + rate);
        }
    }
}

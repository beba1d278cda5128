package dev.penstock.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.metric.ArmCounting.Tally;
import dev.penstock.metric.Gathering.Due;
import dev.penstock.metric.Template.UnknownLabelException;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.GateReading;
import dev.penstock.verdict.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** All that CloudWatch is asked in one look, metrics of every kind and gates, with one read. */
final class CloudWatchCounts {

    /** What a metric's arms are asked, and where the answers stand among all. */
    private record Asked(Due<?> due, ArmCounting canary, ArmCounting baseline, int canaryFrom, int baselineFrom) {}

    /** A gate's query and where its answer stands. */
    private record AskedGate(String gate, double full, Window window, int at) {}

    private final MetricData data;
    private final Balancers balancers;
    private final List<MetricQuery> queries = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private final List<AskedGate> gates = new ArrayList<>();

    CloudWatchCounts(MetricData data, CanaryFacts facts) {
        this.data = data;
        this.balancers = new Balancers(facts);
    }

    /** Adds a metric to what is asked. */
    void ask(Due<?> due, Gathering gathering) {
        try {
            ArmCounting canary =
                    counting(due, gathering.scope(), gathering.arms().canary());
            ArmCounting baseline =
                    counting(due, gathering.scope(), gathering.arms().baseline());
            if (canary.queries().equals(baseline.queries())) {
                gathering.missing(due, "Both arms are counted by the same metrics: they cannot be told apart.");
                return;
            }
            asked.add(new Asked(due, canary, baseline, add(canary.queries()), add(baseline.queries())));
        } catch (UnknownLabelException e) {
            gathering.missing(due, e.reason());
        } catch (RemoteCallException e) {
            gathering.failed(due.metric(), e);
        }
    }

    /** Adds a gate to what is asked. */
    void ask(String gate, GateSource.Saturation source, Gathering gathering) {
        try {
            MetricQuery query = source.metric().of(gathering.arms().canary(), source.period());
            List<Window> settled = Windows.settled(
                    gathering.now().minus(source.lag()).minus(source.period().multipliedBy(2)),
                    Instant.MIN,
                    gathering.now(),
                    source.period(),
                    source.lag(),
                    2);
            gates.add(new AskedGate(gate, source.full(), settled.getLast(), add(List.of(query))));
        } catch (UnknownLabelException e) {
            gathering.gate(new GateReading.Missing(gate, e.reason()));
        }
    }

    private int add(List<MetricQuery> more) {
        int from = queries.size();
        queries.addAll(more);
        return from;
    }

    private ArmCounting counting(Due<?> due, AwsScope scope, Arm arm) throws UnknownLabelException {
        return switch (due.source()) {
            case MetricSource.TargetGroup source -> ArmCounting.of(source, balancers.with(scope, arm));
            case MetricSource.Lambda ignored -> ArmCounting.ofFunction(arm);
            case MetricSource.CloudWatch source -> ArmCounting.of(source, arm);
            default -> throw new IllegalArgumentException("CloudWatch does not count " + due.source());
        };
    }

    /** Reads all that was asked, if anything was. */
    void read(Gathering gathering) {
        if (queries.isEmpty()) {
            return;
        }
        List<SortedMap<Instant, Double>> answers;
        try {
            answers = data.read(gathering.scope(), queries, span());
        } catch (RemoteCallException e) {
            asked.forEach(each -> gathering.failed(each.due().metric(), e));
            gates.forEach(each -> gathering.unknown(each.gate(), e));
            return;
        }
        asked.forEach(each -> each.due().windows().forEach(window -> count(each, window, answers, gathering)));
        gates.forEach(each -> gate(each, answers.get(each.at()), gathering));
    }

    private Window span() {
        List<Window> windows =
                new ArrayList<>(gates.stream().map(AskedGate::window).toList());
        asked.forEach(each -> windows.add(each.due().span()));
        Instant start =
                windows.stream().map(Window::start).min(Instant::compareTo).orElseThrow();
        Instant end = windows.stream().map(Window::end).max(Instant::compareTo).orElseThrow();
        return new Window(start, end);
    }

    private static void count(
            Asked each, Window window, List<SortedMap<Instant, Double>> answers, Gathering gathering) {
        Tally canary = each.canary().tally(window, answers.subList(each.canaryFrom(), answers.size()));
        Tally baseline = each.baseline().tally(window, answers.subList(each.baselineFrom(), answers.size()));
        String metric = each.due().metric();
        if (canary instanceof Tally.Unclear(String reason)) {
            gathering.missing(metric, window, reason);
        } else if (baseline instanceof Tally.Unclear(String reason)) {
            gathering.missing(metric, window, reason);
        } else if (canary instanceof Tally.Nothing && baseline instanceof Tally.Nothing) {
            gathering.missing(
                    metric, window, "CloudWatch has no " + each.canary().counted() + " of either arm for this time.");
        } else {
            // An arm without requests has no data: its services report none when there was none.
            gathering.counted(metric, window, counts(canary), counts(baseline));
        }
    }

    private static ArmCounts counts(Tally tally) {
        return tally instanceof Tally.Counted(ArmCounts counts) ? counts : ArmCounts.NONE;
    }

    private static void gate(AskedGate gate, SortedMap<Instant, Double> values, Gathering gathering) {
        SortedMap<Instant, Double> within =
                values.subMap(gate.window().start(), gate.window().end());
        double last = within.values().stream().reduce((earlier, later) -> later).orElse(Double.NaN);
        gathering.gate(
                last >= 0 && last < Double.MAX_VALUE
                        ? new GateReading.Used(gate.gate(), last / gate.full())
                        : new GateReading.Missing(
                                gate.gate(),
                                "CloudWatch has no value of '" + gate.gate() + "' for the last settled time."));
    }

    /** Which load balancers target groups are in use by; asked once for each. */
    private static final class Balancers {

        private final CanaryFacts facts;
        private final Map<String, String> known = new LinkedHashMap<>();

        private Balancers(CanaryFacts facts) {
            this.facts = facts;
        }

        private Arm with(AwsScope scope, Arm arm) throws UnknownLabelException {
            if (arm.label(Arm.LOAD_BALANCER).isPresent()) {
                return arm;
            }
            String group = Template.label(arm, Arm.TARGET_GROUP);
            String balancer = known.get(group);
            if (balancer == null) {
                balancer = facts.loadBalancer(scope, group).orElse("");
                known.put(group, balancer);
            }
            return balancer.isEmpty() ? arm : arm.with(Arm.LOAD_BALANCER, balancer);
        }
    }
}

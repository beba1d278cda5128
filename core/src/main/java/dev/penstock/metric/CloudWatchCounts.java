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

    /** What a metric's arms are asked, and where the answers stand among all of their account. */
    private record Asked(Due<?> due, ArmCounting canary, ArmCounting baseline, int canaryFrom, int baselineFrom) {}

    /** A gate's query and where its answer stands. */
    private record AskedGate(String gate, double full, Window window, int at) {}

    /** The answers of both sides' accounts, which are the same ones as a rule. */
    private record Answers(List<SortedMap<Instant, Double>> canary, List<SortedMap<Instant, Double>> baseline) {}

    private final MetricData data;
    private final Balancers balancers;
    private final Place place;
    private final Map<AwsScope, List<MetricQuery>> queries = new LinkedHashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private final List<AskedGate> gates = new ArrayList<>();

    CloudWatchCounts(MetricData data, CanaryFacts facts, Place place) {
        this.data = data;
        this.place = place;
        this.balancers = new Balancers(facts);
    }

    /** Adds a metric to what is asked. */
    void ask(Due<?> due, Gathering gathering) {
        try {
            ArmCounting canary = counting(due, place.canary(), gathering.arms().canary());
            ArmCounting baseline =
                    counting(due, place.baseline(), gathering.arms().baseline());
            if (place.isOne() && canary.queries().equals(baseline.queries())) {
                gathering.missing(due, "Both arms are counted by the same metrics: they cannot be told apart.");
                return;
            }
            asked.add(new Asked(
                    due,
                    canary,
                    baseline,
                    add(place.canary(), canary.queries()),
                    add(place.baseline(), baseline.queries())));
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
            gates.add(new AskedGate(gate, source.full(), settled.getLast(), add(place.canary(), List.of(query))));
        } catch (UnknownLabelException e) {
            gathering.gate(new GateReading.Missing(gate, e.reason()));
        }
    }

    private int add(AwsScope scope, List<MetricQuery> more) {
        List<MetricQuery> all = queries.computeIfAbsent(scope, first -> new ArrayList<>());
        int from = all.size();
        all.addAll(more);
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
        Answers answers;
        try {
            List<SortedMap<Instant, Double>> canary = read(place.canary());
            answers = new Answers(canary, place.isOne() ? canary : read(place.baseline()));
        } catch (RemoteCallException e) {
            asked.forEach(each -> gathering.failed(each.due().metric(), e));
            gates.forEach(each -> gathering.unknown(each.gate(), e));
            return;
        }
        asked.forEach(each -> each.due().windows().forEach(window -> count(each, window, answers, gathering)));
        gates.forEach(each -> gate(each, answers.canary().get(each.at()), gathering));
    }

    private List<SortedMap<Instant, Double>> read(AwsScope scope) {
        List<MetricQuery> asking = queries.getOrDefault(scope, List.of());
        return asking.isEmpty() ? List.of() : data.read(scope, asking, span());
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

    private static void count(Asked each, Window window, Answers answers, Gathering gathering) {
        Tally canary = each.canary().tally(window, from(answers.canary(), each.canaryFrom()));
        Tally baseline = each.baseline().tally(window, from(answers.baseline(), each.baselineFrom()));
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

    private static List<SortedMap<Instant, Double>> from(List<SortedMap<Instant, Double>> answers, int first) {
        return answers.subList(first, answers.size());
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

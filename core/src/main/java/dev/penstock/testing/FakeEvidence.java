package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.metric.CanaryFacts;
import dev.penstock.metric.CountingCommands;
import dev.penstock.metric.EnvironmentCounts;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.metric.HttpChecks;
import dev.penstock.metric.MetricQuery;
import dev.penstock.metric.PrometheusServer;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Window;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that a verdict asks, in memory: {@linkplain ScriptedTraffic requests} as every kind of source would count them, alarms,
 * targets and restarts as a test says, and reads that fail.
 *
 * <p>An arm is known by its labels. Metrics of CloudWatch are those of load balancers and functions, and for any others
 * {@code Requests} and {@code Bad}; a query of Prometheus counts bad requests when it says {@code bad}; a page is answered with
 * 500 when a request would be bad.
 */
public final class FakeEvidence {

    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Pattern RANGE = Pattern.compile("\\[([0-9]+)s]");

    private final InstantSource clock;
    private final Arms arms;
    private final ScriptedTraffic traffic;
    private final Map<String, Boolean> alarms = new HashMap<>();
    private final List<Instant> restarts = new ArrayList<>();
    private CanaryFacts.Targets targets = new CanaryFacts.Targets(2, 2);
    private Optional<RemoteCallException.Kind> failing = Optional.empty();
    private int reads;
    private int asked;

    /**
     * A world without alarms and restarts, whose two targets are healthy.
     *
     * @param clock what has not happened by now is not counted
     */
    public FakeEvidence(InstantSource clock, Arms arms, ScriptedTraffic traffic) {
        this.clock = clock;
        this.arms = arms;
        this.traffic = traffic;
    }

    /** A world in which nobody comes. */
    public static FakeEvidence nobody() {
        Arms nothing = new Arms(new Arm("canary", Map.of()), new Arm("baseline", Map.of()));
        return new FakeEvidence(() -> Instant.EPOCH, nothing, new ScriptedTraffic(0));
    }

    /** Makes every read fail from now on. */
    public synchronized void fail(RemoteCallException.Kind kind) {
        failing = Optional.of(kind);
    }

    /** Reads work again. */
    public synchronized void heal() {
        failing = Optional.empty();
    }

    /** Makes an alarm, or changes it. */
    public synchronized void alarm(String name, boolean isOn) {
        alarms.put(name, isOn);
    }

    /** A task of the canary has just failed and is replaced. */
    public synchronized void restart() {
        restarts.add(clock.instant());
    }

    /** Says how many of the canary's targets are healthy. */
    public synchronized void targets(int healthy, int wanted) {
        targets = new CanaryFacts.Targets(healthy, wanted);
    }

    /** How many reads there were, failed ones too. */
    public synchronized int reads() {
        return reads;
    }

    /** It, as what a collector asks. */
    public EvidencePorts ports() {
        return new EvidencePorts(
                this::series, new Facts(), this::refreshed, this::evaluated, this::answered, this::counted);
    }

    private synchronized void read(String operation) {
        reads++;
        if (failing.isPresent()) {
            throw new RemoteCallException(
                    failing.get(),
                    operation,
                    "Fake",
                    "Could not read evidence: it was told to fail.",
                    new IllegalStateException("told to fail"));
        }
    }

    private ArmCounts counts(boolean isCanary, Instant start, Instant end) {
        Instant until = end.isAfter(clock.instant()) ? clock.instant() : end;
        return isCanary ? traffic.canary(start, until) : traffic.baseline(start, until);
    }

    private List<SortedMap<Instant, Double>> series(AwsScope scope, List<MetricQuery> queries, Window span) {
        read("cloudwatch:GetMetricData");
        List<SortedMap<Instant, Double>> all = new ArrayList<>();
        for (MetricQuery query : queries) {
            SortedMap<Instant, Double> values = new TreeMap<>();
            for (Instant at = span.start(); at.isBefore(span.end()); at = at.plus(query.period())) {
                ArmCounts counts = counts(isCanary(query.dimensions().values()), at, at.plus(query.period()));
                double value = value(query, counts);
                if (value > 0) {
                    values.put(at, value);
                }
            }
            all.add(values);
        }
        return all;
    }

    private static double value(MetricQuery query, ArmCounts counts) {
        boolean isTime = query.metric().equals("TargetResponseTime");
        return switch (isTime ? query.statistic() : query.metric()) {
            case "RequestCount", "Invocations", "Requests", "SampleCount" -> counts.requests();
            case "HTTPCode_Target_5XX_Count", "Errors", "Bad" -> counts.bad();
            default ->
                isTime ? (query.statistic().startsWith("TC(:") ? counts.requests() - counts.bad() : counts.bad()) : 0;
        };
    }

    private boolean isCanary(Iterable<String> values) {
        for (String value : values) {
            for (String name : Arm.KNOWN) {
                Optional<String> label = arms.canary().label(name);
                if (label.equals(Optional.of(value))
                        && !arms.baseline().label(name).equals(label)) {
                    return true;
                }
            }
        }
        return false;
    }

    private EnvironmentCounts.Refresh refreshed(AwsScope scope, String environment) {
        read("elasticbeanstalk:DescribeInstancesHealth");
        Instant at =
                Instant.ofEpochSecond(clock.instant().getEpochSecond() / REFRESH.toSeconds() * REFRESH.toSeconds());
        Map<String, EnvironmentCounts.Answers> answers = new HashMap<>();
        for (Arm arm : List.of(arms.canary(), arms.baseline())) {
            if (arm.label(Arm.ENVIRONMENT).equals(Optional.of(environment))) {
                ArmCounts counts = counts(arm.equals(arms.canary()), at.minus(REFRESH), at);
                answers.put(
                        arm.label(Arm.VERSION_LABEL).orElse(arm.name()),
                        new EnvironmentCounts.Answers(counts.requests() - counts.bad(), 0, counts.bad()));
            }
        }
        return new EnvironmentCounts.Refresh(at, REFRESH, answers);
    }

    private PrometheusServer.Answer evaluated(URI server, Optional<String> token, String query, Instant at) {
        read("prometheus:query");
        Matcher range = RANGE.matcher(query);
        Duration window = Duration.ofSeconds(range.find() ? Long.parseLong(range.group(1)) : 60);
        boolean isCanary = arms.canary().labels().entrySet().stream()
                .anyMatch(label -> query.contains("\"" + label.getValue() + "\"")
                        && !label.getValue().equals(arms.baseline().labels().get(label.getKey())));
        ArmCounts counts = counts(isCanary, at.minus(window), at);
        return counts.requests() == 0
                ? new PrometheusServer.Answer.Nothing("The query found no series.")
                : new PrometheusServer.Answer.Value(query.contains("bad") ? counts.bad() : counts.requests());
    }

    private synchronized HttpChecks.Outcome answered(URI page, Duration limit, boolean allowPrivate) {
        reads++;
        if (failing.isPresent()) {
            return new HttpChecks.Outcome.Failed("It was told to fail.");
        }
        boolean isCanary = arms.canary().labels().values().stream()
                .anyMatch(label -> page.toString().contains(label)
                        && !arms.baseline().labels().containsValue(label));
        Instant now = clock.instant();
        ArmCounts lately = counts(isCanary, now.minus(Duration.ofMinutes(1)), now);
        asked++;
        // As many of a hundred as were bad lately, spread evenly.
        long before = Math.round((asked - 1) * lately.rate());
        return new HttpChecks.Outcome.Status(Math.round(asked * lately.rate()) > before ? 500 : 200);
    }

    private CountingCommands.Counts counted(List<String> run, Map<String, String> environment, Duration limit) {
        read("command:run");
        Instant start = Instant.parse(environment.get("PENSTOCK_WINDOW_START"));
        Instant end = Instant.parse(environment.get("PENSTOCK_WINDOW_END"));
        ArmCounts canary = counts(true, start, end);
        ArmCounts baseline = counts(false, start, end);
        return canary.requests() + baseline.requests() == 0
                ? new CountingCommands.Counts.Nothing("Nobody came.")
                : new CountingCommands.Counts.Both(canary, baseline);
    }

    private final class Facts implements CanaryFacts {

        @Override
        public Alarms alarms(AwsScope scope, List<String> names) {
            read("cloudwatch:DescribeAlarms");
            return new Alarms(
                    names.stream()
                            .filter(name -> Boolean.TRUE.equals(alarms.get(name)))
                            .toList(),
                    names.stream().filter(name -> !alarms.containsKey(name)).toList());
        }

        @Override
        public Targets targets(AwsScope scope, String targetGroup) {
            read("elasticloadbalancing:DescribeTargetHealth");
            return targets;
        }

        @Override
        public Optional<String> loadBalancer(AwsScope scope, String targetGroup) {
            read("elasticloadbalancing:DescribeTargetGroups");
            return Optional.of(FakeListenerRules.LOAD_BALANCER);
        }

        @Override
        public int restarts(AwsScope scope, String cluster, String service, String taskDefinition, Instant since) {
            read("ecs:DescribeTasks");
            return (int) restarts.stream().filter(at -> !at.isBefore(since)).count();
        }
    }
}

package dev.penstock.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.metric.Gathering.Due;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.GateReading;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.TrafficReading;
import dev.penstock.verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings a judge what is new: asks the sources of all metrics and gates, each service in as few calls as it has.
 *
 * <p>It holds no state. What was taken in follows from the looks so far ({@link Progress}), so that another process can go on.
 * Windows that are complete are taken once, the oldest first; where a service keeps the past (CloudWatch, Prometheus, a
 * command) none is left out when nobody looked for a while. A read that fails is no outcome: it brings nothing, its windows are
 * due again at the next look, and it is told beside the look. Only of a gate, which is about this moment, it makes a reading
 * that is missing: a gate whose state is not known must not let a release through.
 */
public final class EvidenceCollector {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A day and more of minutes: what one look catches up with at most. */
    private static final int MOST_OF_CLOUDWATCH = 1500;

    /** Of sources that are asked once for each window. */
    private static final int MOST_AT_ONCE = 20;

    private final EvidencePorts ports;

    /** A collector that asks by these ports. */
    public EvidenceCollector(EvidencePorts ports) {
        this.ports = ports;
    }

    /**
     * Collects what is new where there is one place only: the first that the settings name.
     *
     * @param configuredShare the canary's share of requests that the load balancer was told, 0 to 1
     * @throws InterruptedException when the thread was interrupted while it waited for an answer. Nothing was taken then
     */
    public Collected collect(
            AwsScope scope,
            VerdictSources sources,
            Arms arms,
            double configuredShare,
            Progress soFar,
            Instant since,
            Instant now)
            throws InterruptedException {
        Place place = Place.of(sources.settings().scopes().getFirst(), scope);
        return collect(place, sources, arms, configuredShare, soFar, since, now);
    }

    /**
     * Collects what is new at several places, each of which is one of the settings' {@code scopes}. Of each gate there is one
     * reading: the worst of all places.
     *
     * @param places at least one
     * @throws InterruptedException when the thread was interrupted while it waited for an answer. Nothing was taken then
     */
    public Collected collect(
            List<PlacedArms> places,
            VerdictSources sources,
            double configuredShare,
            Progress soFar,
            Instant since,
            Instant now)
            throws InterruptedException {
        List<MetricBatch> batches = new ArrayList<>();
        List<TrafficReading> traffic = new ArrayList<>();
        List<GateReading> gates = new ArrayList<>();
        List<Collected.Trouble> troubles = new ArrayList<>();
        for (PlacedArms each : places) {
            Collected there = collect(each.place(), sources, each.arms(), configuredShare, soFar, since, now);
            batches.addAll(there.look().batches());
            traffic.addAll(there.look().traffic());
            gates.addAll(there.look().gates());
            there.troubles().stream()
                    .map(trouble -> new Collected.Trouble(
                            trouble.of() + " at " + each.place().name(), trouble.message(), trouble.mayPass()))
                    .forEach(troubles::add);
        }
        batches.sort(Comparator.comparing(batch -> batch.window().start()));
        return new Collected(new Look(now, batches, traffic, worst(sources, gates)), troubles);
    }

    private static List<GateReading> worst(VerdictSources sources, List<GateReading> readings) {
        List<GateReading> worst = new ArrayList<>();
        for (Gate gate : sources.settings().gates()) {
            List<GateReading> ofGate = readings.stream()
                    .filter(reading -> reading.gate().equals(gate.name()))
                    .toList();
            if (!ofGate.isEmpty()) {
                worst.add(WorstReading.of(gate, ofGate));
            }
        }
        return worst;
    }

    /**
     * Collects what is new at a place.
     *
     * @param place in whose name AWS is asked, and where, for each side of the release
     * @param sources what is counted and where
     * @param arms both sides of the release at the place that is asked
     * @param configuredShare the canary's share of requests that the load balancer was told, 0 to 1
     * @param soFar how far it was taken
     * @param since since when the configured share holds; of a metric that was not taken yet, no window before
     * @param now when it is looked
     * @return what is new; without batches when no window is complete
     * @throws InterruptedException when the thread was interrupted while it waited for an answer. Nothing was taken then
     */
    public Collected collect(
            Place place,
            VerdictSources sources,
            Arms arms,
            double configuredShare,
            Progress soFar,
            Instant since,
            Instant now)
            throws InterruptedException {
        Gathering gathering = new Gathering(place, arms, now);
        CloudWatchCounts cloudWatch = new CloudWatchCounts(ports.metrics(), ports.facts(), place);
        BeanstalkCounts beanstalk = new BeanstalkCounts(ports.environments());
        for (MetricSettings metric : sources.settings().metrics()) {
            MetricSource source = Objects.requireNonNull(sources.metrics().get(metric.name()));
            Optional<Instant> taken = soFar.end(metric.name(), place.name());
            Instant from = taken.orElse(since);
            if (source instanceof MetricSource.Beanstalk health) {
                beanstalk.read(metric.name(), health, from, since, gathering);
                continue;
            }
            List<Window> windows = windows(source, from, since, now);
            if (!windows.isEmpty()) {
                read(new Due<>(metric.name(), source, windows), cloudWatch, gathering);
            }
        }
        GateReadings gates = new GateReadings(ports.facts());
        for (Gate gate : sources.settings().gates()) {
            GateSource source = Objects.requireNonNull(sources.gates().get(gate.name()));
            if (source instanceof GateSource.Saturation saturation) {
                cloudWatch.ask(gate.name(), saturation, gathering);
            } else {
                gates.read(gate, gathering);
            }
        }
        cloudWatch.read(gathering);
        List<MetricBatch> batches = gathering.batches().stream()
                .sorted(Comparator.comparing(
                        (MetricBatch batch) -> batch.window().start()))
                .toList();
        List<TrafficReading> traffic = traffic(sources, batches, configuredShare, since);
        return new Collected(new Look(now, batches, traffic, gathering.gates()), gathering.troubles());
    }

    private static List<Window> windows(MetricSource source, Instant from, Instant since, Instant now) {
        return switch (source) {
            case MetricSource.TargetGroup each ->
                Windows.settled(from, since, now, MINUTE, each.lag(), MOST_OF_CLOUDWATCH);
            case MetricSource.Lambda each -> Windows.settled(from, since, now, MINUTE, each.lag(), MOST_OF_CLOUDWATCH);
            case MetricSource.CloudWatch each ->
                Windows.settled(from, since, now, each.period(), each.lag(), MOST_OF_CLOUDWATCH);
            case MetricSource.Prometheus each ->
                Windows.settled(from, since, now, each.every(), each.lag(), MOST_AT_ONCE);
            case MetricSource.Command each -> Windows.settled(from, since, now, each.every(), each.lag(), MOST_AT_ONCE);
            case MetricSource.HttpCheck each -> Windows.latest(from, since, now, each.every());
            case MetricSource.Beanstalk ignored -> List.of();
        };
    }

    private void read(Due<MetricSource> due, CloudWatchCounts cloudWatch, Gathering gathering)
            throws InterruptedException {
        switch (due.source()) {
            case MetricSource.TargetGroup ignored -> cloudWatch.ask(due, gathering);
            case MetricSource.Lambda ignored -> cloudWatch.ask(due, gathering);
            case MetricSource.CloudWatch ignored -> cloudWatch.ask(due, gathering);
            case MetricSource.Prometheus each ->
                new PrometheusCounts(ports.prometheus()).read(new Due<>(due.metric(), each, due.windows()), gathering);
            case MetricSource.Command each ->
                new CommandCounts(ports.commands()).read(new Due<>(due.metric(), each, due.windows()), gathering);
            case MetricSource.HttpCheck each ->
                new HttpCheckCounts(ports.checks()).read(new Due<>(due.metric(), each, due.windows()), gathering);
            case MetricSource.Beanstalk ignored -> throw new IllegalStateException("its windows are its own");
        }
    }

    /** How traffic was shared out, by the first metric that counts users' requests. */
    private static List<TrafficReading> traffic(
            VerdictSources sources, List<MetricBatch> batches, double configuredShare, Instant since) {
        Optional<String> counting = sources.settings().metrics().stream()
                .map(MetricSettings::name)
                .filter(name ->
                        Objects.requireNonNull(sources.metrics().get(name)).countsTraffic())
                .findFirst();
        List<TrafficReading> readings = new ArrayList<>();
        for (MetricBatch batch : batches) {
            if (batch instanceof MetricBatch.Counted counted
                    && counting.equals(Optional.of(counted.metric()))
                    && !counted.window().start().isBefore(since)) {
                readings.add(new TrafficReading(
                        counted.scope(),
                        counted.window(),
                        configuredShare,
                        counted.canary().requests(),
                        counted.baseline().requests()));
            }
        }
        return readings;
    }
}

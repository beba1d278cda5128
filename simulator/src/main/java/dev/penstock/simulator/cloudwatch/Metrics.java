package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Metrics and their data, aggregated by minute (by second where the publisher asked for high resolution) and kept as
 * long as CloudWatch keeps them. All methods are called inside transactions.
 *
 * <p>Source of resolutions and ages: CloudWatch User Guide, "Metrics retention".
 */
public final class Metrics {

    /** What data without a unit has. */
    static final String NO_UNIT = "None";

    /** How long a metric without new data is still listed ({@code ListMetrics}). */
    private static final Duration LISTED = Duration.ofDays(14);

    /**
     * A metric that has data.
     *
     * @param newest start of the latest minute or second that has data
     * @param swept when old data was last merged
     */
    record Series(
            String account,
            String region,
            String namespace,
            String name,
            Map<String, String> dimensions,
            Instant newest,
            Instant swept) {

        MetricKey key() {
            return new MetricKey(namespace, name, new TreeMap<>(dimensions));
        }
    }

    /** What was measured from {@code start} on, for {@code width} seconds. */
    record Bucket(String unit, long start, int width, Sample sample) {}

    /** A metric of an account that has new data. */
    record Watched(String account, String region, MetricKey key) {}

    private final Table<Series> series;
    private final Table<Bucket> buckets;
    private final SimulatedTime time;
    private final List<Consumer<Watched>> listeners = new ArrayList<>();
    private final List<Runnable> sources = new ArrayList<>();
    private boolean asking;
    private Instant allSwept;

    Metrics(Store store, SimulatedTime time) {
        this.series = store.table("cloudwatch.series", Series.class);
        this.buckets = store.table("cloudwatch.data", Bucket.class);
        this.time = time;
        this.allSwept = time.now();
    }

    /** Records what was measured, in resolution of a minute and without unit. */
    public void record(String account, String region, MetricKey key, Instant at, Statistics datum) {
        record(account, region, key, at, List.of(datum), NO_UNIT, 60);
    }

    /**
     * Records what was measured.
     *
     * @param data at least one
     * @param unit one of CloudWatch's units, like {@code Seconds}
     * @param resolution 1 or 60 seconds
     */
    public void record(
            String account,
            String region,
            MetricKey key,
            Instant at,
            List<Statistics> data,
            String unit,
            int resolution) {
        String id = id(account, region, key);
        long start = Math.floorDiv(at.getEpochSecond(), resolution) * resolution;
        String place = place(id, unit, start, resolution);
        Sample fresh = data.stream().map(Sample::of).reduce(Sample::plus).orElseThrow();
        buckets.put(
                place,
                new Bucket(
                        unit,
                        start,
                        resolution,
                        buckets.get(place).map(b -> b.sample().plus(fresh)).orElse(fresh)));
        touch(id, account, region, key, Instant.ofEpochSecond(start));
        Watched watched = new Watched(account, region, key);
        listeners.forEach(l -> l.accept(watched));
    }

    /** Asks a service that collects data for a while to record what it has, whenever somebody reads. */
    public void source(Runnable records) {
        sources.add(records);
    }

    private void askSources() {
        if (!asking) {
            asking = true;
            try {
                sources.forEach(Runnable::run);
            } finally {
                asking = false;
            }
        }
    }

    /** Tells of every metric that gets data, in the transaction that records it. */
    void onData(Consumer<Watched> listener) {
        listeners.add(listener);
    }

    /** The metrics of an account that had data in the last two weeks, in order. */
    List<Series> listed(String account, String region) {
        askSources();
        Instant since = time.now().minus(LISTED);
        return series.under(account + "/" + region + "/").values().stream()
                .filter(s -> s.newest().isAfter(since))
                .toList();
    }

    /** The start of the latest minute or second that has data. */
    Optional<Instant> newest(String account, String region, MetricKey key) {
        askSources();
        return series.get(id(account, region, key)).map(Series::newest);
    }

    /** The units that a metric has data in, within {@code from} and {@code to}. */
    Set<String> units(String account, String region, MetricKey key, Instant from, Instant to) {
        askSources();
        Set<String> units = new HashSet<>();
        for (Bucket bucket : buckets.under(id(account, region, key) + "\u0002").values()) {
            if (bucket.start() >= from.getEpochSecond() && bucket.start() < to.getEpochSecond()) {
                units.add(bucket.unit());
            }
        }
        return units;
    }

    /**
     * What was measured, by period.
     *
     * @param from where the first period begins
     * @param to where the last one ends at the latest
     * @param period in seconds
     * @return by start of the period, only periods that have data
     */
    NavigableMap<Instant, Sample> read(
            String account, String region, MetricKey key, String unit, Instant from, Instant to, int period) {
        askSources();
        long first = from.getEpochSecond();
        String id = id(account, region, key);
        NavigableMap<String, Bucket> within = buckets.under(id + "\u0002" + unit + "\u0002")
                .subMap(place(id, unit, first, 0), true, place(id, unit, to.getEpochSecond(), 0), false);
        Instant now = time.now();
        NavigableMap<Instant, Sample> periods = new TreeMap<>();
        for (Bucket bucket : within.values()) {
            if (period >= Retention.finest(Duration.between(Instant.ofEpochSecond(bucket.start()), now))) {
                Instant start = Instant.ofEpochSecond(first + (bucket.start() - first) / period * period);
                periods.merge(start, bucket.sample(), Sample::plus);
            }
        }
        return periods;
    }

    private void touch(String id, String account, String region, MetricKey key, Instant start) {
        Instant now = time.now();
        Optional<Series> known = series.get(id);
        Instant newest = known.map(Series::newest).filter(n -> n.isAfter(start)).orElse(start);
        Instant swept = known.map(Series::swept).orElse(now);
        boolean due = now.isAfter(swept.plus(Retention.SWEEP));
        if (known.isEmpty() || due || !known.get().newest().equals(newest)) {
            series.put(
                    id,
                    new Series(
                            account, region, key.namespace(), key.name(), key.dimensions(), newest, due ? now : swept));
        }
        if (due) {
            sweep(id, now);
        }
        if (now.isAfter(allSwept.plus(Retention.SWEEP_ALL))) {
            allSwept = now;
            List.copyOf(series.under("").keySet()).forEach(each -> sweep(each, now));
        }
    }

    /** Merges what is too old for its resolution, and drops what is too old for any. */
    private void sweep(String id, Instant now) {
        for (Map.Entry<String, Bucket> entry :
                List.copyOf(buckets.under(id + "\u0002").entrySet())) {
            Bucket old = entry.getValue();
            int width = Retention.finest(Duration.between(Instant.ofEpochSecond(old.start()), now));
            if (width > old.width()) {
                buckets.remove(entry.getKey());
                if (width <= Retention.COARSEST) {
                    merge(id, old, width);
                }
            }
        }
    }

    private void merge(String id, Bucket old, int width) {
        long start = Math.floorDiv(old.start(), width) * width;
        String place = place(id, old.unit(), start, width);
        Sample sample =
                buckets.get(place).map(b -> b.sample().plus(old.sample())).orElse(old.sample());
        buckets.put(place, new Bucket(old.unit(), start, width, sample));
    }

    static String id(String account, String region, MetricKey key) {
        return account + "/" + region + "/" + key.text();
    }

    private static String place(String id, String unit, long start, int width) {
        return id + "\u0002" + unit + "\u0002" + String.format(Locale.ROOT, "%011d/%04d", Math.max(start, 0), width);
    }
}

package dev.penstock.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every store of metrics does. */
public abstract class MetricDataContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Map<String, String> NEW = Map.of("Version", "8");
    private static final Map<String, String> OLD = Map.of("Version", "7");

    /** What is tested. */
    protected abstract MetricData data();

    /** Puts a single measurement of a metric of the namespace {@code Shop}. */
    protected abstract void put(String metric, Map<String, String> dimensions, Instant at, double value);

    /** The beginning of a minute that is over for some minutes. */
    protected abstract Instant minute();

    private static MetricQuery query(String metric, Map<String, String> dimensions, String statistic) {
        return new MetricQuery("Shop", metric, new TreeMap<>(dimensions), statistic, MINUTE);
    }

    private List<SortedMap<Instant, Double>> read(Instant from, int minutes, MetricQuery... queries) {
        return data().read(AwsScope.OWN, List.of(queries), new Window(from, from.plus(MINUTE.multipliedBy(minutes))));
    }

    @Test
    void valuesComeByTheBeginningsOfTheirPeriodsAndAPeriodWithoutDataHasNone() {
        Instant minute = minute();
        put("Requests", NEW, minute.plusSeconds(1), 3);
        put("Requests", NEW, minute.plusSeconds(59), 4);
        put("Requests", NEW, minute.plusSeconds(121), 5);
        SortedMap<Instant, Double> values =
                read(minute, 3, query("Requests", NEW, "Sum")).getFirst();
        assertThat(values).isEqualTo(Map.of(minute, 7.0, minute.plusSeconds(120), 5.0));
    }

    @Test
    void theEndOfTheSpanIsNotInIt() {
        Instant minute = minute();
        put("Requests", NEW, minute.minusSeconds(1), 1);
        put("Requests", NEW, minute, 2);
        put("Requests", NEW, minute.plusSeconds(60), 4);
        assertThat(read(minute, 1, query("Requests", NEW, "Sum")).getFirst()).isEqualTo(Map.of(minute, 2.0));
    }

    @Test
    void aMetricHasItsDimensionsAndNoOthers() {
        Instant minute = minute();
        put("Requests", NEW, minute, 1);
        put("Requests", OLD, minute, 2);
        put("Requests", Map.of("Version", "8", "Zone", "a"), minute, 4);
        assertThat(read(minute, 1, query("Requests", NEW, "Sum")).getFirst()).isEqualTo(Map.of(minute, 1.0));
    }

    @Test
    void answersComeInTheOrderOfTheQueriesAlsoWhereThereIsNothing() {
        Instant minute = minute();
        put("Requests", NEW, minute, 10);
        put("Requests", OLD, minute, 20);
        put("Requests", OLD, minute, 40);
        assertThat(read(
                        minute,
                        1,
                        query("Requests", OLD, "Sum"),
                        query("Nothing", OLD, "Sum"),
                        query("Requests", NEW, "Sum"),
                        query("Requests", OLD, "SampleCount"),
                        query("Requests", OLD, "Maximum")))
                .containsExactly(
                        new TreeMap<>(Map.of(minute, 60.0)),
                        new TreeMap<>(),
                        new TreeMap<>(Map.of(minute, 10.0)),
                        new TreeMap<>(Map.of(minute, 2.0)),
                        new TreeMap<>(Map.of(minute, 40.0)));
    }
}

package dev.penstock.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What everything keeps that counts go to. */
public abstract class MetersContract {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    /** The one meters of a test. */
    protected abstract Meters meters();

    /** What a counter has come to; empty if there is none. */
    protected abstract OptionalDouble counted(String name, Map<String, String> tags);

    /** The seconds that a timer has added up. */
    protected abstract OptionalDouble seconds(String name);

    /** How often a timer was told of something. */
    protected abstract OptionalDouble times(String name);

    /** What a gauge says; empty if there is none, or it has no value. */
    protected abstract OptionalDouble shown(String name);

    @Test
    void aCounterThatIsAskedForTwiceCountsIntoOne() {
        meters().counter("penstock.steps", "Steps.").increment();
        meters().counter("penstock.steps", "Steps.").increment();

        assertThat(counted("penstock.steps", Map.of())).hasValue(2);
    }

    @Test
    void countersAreToldApartByTheirTags() {
        Meters.Counter failed = meters().counter("penstock.ended", "Ended.", Map.of("outcome", "failed"));
        failed.increment();
        failed.increment();
        meters().counter("penstock.ended", "Ended.", Map.of("outcome", "succeeded"))
                .increment();

        assertThat(counted("penstock.ended", Map.of("outcome", "failed"))).hasValue(2);
        assertThat(counted("penstock.ended", Map.of("outcome", "succeeded"))).hasValue(1);
    }

    @Test
    void aTimerKnowsHowOftenAndHowLongInAll() {
        Meters.Timer timer = meters().timer("penstock.append", "Appends.");
        timer.record(Duration.ofMillis(1500));
        timer.record(Duration.ofNanos(250_000));

        assertThat(times("penstock.append")).hasValue(2);
        assertThat(seconds("penstock.append").orElseThrow()).isCloseTo(1.50025, EXACT);
    }

    @Test
    void aGaugeIsAskedWhenSomebodyReadsIt() {
        var value = new AtomicInteger(3);
        meters().gauge("penstock.held", "Held.", value::get);
        assertThat(shown("penstock.held")).hasValue(3);

        value.set(5);
        assertThat(shown("penstock.held")).hasValue(5);
    }

    @Test
    void theLatestGaugeOfANameIsTheOneThatIsAsked() {
        meters().gauge("penstock.held", "Held.", () -> 1);
        meters().gauge("penstock.held", "Held.", () -> 2);

        assertThat(shown("penstock.held")).hasValue(2);
    }

    @Test
    void aGaugeWithoutAValueShowsNone() {
        meters().gauge("penstock.lease.age.seconds", "Age.", () -> Double.NaN);

        assertThat(shown("penstock.lease.age.seconds")).isEmpty();
    }
}

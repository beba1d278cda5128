package dev.penstock.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.metric.Progress.Series;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NextNewsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final MetricSource BY_THE_MINUTE =
            new MetricSource.TargetGroup(Set.of(BadAnswer.SERVER_ERRORS), OptionalDouble.empty(), MINUTE);
    private static final MetricSource EACH_QUARTER =
            new MetricSource.Command(List.of("count"), Duration.ofSeconds(15), Duration.ofSeconds(5), MINUTE);

    private static VerdictSources sources(Map<String, MetricSource> metrics, Gate... gates) {
        VerdictSettings settings = VerdictSettings.of(
                        Duration.ofHours(1),
                        metrics.keySet().stream()
                                .sorted()
                                .map(MetricSettings::of)
                                .toArray(MetricSettings[]::new))
                .with(gates);
        return new VerdictSources(
                settings, metrics, gates.length == 0 ? Map.of() : Map.of("pages", new GateSource.Alarms()));
    }

    private static Instant next(VerdictSources sources, Progress soFar, Instant since, Instant now) {
        return NextNews.of(sources, soFar, since, now, Duration.ofSeconds(10));
    }

    private static Progress taken(String metric, VerdictSources sources, Instant until) {
        return new Progress(
                Map.of(new Series(metric, sources.settings().scopes().getFirst()), until));
    }

    @Test
    void whatIsCountedByTheMinuteIsLookedAtWhenAMinuteIsSettledAndNotBefore() {
        VerdictSources sources = sources(Map.of("errors", BY_THE_MINUTE));

        // The minute from 12:01 on is the first whole one, and is settled a minute after its end.
        assertThat(next(sources, Progress.none(), NOON.plusSeconds(7), NOON.plusSeconds(7)))
                .isEqualTo(NOON.plusSeconds(180));
        assertThat(next(sources, taken("errors", sources, NOON.plusSeconds(120)), NOON, NOON.plusSeconds(181)))
                .isEqualTo(NOON.plusSeconds(240));
    }

    @Test
    void theMetricThatHasSomethingNewFirstSaysWhen() {
        VerdictSources sources = sources(Map.of("errors", BY_THE_MINUTE, "orders", EACH_QUARTER));

        assertThat(next(sources, Progress.none(), NOON, NOON)).isEqualTo(NOON.plusSeconds(20));
    }

    @Test
    void whatShouldBeThereAndCouldNotBeReadIsAskedForAgainSoon() {
        VerdictSources sources = sources(Map.of("errors", BY_THE_MINUTE));

        assertThat(next(sources, Progress.none(), NOON, NOON.plusSeconds(300))).isEqualTo(NOON.plusSeconds(310));
    }

    @Test
    void gatesAreAboutThisMomentAndReadOften() {
        VerdictSources sources =
                sources(Map.of("errors", BY_THE_MINUTE), new Gate.Alarms("pages", List.of("errors"), 1));

        assertThat(next(sources, Progress.none(), NOON, NOON)).isEqualTo(NOON.plusSeconds(10));
    }
}

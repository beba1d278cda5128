package dev.penstock.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.metric.EnvironmentCounts.Answers;
import dev.penstock.metric.EnvironmentCounts.Refresh;
import dev.penstock.testing.FakeEvidence;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two environments whose health is refreshed every ten seconds, each at its own time. */
class BeanstalkRefreshesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final Arms ARMS = new Arms(
            new Arm("green", Map.of(Arm.ENVIRONMENT, "green")), new Arm("blue", Map.of(Arm.ENVIRONMENT, "blue")));

    private Instant now = NOON;

    /** The refresh has its own number as its count, by which it is known again. */
    private static Refresh refresh(Instant now, long phaseMillis) {
        long number = Math.floorDiv(Duration.between(NOON, now).toMillis() - phaseMillis, 10_000);
        return new Refresh(
                NOON.plusMillis(number * 10_000 + phaseMillis), TEN, Map.of("", new Answers(number + 100, 0, 0)));
    }

    @Test
    void eachRefreshIsTakenOnceAndLooksThatAreOftenEnoughMissFew() throws InterruptedException {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long green = random.nextInt(10_000);
            long blue = random.nextInt(10_000);
            int interval = List.of(3_000, 5_000, 10_000).get(random.nextInt(3));
            EvidencePorts others = FakeEvidence.nobody().ports();
            EvidenceCollector collector = new EvidenceCollector(new EvidencePorts(
                    others.metrics(),
                    others.facts(),
                    (scope, environment) -> refresh(now, environment.equals("green") ? green : blue),
                    others.prometheus(),
                    others.checks(),
                    others.commands()));
            List<MetricBatch.Counted> taken = taken(collector, random, interval);
            String hint = "seed " + seed + ", phases " + green + " and " + blue + ", every " + interval;
            Instant end = NOON;
            Set<Long> canary = new HashSet<>();
            Set<Long> baseline = new HashSet<>();
            for (MetricBatch.Counted batch : taken) {
                assertThat(batch.window().start()).as(hint).isAfterOrEqualTo(end);
                end = batch.window().end();
                assertThat(canary.add(batch.canary().requests())).as(hint).isTrue();
                assertThat(baseline.add(batch.baseline().requests())).as(hint).isTrue();
            }
            assertThat(taken.size()).as(hint).isGreaterThanOrEqualTo(45);
        }
    }

    private List<MetricBatch.Counted> taken(EvidenceCollector collector, Random random, int interval)
            throws InterruptedException {
        VerdictSettings settings = VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("m"));
        VerdictSources sources = new VerdictSources(
                settings, Map.of("m", new MetricSource.Beanstalk(Set.of(BadAnswer.SERVER_ERRORS))), Map.of());
        List<MetricBatch.Counted> taken = new ArrayList<>();
        Progress progress = Progress.none();
        for (now = NOON;
                now.isBefore(NOON.plus(Duration.ofMinutes(15)));
                now = now.plusMillis(interval + random.nextInt(300))) {
            Collected collected = collector.collect(AwsScope.OWN, sources, ARMS, 0.5, progress, NOON, now);
            progress = progress.after(collected.look());
            for (MetricBatch batch : collected.look().batches()) {
                taken.add((MetricBatch.Counted) batch);
            }
        }
        return taken;
    }
}

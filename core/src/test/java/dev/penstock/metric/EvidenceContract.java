package dev.penstock.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.testing.ScriptedTraffic.Course;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.TrafficReading;
import dev.penstock.verdict.VerdictJudge;
import dev.penstock.verdict.VerdictSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every kind of source does, whatever counts behind it: two arms with traffic, looked at every so often. */
public abstract class EvidenceContract {

    /** The one metric. */
    protected static final String METRIC = "errors";

    private static final Duration HOUR = Duration.ofHours(1);

    /** Where requests come from and are counted. */
    public interface World {

        /** What is asked. */
        EvidencePorts ports();

        /** Both sides. */
        Arms arms();

        /** Where the metric is counted. */
        MetricSource source();

        /** What time it is. */
        Instant now();

        /** Lets time pass. */
        void pass(Duration time);

        /** Says how traffic is from now on. */
        void traffic(Course course);
    }

    /** A world in which nobody has come yet. */
    protected abstract World world();

    /** How often it is looked. */
    protected Duration every() {
        return Duration.ofSeconds(20);
    }

    private record Looks(List<Look> all) {

        List<MetricBatch> batches() {
            return all.stream().flatMap(look -> look.batches().stream()).toList();
        }

        List<MetricBatch.Counted> counted() {
            return batches().stream()
                    .filter(MetricBatch.Counted.class::isInstance)
                    .map(MetricBatch.Counted.class::cast)
                    .toList();
        }
    }

    private VerdictSources sources(World world) {
        VerdictSettings settings = VerdictSettings.of(HOUR, MetricSettings.of(METRIC));
        return new VerdictSources(settings, Map.of(METRIC, world.source()), Map.of());
    }

    private Looks look(World world, Duration time) throws InterruptedException {
        EvidenceCollector collector = new EvidenceCollector(world.ports());
        Instant since = world.now();
        Progress progress = Progress.none();
        List<Look> looks = new ArrayList<>();
        while (world.now().isBefore(since.plus(time))) {
            world.pass(every());
            Collected collected =
                    collector.collect(AwsScope.OWN, sources(world), world.arms(), 0.2, progress, since, world.now());
            assertThat(collected.troubles()).isEmpty();
            progress = progress.after(collected.look());
            looks.add(collected.look());
        }
        return new Looks(looks);
    }

    @Test
    void countsRequestsAndBadOnesOfBothArmsByWindowsThatFollowEachOther() throws InterruptedException {
        World world = world();
        world.traffic(new Course(3000, 0.2, 0.1, 0.02));
        Looks looks = look(world, Duration.ofMinutes(6));
        List<MetricBatch.Counted> counted = looks.counted();
        assertThat(counted).hasSizeGreaterThanOrEqualTo(3);
        Instant end = Instant.EPOCH;
        for (MetricBatch.Counted batch : counted) {
            assertThat(batch.window().start()).isAfterOrEqualTo(end);
            end = batch.window().end();
            assertThat(batch.canary().requests()).isPositive();
            assertThat(batch.baseline().requests()).isPositive();
        }
        long canary = counted.stream().mapToLong(b -> b.canary().requests()).sum();
        long bad = counted.stream().mapToLong(b -> b.canary().bad()).sum();
        long old = counted.stream().mapToLong(b -> b.baseline().requests()).sum();
        long oldBad = counted.stream().mapToLong(b -> b.baseline().bad()).sum();
        assertThat((double) bad / canary).isBetween(0.06, 0.14);
        assertThat((double) oldBad / old).isBetween(0.005, 0.04);
        if (world.source().countsTraffic()) {
            assertThat((double) canary / (canary + old)).isBetween(0.17, 0.23);
            List<TrafficReading> traffic =
                    looks.all().stream().flatMap(l -> l.traffic().stream()).toList();
            assertThat(traffic).hasSameSizeAs(counted);
            assertThat(traffic)
                    .allSatisfy(reading -> assertThat(reading.configuredShare()).isEqualTo(0.2));
        }
    }

    @Test
    void aWindowIsTakenOnceHoweverOftenItIsLooked() throws InterruptedException {
        World world = world();
        world.traffic(new Course(3000, 0.2, 0, 0));
        Looks looks = look(world, Duration.ofMinutes(4));
        assertThat(looks.batches().stream().map(MetricBatch::window)).doesNotHaveDuplicates();
        EvidenceCollector collector = new EvidenceCollector(world.ports());
        Progress progress = Progress.none();
        for (Look look : looks.all()) {
            progress = progress.after(look);
        }
        Instant now = world.now();
        Collected again = collector.collect(
                AwsScope.OWN, sources(world), world.arms(), 0.2, progress, now.minus(Duration.ofMinutes(4)), now);
        assertThat(again.look().batches()).isEmpty();
    }

    @Test
    void aBadCanaryIsRolledBackByTheJudgeAndAGoodOneIsNot() throws InterruptedException {
        World world = world();
        world.traffic(new Course(6000, 0.2, 0.02, 0.02));
        VerdictJudge judge = new VerdictJudge(sources(world).settings());
        Decision first = new Decision.Continue(world.now());
        for (Look look : look(world, Duration.ofMinutes(4)).all()) {
            first = first.isFinal() ? first : judge.look(look).decision();
        }
        assertThat(first).isNotInstanceOf(Decision.RollBack.class);
        world.traffic(new Course(6000, 0.2, 0.3, 0.02));
        VerdictJudge second = new VerdictJudge(sources(world).settings());
        Decision last = new Decision.Continue(world.now());
        for (Look look : look(world, Duration.ofMinutes(10)).all()) {
            last = last.isFinal() ? last : second.look(look).decision();
        }
        assertThat(last).isInstanceOf(Decision.RollBack.class);
    }
}

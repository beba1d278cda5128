package dev.penstock.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.observe.Observer.Watch;
import dev.penstock.observe.ScriptedReader.Call;
import dev.penstock.observe.ScriptedReader.Thing;
import dev.penstock.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObserverTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ResourceId A = thing("a");
    private static final ResourceId B = thing("b");

    private final VirtualClock clock = VirtualClock.steppedFrom(START);
    private final ScriptedReader reader = new ScriptedReader(clock, 20);
    private final Observer observer = new Observer(clock, List.of(reader), Durations.inMemory());
    private final List<Sighting> told = Collections.synchronizedList(new ArrayList<>());

    @Test
    void tellsOnlyWhatIsNew() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        observer.watch(A, Optional.empty(), told::add);
        clock.advance(Duration.ofSeconds(30));
        assertThat(told).containsExactly(new Sighting.Seen(new Thing(1)));
        assertThat(reader.calls).hasSizeBetween(6, 7);

        reader.world.put(A, new Thing(2));
        clock.advance(Duration.ofSeconds(30));
        assertThat(told).containsExactly(new Sighting.Seen(new Thing(1)), new Sighting.Seen(new Thing(2)));
    }

    @Test
    void aNameToBeWokenByIsTheSameInEveryScopeAndNeverTooLong() {
        var inRole = new ResourceId(A.kind(), new AwsScope(Optional.of("eu-west-1"), List.of("arn:role")), A.id());
        assertThat(observer.wakeName(inRole)).isEqualTo(observer.wakeName(A)).isNotEqualTo(observer.wakeName(B));
        assertThat(observer.wakeName(thing("x".repeat(2_000)))).hasSizeLessThanOrEqualTo(512);
    }

    @Test
    void whatTheWatcherKnowsIsNoNews() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        observer.watch(A, Optional.of(new Thing(1)), told::add);
        clock.advance(Duration.ofSeconds(30));
        assertThat(told).isEmpty();
    }

    @Test
    void aResourceThatIsNotVisibleYetIsNoNews() throws InterruptedException {
        observer.watch(A, Optional.empty(), told::add);
        clock.advance(Duration.ofSeconds(30));
        assertThat(told).isEmpty();
        reader.world.put(A, new Thing(1));
        clock.advance(Duration.ofSeconds(5));
        assertThat(told).hasSize(1);
    }

    @Test
    void costsNothingWhileNobodyWatches() throws InterruptedException {
        Watch first = observer.watch(A, Optional.empty(), told::add);
        Watch second = observer.watch(A, Optional.empty(), told::add);
        clock.advance(Duration.ofSeconds(10));
        first.cancel();
        first.cancel();
        assertThat(clock.alarms()).isEqualTo(1);
        second.cancel();
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void readsWatchesTogetherInBatchesUnderTheRate() throws InterruptedException {
        IntStream.range(0, 50).forEach(i -> observer.watch(thing("t" + i), Optional.empty(), told::add));
        clock.advance(Duration.ofMinutes(1));

        assertThat(reader.calls.size()).isBetween(33, 39); // 3 batches each 5 s
        for (int i = 1; i < reader.calls.size(); i++) {
            assertThat(Duration.between(
                            reader.calls.get(i - 1).at(), reader.calls.get(i).at()))
                    .isGreaterThanOrEqualTo(Pace.GAP);
        }
    }

    @Test
    void watchesOfAnotherScopeAreReadByThemselves() throws InterruptedException {
        AwsScope other = new AwsScope(Optional.of("eu-west-1"), List.of());
        observer.watch(A, Optional.empty(), told::add);
        observer.watch(new ResourceId(ScriptedReader.KIND, other, "a"), Optional.empty(), told::add);
        clock.advance(Duration.ofSeconds(1));
        assertThat(reader.calls).hasSize(2); // the reader itself refuses a mixed batch
    }

    @Test
    void leavingAndReturningDoesNotReadMoreOften() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        Watch watch = observer.watch(A, Optional.empty(), told::add);
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMillis(100));
            watch.cancel();
            watch = observer.watch(A, Optional.of(new Thing(1)), told::add);
        }
        assertThat(reader.calls).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void throttlingIsNeverNewsAndHalvesThePaceForAll() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        reader.world.put(B, new Thing(1));
        reader.fault = resources -> {
            throw failure(Kind.THROTTLED);
        };
        observer.watch(A, Optional.empty(), told::add);
        observer.watch(B, Optional.empty(), told::add);
        clock.advance(Duration.ofMinutes(5));
        assertThat(told).isEmpty();
        assertThat(reader.calls.size()).isLessThan(10);

        reader.fault = resources -> {};
        clock.advance(Duration.ofMinutes(60));
        assertThat(told).hasSize(2);
        int before = reader.calls.size();
        clock.advance(Duration.ofMinutes(1));
        assertThat(reader.calls.size() - before)
                .as("calls a minute after recovery")
                .isBetween(11, 13);
    }

    @Test
    void transientFailuresAreNeverNews() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        reader.fault = resources -> {
            throw failure(Kind.TRANSIENT);
        };
        observer.watch(A, Optional.empty(), told::add);
        clock.advance(Duration.ofMinutes(5));
        assertThat(told).isEmpty();
        assertThat(reader.calls.size()).isBetween(8, 20);

        reader.fault = resources -> {};
        clock.advance(Duration.ofSeconds(31));
        assertThat(told).containsExactly(new Sighting.Seen(new Thing(1)));
    }

    @Test
    void expiredCredentialsAreToldOnceAndReadingGoesOn() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        reader.world.put(B, new Thing(1));
        reader.fault = resources -> {
            throw failure(Kind.EXPIRED);
        };
        observer.watch(A, Optional.empty(), told::add);
        observer.watch(B, Optional.empty(), told::add);
        clock.advance(Duration.ofMinutes(10));
        assertThat(told)
                .hasSize(2)
                .allSatisfy(sighting -> assertThat(sighting).isInstanceOf(Sighting.Obstructed.class));

        reader.fault = resources -> {};
        clock.advance(Duration.ofSeconds(31));
        assertThat(told).hasSize(4).endsWith(new Sighting.Seen(new Thing(1)), new Sighting.Seen(new Thing(1)));
    }

    @Test
    void oneResourceThatCannotBeReadBlindsNobodyElse() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        reader.fault = resources -> {
            if (resources.contains(B)) {
                throw failure(Kind.DENIED);
            }
        };
        List<Sighting> toldOfB = Collections.synchronizedList(new ArrayList<>());
        observer.watch(A, Optional.empty(), told::add);
        observer.watch(B, Optional.empty(), toldOfB::add);
        clock.advance(Duration.ofMinutes(2));
        assertThat(told).containsExactly(new Sighting.Seen(new Thing(1)));
        assertThat(toldOfB)
                .singleElement()
                .isInstanceOfSatisfying(
                        Sighting.Unreadable.class,
                        unreadable -> assertThat(unreadable.cause().kind()).isEqualTo(Kind.DENIED));

        reader.fault = resources -> {};
        reader.world.put(B, new Thing(7));
        clock.advance(Duration.ofMinutes(1));
        assertThat(toldOfB).endsWith(new Sighting.Seen(new Thing(7))).hasSize(2);
    }

    @Test
    void aReaderThatBreaksIsToldAndAskedAgain() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        reader.fault = resources -> {
            throw new IllegalStateException("bug");
        };
        observer.watch(A, Optional.empty(), told::add);
        clock.advance(Duration.ofMinutes(1));
        assertThat(told).hasSize(1);
        reader.fault = resources -> {};
        clock.advance(Duration.ofMinutes(1));
        assertThat(told).endsWith(new Sighting.Seen(new Thing(1)));
    }

    @Test
    void aListenerMayCancelItsWatchAndBeginAnother() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        reader.world.put(B, new Thing(2));
        List<Watch> watches = Collections.synchronizedList(new ArrayList<>());
        watches.add(observer.watch(A, Optional.empty(), sighting -> {
            watches.getFirst().cancel();
            watches.add(observer.watch(B, Optional.empty(), told::add));
        }));
        clock.advance(Duration.ofSeconds(30));
        assertThat(told).containsExactly(new Sighting.Seen(new Thing(2)));
    }

    @Test
    void closedTellsNothingMore() throws InterruptedException {
        reader.world.put(A, new Thing(1));
        observer.watch(A, Optional.empty(), told::add);
        observer.close();
        clock.advance(Duration.ofSeconds(30));
        assertThat(told).isEmpty();
        assertThat(clock.alarms()).isZero();
        assertThatThrownBy(() -> observer.watch(A, Optional.empty(), told::add))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAKindThatNobodyReads() {
        assertThatThrownBy(
                        () -> observer.watch(new ResourceId("other", AwsScope.OWN, "x"), Optional.empty(), told::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverFailsOnTheWayEveryWatcherSeesTheEnd(long seed) throws InterruptedException {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(60);
        Map<ResourceId, List<Sighting>> seen = new HashMap<>();
        for (int i = 0; i < count; i++) {
            ResourceId id = thing("t" + i);
            seen.put(id, Collections.synchronizedList(new ArrayList<>()));
            observer.watch(id, Optional.empty(), seen.get(id)::add);
        }
        Random faults = new Random(seed * 31);
        reader.fault = resources -> {
            int draw = faults.nextInt(10);
            if (draw < 2) {
                throw failure(Kind.THROTTLED);
            } else if (draw < 4) {
                throw failure(Kind.TRANSIENT);
            } else if (draw == 4) {
                throw failure(Kind.DENIED);
            }
        };
        for (int step = 0; step < 40; step++) {
            reader.world.put(thing("t" + random.nextInt(count)), new Thing(random.nextInt(5)));
            clock.advance(Duration.ofMillis(random.nextInt(20_000)));
        }
        reader.fault = resources -> {};
        clock.advance(Duration.ofMinutes(20));

        reader.world.forEach((id, thing) -> assertThat(seen.get(id)).last().isEqualTo(new Sighting.Seen(thing)));
        seen.values().forEach(ObserverTest::assertNoTwoEqualInARow);
        assertThat(reader.calls).isSortedAccordingTo(Comparator.comparing(Call::at));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void allKindsOfAScopeTogetherKeepToTheBudget(long seed) throws InterruptedException {
        Random random = new Random(seed);
        ScriptedReader other = new ScriptedReader(clock, 7, "other");
        reader.cost = 1 + random.nextInt(4);
        other.cost = 1 + random.nextInt(4);
        Observer both = new Observer(clock, List.of(reader, other), Durations.inMemory());
        for (int i = 0; i < 300; i++) {
            ResourceId id = new ResourceId(i % 3 == 0 ? "other" : ScriptedReader.KIND, AwsScope.OWN, "t" + i);
            (i % 3 == 0 ? other : reader).world.put(id, new Thing(1));
            both.watch(id, Optional.empty(), told::add);
        }
        clock.advance(Duration.ofMinutes(3));

        List<Instant> calls = new ArrayList<>();
        reader.calls.forEach(call -> calls.addAll(Collections.nCopies(reader.cost, call.at())));
        other.calls.forEach(call -> calls.addAll(Collections.nCopies(other.cost, call.at())));
        Collections.sort(calls);
        for (int from = 0; from < calls.size(); from++) {
            Instant end = calls.get(from).plusSeconds(10);
            long within =
                    calls.stream().skip(from).takeWhile(at -> at.isBefore(end)).count();
            assertThat(within)
                    .as("calls in ten seconds from %s", calls.get(from))
                    .isLessThanOrEqualTo(40 + 4);
        }
        assertThat(told).as("nobody starves").hasSize(300);
        assertThat(other.calls).isNotEmpty();
        both.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void spendsLooksWhereEndsAreProbableAndSeesEachSoonAfterwards(long seed) throws InterruptedException {
        Random random = new Random(seed);
        Durations durations = Durations.inMemory();
        for (int i = 0; i < 100; i++) {
            durations.took(ScriptedReader.KIND, AwsScope.OWN, lognormal(random));
        }
        Observer informed = new Observer(clock, List.of(reader), durations);
        Map<ResourceId, Instant> ends = new HashMap<>();
        Map<ResourceId, Duration> lags = Collections.synchronizedMap(new HashMap<>());
        for (int i = 0; i < 100; i++) {
            ResourceId id = thing("t" + i);
            ends.put(id, START.plus(lognormal(random)));
            reader.courses.put(id, new Course.Running(START));
            List<Watch> watch = Collections.synchronizedList(new ArrayList<>());
            watch.add(informed.watch(id, Optional.empty(), sighting -> {
                lags.put(id, Duration.between(ends.get(id), clock.instant()));
                watch.getFirst().cancel();
            }));
        }
        for (int second = 0; second < 1200 && lags.size() < 100; second++) {
            ends.forEach((id, end) -> {
                if (!end.isAfter(clock.instant())) {
                    reader.world.put(id, new Thing(1));
                }
            });
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(lags).hasSize(100);
        double mean =
                lags.values().stream().mapToLong(Duration::toMillis).average().orElseThrow() / 1000;
        assertThat(mean).as("mean lag in seconds, at an interval of 5").isLessThan(5.5);
        assertThat(lags.values()).allSatisfy(lag -> assertThat(lag).isLessThan(Duration.ofSeconds(26)));
        long early = reader.calls.stream()
                .filter(call -> call.at().isBefore(START.plusSeconds(60)))
                .count();
        assertThat(early)
                .as("calls in the first minute, in which hardly anything ends; 60 at an even interval")
                .isLessThan(35);
        informed.close();
    }

    /** A median of 200 s. */
    private static Duration lognormal(Random random) {
        return Duration.ofMillis((long) (1000 * Math.exp(Math.log(200) + 0.3 * random.nextGaussian())));
    }

    private static void assertNoTwoEqualInARow(List<Sighting> sightings) {
        for (int i = 1; i < sightings.size(); i++) {
            assertThat(sightings.get(i)).isNotEqualTo(sightings.get(i - 1));
        }
    }

    private static RemoteCallException failure(Kind kind) {
        return new RemoteCallException(
                kind, "thing:Read", kind.name(), "it failed: " + kind, new IllegalStateException());
    }

    private static ResourceId thing(String id) {
        return new ResourceId(ScriptedReader.KIND, AwsScope.OWN, id);
    }
}

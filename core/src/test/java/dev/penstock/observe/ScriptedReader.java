package dev.penstock.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A reader whose world is a map, which fails as told and notes each call. */
final class ScriptedReader implements ResourceReader {

    static final String KIND = "thing";

    final Map<ResourceId, Observation> world = new HashMap<>();
    final List<Call> calls = new ArrayList<>();
    final Map<ResourceId, Course> courses = new HashMap<>();
    int cost = 1;
    Consumer<List<ResourceId>> fault = resources -> {};

    private final VirtualClock clock;
    private final int batchSize;
    private final String kind;

    @Override
    public Duration interval() {
        return Duration.ofSeconds(5);
    }

    ScriptedReader(VirtualClock clock, int batchSize) {
        this(clock, batchSize, KIND);
    }

    ScriptedReader(VirtualClock clock, int batchSize, String kind) {
        this.kind = kind;
        this.clock = clock;
        this.batchSize = batchSize;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public synchronized Reading read(List<ResourceId> resources) {
        Instant begin = clock.instant();
        assertThat(resources).isNotEmpty().hasSizeLessThanOrEqualTo(batchSize).doesNotHaveDuplicates();
        assertThat(resources)
                .extracting(ResourceId::scope)
                .containsOnly(resources.getFirst().scope());
        calls.add(new Call(begin, List.copyOf(resources)));
        fault.accept(resources);
        Map<ResourceId, Observation> seen = new HashMap<>(world);
        seen.keySet().retainAll(resources);
        Map<ResourceId, Course> going = new HashMap<>(courses);
        going.keySet().retainAll(resources);
        assertThat(clock.instant()).as("time stands still during a read").isEqualTo(begin);
        return new Reading(seen, going, cost);
    }

    record Call(Instant at, List<ResourceId> resources) {}

    record Thing(int version) implements Observation {}
}

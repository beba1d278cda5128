package dev.penstock.alarm;

import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads alarms, 100 with one call ({@code DescribeAlarms}). */
public final class AlarmReader implements ResourceReader {

    private static final int BATCH = 100;

    private final Alarms alarms;

    /** A reader of some alarms. */
    public AlarmReader(Alarms alarms) {
        this.alarms = alarms;
    }

    @Override
    public String kind() {
        return AlarmSight.KIND;
    }

    @Override
    public int batchSize() {
        return BATCH;
    }

    /** The shortest period over which CloudWatch evaluates an alarm. */
    @Override
    public Duration interval() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        List<AlarmSight> seen = alarms.look(
                resources.getFirst().scope(),
                resources.stream().map(ResourceId::id).toList());
        Map<ResourceId, Observation> all = new HashMap<>();
        for (int i = 0; i < resources.size(); i++) {
            all.put(resources.get(i), seen.get(i));
        }
        return Reading.of(all);
    }
}

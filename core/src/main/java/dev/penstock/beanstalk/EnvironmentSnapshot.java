package dev.penstock.beanstalk;

import dev.penstock.observe.Observation;
import java.util.List;
import java.util.Optional;

/**
 * An environment, what it told of late, and its instances, as they were seen at one time.
 *
 * @param environment the environment; a terminated one for some time as well
 * @param events of the last minutes, oldest first; may lag behind the status
 * @param instances absent where health is basic
 */
public record EnvironmentSnapshot(
        Environment environment, List<EnvironmentEvent> events, Optional<InstancesHealth> instances)
        implements Observation {

    /** The kind under which environments are observed, by their id. */
    public static final String KIND = "beanstalk-environment";

    public EnvironmentSnapshot {
        events = List.copyOf(events);
    }
}

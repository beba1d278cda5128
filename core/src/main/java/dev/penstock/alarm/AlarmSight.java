package dev.penstock.alarm;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import java.util.List;

/**
 * An alarm as it was seen at one time ({@code StateValue}).
 *
 * @param name the alarm's name
 * @param state its state
 */
public record AlarmSight(String name, State state) implements Observation {

    /** The kind under which alarms are observed. */
    public static final String KIND = "cloudwatch-alarm";

    /** Alarms of an account and a Region as resources that can be waited for. */
    public static List<ResourceId> resources(AwsScope scope, List<String> names) {
        return names.stream().map(alarm -> new ResourceId(KIND, scope, alarm)).toList();
    }

    /** The states of alarms. */
    public enum State {
        OK,
        ALARM,
        INSUFFICIENT_DATA,
        /** There is no alarm of that name. */
        NOT_THERE
    }
}

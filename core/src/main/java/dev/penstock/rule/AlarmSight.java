package dev.penstock.rule;

import dev.penstock.observe.Observation;

/**
 * An alarm as it was seen at one time ({@code StateValue}).
 *
 * @param name the alarm's name
 * @param state its state
 */
public record AlarmSight(String name, State state) implements Observation {

    /** The kind under which alarms are observed. */
    public static final String KIND = "cloudwatch-alarm";

    /** The states of alarms. */
    public enum State {
        OK,
        ALARM,
        INSUFFICIENT_DATA,
        /** There is no alarm of that name. */
        NOT_THERE
    }
}

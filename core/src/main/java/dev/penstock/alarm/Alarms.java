package dev.penstock.alarm;

import dev.penstock.action.AwsScope;
import java.util.List;

/** Where the states of alarms are read, such as Amazon CloudWatch. */
@FunctionalInterface
public interface Alarms {

    /**
     * Alarms as they are now, in the order asked for; one that is not there is seen as {@code NOT_THERE}.
     *
     * @param names of metric alarms and composite alarms, at most 100
     * @throws dev.penstock.action.RemoteCallException if they cannot be read
     */
    List<AlarmSight> look(AwsScope scope, List<String> names);
}

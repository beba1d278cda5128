package dev.penstock.stack;

import dev.penstock.action.AwsScope;
import java.util.List;

/** Where alarms are read, such as Amazon CloudWatch. */
@FunctionalInterface
public interface AlarmStates {

    /**
     * The alarms that speak against going on: those in alarm, and those that are not there. One that has too little data does
     * not.
     *
     * @param names of metric alarms and composite alarms
     * @return some of the names, each with why, like {@code errors is in ALARM}
     */
    List<String> against(AwsScope scope, List<String> names);
}

package dev.penstock.stack;

import java.util.List;

/**
 * Alarms that take an operation back ({@code RollbackConfiguration}).
 *
 * @param alarms ARNs of CloudWatch alarms, at most 5. An alarm that does not exist fails the operation; none is watched while a
 *     rollback is under way
 * @param monitoringMinutes how long they are watched after all resources are in place, 0 to 180
 */
public record RollbackConfiguration(List<String> alarms, int monitoringMinutes) {

    /** No alarm is watched. */
    public static final RollbackConfiguration NONE = new RollbackConfiguration(List.of(), 0);

    public RollbackConfiguration {
        alarms = List.copyOf(alarms);
        if (alarms.size() > 5) {
            throw new IllegalArgumentException("at most 5 alarms can be watched, got " + alarms.size());
        }
        if (monitoringMinutes < 0 || monitoringMinutes > 180) {
            throw new IllegalArgumentException("alarms are watched for 0 to 180 minutes, got " + monitoringMinutes);
        }
    }
}

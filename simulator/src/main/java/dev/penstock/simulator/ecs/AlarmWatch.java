package dev.penstock.simulator.ecs;

import dev.penstock.simulator.cloudwatch.Alarms;
import dev.penstock.simulator.ecs.EcsStore.ServiceDeploymentRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.ecs.model.DeploymentAlarms;

/**
 * The alarms that a deployment watches until it has completed. Source: ECS Developer Guide, "How CloudWatch alarms
 * detect Amazon ECS deployment failures": an alarm that is in ALARM already when the deployment starts is not watched.
 */
final class AlarmWatch {

    private final EcsStore ecs;
    private final Alarms alarms;

    AlarmWatch(EcsStore ecs, Alarms alarms) {
        this.ecs = ecs;
        this.alarms = alarms;
    }

    /** Begins to hear of alarms. */
    void start() {
        alarms.onChange(change -> ecs.watchingAlarm
                .of(EcsStore.alarmTerm(change.account(), change.region(), change.alarmName()))
                .forEach(row -> ecs.wake(row.deployment().serviceArn())));
    }

    /** The alarms that a deployment of a service which begins now will watch. */
    List<String> watched(ServiceRecord service) {
        return configured(service).stream()
                .filter(alarm -> state(service, alarm)
                        .filter(now -> now != StateValue.ALARM)
                        .isPresent())
                .toList();
    }

    /** Those of the watched alarms that are in ALARM now. */
    List<String> triggered(ServiceRecord service) {
        return row(service)
                .map(row -> row.watched().stream()
                        .filter(alarm -> state(service, alarm)
                                .filter(now -> now == StateValue.ALARM)
                                .isPresent())
                        .toList())
                .orElse(List.of());
    }

    /** Whether the alarms were watched long enough after all tasks were replaced; begins that time when it has not. */
    boolean baked(ServiceRecord service) {
        ServiceDeploymentRow row = row(service).orElse(null);
        if (row == null
                || row.watched().isEmpty()
                || row.deployment().finishedAt() != null
                || row.deployment().rollback() != null) {
            return true;
        }
        Instant now = ecs.now();
        Instant until = row.bakedAt().orElseGet(() -> now.plus(bakeTime(service, row.watched())));
        if (row.bakedAt().isEmpty()) {
            ecs.serviceDeployments.put(service.serviceDeployment(), row.bakedAt(until));
        }
        if (until.isAfter(now)) {
            ecs.wakeAt(service.arn(), until);
            return false;
        }
        return true;
    }

    static boolean rollsBack(ServiceRecord service) {
        DeploymentAlarms asked = service.configuration().alarms();
        return asked != null && Boolean.TRUE.equals(asked.rollback());
    }

    static List<String> configured(ServiceRecord service) {
        DeploymentAlarms asked = service.configuration().alarms();
        return asked != null && Boolean.TRUE.equals(asked.enable()) ? asked.alarmNames() : List.of();
    }

    /** What was configured, or else as long as the slowest alarm needs to notice. */
    private Duration bakeTime(ServiceRecord service, List<String> watched) {
        Integer minutes = service.configuration().bakeTimeInMinutes();
        if (minutes != null && minutes > 0) {
            return Duration.ofMinutes(minutes);
        }
        String[] arn = service.arn().split(":", 6);
        return watched.stream()
                .flatMap(alarm -> alarms.window(arn[4], arn[3], alarm).stream())
                .max(Duration::compareTo)
                .orElse(Durations.BAKE_TIME);
    }

    private Optional<StateValue> state(ServiceRecord service, String alarm) {
        String[] arn = service.arn().split(":", 6);
        return alarms.state(arn[4], arn[3], alarm);
    }

    private Optional<ServiceDeploymentRow> row(ServiceRecord service) {
        return ecs.serviceDeployments.get(service.serviceDeployment());
    }
}

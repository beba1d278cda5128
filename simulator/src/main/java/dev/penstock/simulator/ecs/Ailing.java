package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.TaskHealth.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the tasks of a service that fail their health checks once the grace period is over, says so and counts them. */
final class Ailing {

    private final EcsStore ecs;
    private final TaskNews news;

    Ailing(EcsStore ecs, TaskNews news) {
        this.ecs = ecs;
        this.news = news;
    }

    ServiceRecord judge(ServiceRecord service) {
        Instant now = ecs.now();
        ServiceRecord result = service;
        for (TaskRecord task : List.copyOf(ecs.liveByService.of(service.arn()))) {
            boolean bad =
                    task.stays() && task.isRunning() && task.health().bad().isPresent();
            if (bad && !task.givenUp(now, service.graceSeconds())) {
                ecs.wakeAt(service.arn(), task.task().startedAt().plusSeconds(service.graceSeconds()));
            } else if (bad && !task.health().blamed()) {
                tell(service, task);
                ecs.put(task.known(h -> h.blamed(true)));
                result = news.failed(result, task);
            } else if (!bad && task.health().blamed() && task.stays()) {
                ecs.put(task.known(h -> h.blamed(false)));
            }
        }
        return result;
    }

    private void tell(ServiceRecord service, TaskRecord task) {
        Optional<Target> target =
                task.health().failed() ? Optional.empty() : task.health().unhealthyTarget();
        ecs.event(
                service,
                target.map(t -> "(port " + t.port() + ") is unhealthy in (target-group " + t.group()
                                + ") due to (reason " + t.description() + ")")
                        .orElse("(task " + task.id() + ") failed container health checks."));
    }
}

package dev.penstock.simulator.ecs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the scheduler does to the tasks of services: starts and stops them, and says so. */
final class ServiceTasks {

    private final EcsStore ecs;
    private final TaskLife life;
    private final TaskFactory factory;
    private final Balancing balancing;

    ServiceTasks(EcsStore ecs, TaskLife life, TaskFactory factory, Balancing balancing) {
        this.ecs = ecs;
        this.life = life;
        this.factory = factory;
        this.balancing = balancing;
    }

    /** Starts tasks of a deployment, unless it pauses after starts that failed. */
    ServiceRecord start(ServiceRecord service, DeploymentRecord deployment, int count) {
        TaskFactory.Order order = factory.order(service, deployment);
        List<TaskFactory.Order> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(order);
        }
        return start(service, deployment, orders);
    }

    /** Starts a task of a deployment on each of some container instances. */
    ServiceRecord startOn(ServiceRecord service, DeploymentRecord deployment, List<String> instances) {
        TaskFactory.Order order = factory.order(service, deployment);
        return start(service, deployment, instances.stream().map(order::on).toList());
    }

    private ServiceRecord start(ServiceRecord service, DeploymentRecord deployment, List<TaskFactory.Order> orders) {
        if (orders.isEmpty()) {
            return service;
        }
        Instant now = ecs.now();
        Optional<Instant> pause = deployment.pausedUntil().filter(until -> until.isAfter(now));
        if (pause.isPresent()) {
            ecs.wakeAt(service.arn(), pause.get());
            return service;
        }
        List<TaskRecord> started = new ArrayList<>();
        for (TaskFactory.Order order : orders) {
            TaskFactory.Made made = factory.make(order);
            if (made instanceof TaskFactory.Made.Refused refused) {
                // Said once, tried again later.
                ecs.eventOnce(service, refused.event());
                ecs.wakeAt(service.arn(), now.plus(Durations.PLACEMENT_RETRY));
                break;
            } else if (made instanceof TaskFactory.Made.Task task) {
                life.begin(task.record());
                started.add(task.record());
            }
        }
        if (!started.isEmpty()) {
            say(service, deployment.id(), "has started " + started.size() + " tasks: " + list(started) + ".");
        }
        return service.steady(false);
    }

    /** Stops tasks that are no longer wanted. Of one that is unhealthy that is the reason, whatever else ends it just now. */
    void scaleIn(ServiceRecord service, List<TaskRecord> leaving) {
        announce(service, leaving);
        leaving.forEach(t -> life.stop(
                t,
                "ServiceSchedulerInitiated",
                t.health().bad().orElseGet(() -> "Scaling activity initiated by (deployment " + t.deployment() + ")")));
    }

    /** Stops tasks that failed their health checks. */
    void giveUp(ServiceRecord service, List<TaskRecord> failed) {
        announce(service, failed);
        failed.forEach(t -> life.stop(
                t, "ServiceSchedulerInitiated", t.health().bad().orElse("Task failed container health checks")));
    }

    private void announce(ServiceRecord service, List<TaskRecord> leaving) {
        if (!leaving.isEmpty()) {
            say(
                    service,
                    leaving.getFirst().deployment(),
                    "has stopped " + leaving.size() + " running tasks: " + list(leaving) + ".");
            balancing.announceRelease(service, leaving);
        }
    }

    /** Services with task sets name the set. */
    private void say(ServiceRecord service, String deployment, String message) {
        if (service.rolling()) {
            ecs.event(service, message);
        } else {
            ecs.eventOf(service, deployment, message);
        }
    }

    private static String list(List<TaskRecord> tasks) {
        return String.join(" ", tasks.stream().map(t -> "(task " + t.id() + ")").toList());
    }
}

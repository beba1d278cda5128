package dev.penstock.simulator.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * One step of a service with scheduling strategy DAEMON: one task on each active container instance that meets its
 * constraints. Source: ECS API Reference, CreateService, {@code schedulingStrategy}.
 */
final class DaemonStep {

    private final EcsStore ecs;
    private final ServiceTasks tasks;

    DaemonStep(EcsStore ecs, ServiceTasks tasks) {
        this.ecs = ecs;
        this.tasks = tasks;
    }

    ServiceRecord take(ServiceRecord service) {
        Set<String> eligible = ecs.instancesIn(service.cluster()).stream()
                .map(EcsStore.InstanceRow::instance)
                .filter(i -> i.status().equals("ACTIVE") && PlacementConstraints.met(i, definition(service), service))
                .map(ContainerInstance::containerInstanceArn)
                .collect(Collectors.toSet());
        ServiceRecord sized = sized(service, eligible.size());
        leave(sized, eligible);
        replaceFailed(sized);
        ServiceRecord moved = sized.primary().failed() ? sized : move(sized, eligible);
        return counted(moved);
    }

    private ServiceRecord sized(ServiceRecord service, int count) {
        return service.desired() == count
                ? service
                : service.with(
                        service.settings().toBuilder().desiredCount(count).build());
    }

    /** Instances that are no longer eligible lose their task. */
    private void leave(ServiceRecord service, Set<String> eligible) {
        tasks.scaleIn(
                service,
                staying(service).stream()
                        .filter(t -> !eligible.contains(t.instance().orElse("")))
                        .toList());
    }

    private void replaceFailed(ServiceRecord service) {
        List<TaskRecord> failed = staying(service).stream()
                .filter(t -> t.givenUp(ecs.now(), service.graceSeconds()))
                .toList();
        tasks.giveUp(service, failed);
        if (!failed.isEmpty()) {
            ecs.wake(service.arn());
        }
    }

    /** Replaces old tasks within the percentages, and fills instances that have none. */
    private ServiceRecord move(ServiceRecord service, Set<String> eligible) {
        List<TaskRecord> staying = staying(service);
        Set<String> busy = instances(staying);
        Set<String> replaced =
                instances(staying.stream().filter(t -> isCurrent(service, t)).toList());
        Set<String> wellReplaced = instances(staying.stream()
                .filter(t -> isCurrent(service, t) && t.counts())
                .toList());
        List<String> starts = new ArrayList<>(
                eligible.stream().filter(i -> !busy.contains(i)).sorted().toList());
        List<TaskRecord> stops = new ArrayList<>();
        int healthy = (int) staying.stream().filter(TaskRecord::counts).count();
        int minimum = Math.ceilDiv(service.desired() * service.configuration().minimumHealthyPercent(), 100);
        int maximum = service.desired() * service.configuration().maximumPercent() / 100;
        int room = maximum - staying.size() - starts.size();
        for (TaskRecord old : staying) {
            String instance = old.instance().orElse("");
            int less = old.counts() ? 1 : 0;
            if (isCurrent(service, old) || (replaced.contains(instance) && !wellReplaced.contains(instance))) {
                continue;
            }
            if (replaced.contains(instance) || healthy - less >= minimum) {
                healthy -= less;
                stops.add(old);
            } else if (room > 0) {
                room--;
                starts.add(instance);
            }
        }
        tasks.scaleIn(service, stops);
        if (!stops.isEmpty()) {
            ecs.wake(service.arn());
        }
        return tasks.startOn(service, service.primary(), starts);
    }

    private static boolean isCurrent(ServiceRecord service, TaskRecord task) {
        return task.deployment().equals(service.primary().id());
    }

    private static Set<String> instances(List<TaskRecord> tasks) {
        return tasks.stream().map(t -> t.instance().orElse("")).collect(Collectors.toSet());
    }

    /** The deployments as they are wanted now: the primary one everywhere, others where they still are. */
    private ServiceRecord counted(ServiceRecord service) {
        ServiceRecord result = service;
        for (DeploymentRecord deployment : service.deployments()) {
            int wanted = deployment.primary()
                    ? service.desired()
                    : (int) staying(service).stream()
                            .filter(t -> t.deployment().equals(deployment.id()))
                            .count();
            if (wanted != deployment.wanted()) {
                result = result.change(deployment.id(), d -> d.wanting(wanted, ecs.now()));
            }
        }
        return result;
    }

    private List<TaskRecord> staying(ServiceRecord service) {
        return ecs.liveByService.of(service.arn()).stream()
                .filter(TaskRecord::stays)
                .toList();
    }

    private TaskDefinition definition(ServiceRecord service) {
        return ecs.definition(service.primary().taskDefinition());
    }
}

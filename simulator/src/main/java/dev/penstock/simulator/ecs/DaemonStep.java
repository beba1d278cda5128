package dev.penstock.simulator.ecs;

import java.util.ArrayList;
import java.util.HashSet;
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

    private ServiceRecord move(ServiceRecord service, Set<String> eligible) {
        List<TaskRecord> staying = staying(service);
        int healthy = (int) staying.stream().filter(TaskRecord::counts).count();
        int minimum = Math.ceilDiv(service.desired() * service.configuration().minimumHealthyPercent(), 100);
        int room = service.desired() * service.configuration().maximumPercent() / 100 - staying.size();
        List<String> starts = new ArrayList<>();
        List<TaskRecord> stops = new ArrayList<>();
        Set<String> busy = new HashSet<>();
        for (TaskRecord task : staying) {
            boolean current = task.deployment().equals(service.primary().id());
            String instance = task.instance().orElse("");
            busy.add(instance);
            boolean replaced = staying.stream()
                    .anyMatch(t -> t.deployment().equals(service.primary().id())
                            && t.instance().equals(task.instance()));
            if (current) {
                continue;
            }
            if (replaced || healthy - (task.counts() ? 1 : 0) >= minimum) {
                boolean newIsUp = staying.stream()
                        .anyMatch(t -> t.deployment().equals(service.primary().id())
                                && t.instance().equals(task.instance())
                                && t.counts());
                if (!replaced || newIsUp) {
                    healthy -= task.counts() ? 1 : 0;
                    stops.add(task);
                }
            } else if (room > 0) {
                room--;
                starts.add(instance);
            }
        }
        tasks.scaleIn(service, stops);
        if (!stops.isEmpty()) {
            ecs.wake(service.arn());
        }
        eligible.stream().filter(i -> !busy.contains(i)).sorted().forEach(starts::add);
        return tasks.startOn(service, service.primary(), starts);
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

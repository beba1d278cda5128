package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Services and task sets as they are described. */
final class ServiceView {

    private final EcsStore ecs;

    ServiceView(EcsStore ecs) {
        this.ecs = ecs;
    }

    Service of(Call call, ServiceRecord service) {
        List<TaskRecord> tasks = ecs.tasksOf(service);
        boolean gone = service.status().equals("INACTIVE");
        boolean rolls = service.rolling();
        service.controls().answer(call, service.configuration());
        return service.settings().toBuilder()
                .runningCount(running(tasks))
                .pendingCount(pending(tasks))
                .loadBalancers(List.copyOf(service.settings().loadBalancers()))
                .serviceRegistries(List.of())
                .placementConstraints(List.copyOf(service.settings().placementConstraints()))
                .placementStrategy(List.copyOf(service.settings().placementStrategy()))
                .deployments(
                        gone || !rolls
                                ? List.of()
                                : service.deployments().stream()
                                        .map(d -> deployment(d, tasks))
                                        .toList())
                .taskSets(
                        gone || rolls
                                ? null
                                : service.deployments().stream()
                                        .map(d -> taskSet(d, tasks))
                                        .toList())
                .events(ecs.events(service))
                .currentServiceDeployment(rolls ? service.serviceDeployment() : null)
                .currentServiceRevisions(
                        rolls
                                ? service.deployments().stream()
                                        .map(d -> revision(d, tasks))
                                        .toList()
                                : null)
                .build();
    }

    TaskSet taskSet(ServiceRecord service, DeploymentRecord deployment) {
        return taskSet(deployment, ecs.tasksOf(service));
    }

    private TaskSet taskSet(DeploymentRecord deployment, List<TaskRecord> tasks) {
        List<TaskRecord> own = own(deployment, tasks);
        return ecs.taskSets.get(deployment.revision()).orElseThrow().set().toBuilder()
                .computedDesiredCount(deployment.wanted())
                .pendingCount(pending(own))
                .runningCount(running(own))
                .build();
    }

    private Deployment deployment(DeploymentRecord deployment, List<TaskRecord> tasks) {
        List<TaskRecord> own = own(deployment, tasks);
        Launch launch = ecs.launch(deployment);
        String platform = launch.platform().orElse(null);
        return Deployment.builder()
                .id(deployment.id())
                .status(deployment.primary() ? "PRIMARY" : "ACTIVE")
                .taskDefinition(deployment.taskDefinition())
                .desiredCount(deployment.failed() && !deployment.primary() ? 0 : deployment.wanted())
                .pendingCount(pending(own))
                .runningCount(running(own))
                .failedTasks(deployment.failures())
                .createdAt(deployment.created())
                .updatedAt(deployment.updated())
                .launchType(launch.launchType().orElse(null))
                .capacityProviderStrategy(launch.strategy().isEmpty() ? null : launch.strategy())
                .platformVersion("LATEST".equals(platform) ? "1.4.0" : platform)
                .platformFamily(platform == null ? null : "Linux")
                .networkConfiguration(launch.network().orElse(null))
                .rolloutState(deployment.rollout())
                .rolloutStateReason(deployment.reason())
                .build();
    }

    private static ServiceCurrentRevisionSummary revision(DeploymentRecord deployment, List<TaskRecord> tasks) {
        List<TaskRecord> own = own(deployment, tasks);
        return ServiceCurrentRevisionSummary.builder()
                .arn(deployment.revision())
                .requestedTaskCount(deployment.wanted())
                .runningTaskCount(running(own))
                .pendingTaskCount(pending(own))
                .build();
    }

    private static List<TaskRecord> own(DeploymentRecord deployment, List<TaskRecord> tasks) {
        return tasks.stream()
                .filter(t -> t.deployment().equals(deployment.id()))
                .toList();
    }

    private static int running(List<TaskRecord> tasks) {
        return (int) tasks.stream().filter(TaskRecord::isRunning).count();
    }

    private static int pending(List<TaskRecord> tasks) {
        return (int) tasks.stream().filter(TaskRecord::isPending).count();
    }
}

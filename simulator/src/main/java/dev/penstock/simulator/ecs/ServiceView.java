package dev.penstock.simulator.ecs;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;

/** Services as {@code DescribeServices} shows them. */
final class ServiceView {

    private final EcsStore ecs;

    ServiceView(EcsStore ecs) {
        this.ecs = ecs;
    }

    Service of(ServiceRecord service) {
        List<TaskRecord> tasks = ecs.tasksOf(service);
        return service.settings().toBuilder()
                .runningCount(running(tasks))
                .pendingCount(pending(tasks))
                .loadBalancers(List.of())
                .serviceRegistries(List.of())
                .placementConstraints(List.of())
                .placementStrategy(List.of())
                .deployments(
                        service.status().equals("INACTIVE")
                                ? List.of()
                                : service.deployments().stream()
                                        .map(d -> deployment(service, d, tasks))
                                        .toList())
                .events(ecs.events(service))
                .currentServiceDeployment(service.serviceDeployment())
                .currentServiceRevisions(service.deployments().stream()
                        .map(d -> revision(d, tasks))
                        .toList())
                .build();
    }

    private static Deployment deployment(ServiceRecord service, DeploymentRecord deployment, List<TaskRecord> tasks) {
        List<TaskRecord> own = own(deployment, tasks);
        Service settings = service.settings();
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
                .launchType(settings.launchTypeAsString())
                .platformVersion("LATEST".equals(settings.platformVersion()) ? "1.4.0" : settings.platformVersion())
                .platformFamily(settings.platformFamily())
                .networkConfiguration(settings.networkConfiguration())
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

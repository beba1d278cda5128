package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.RevisionRow;
import dev.penstock.simulator.ecs.EcsStore.ServiceDeploymentRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.ContainerImage;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.ResolvedConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/** Service revisions and service deployments: made with a deployment, followed to its end. */
final class Revisions {

    private Revisions() {}

    /** Makes the revision of a service as it is now. Its id is that of the deployment, as AWS has it. */
    static ServiceRevision make(EcsStore ecs, ServiceRecord service, String number, Instant now) {
        Service settings = service.settings();
        List<ContainerImage> images = ecs.definition(settings.taskDefinition()).containerDefinitions().stream()
                .map(c -> ContainerImage.builder()
                        .containerName(c.name())
                        .image(c.image())
                        .build())
                .toList();
        ServiceRevision revision = ServiceRevision.builder()
                .serviceRevisionArn(settings.serviceArn().replace(":service/", ":service-revision/") + "/" + number)
                .serviceArn(settings.serviceArn())
                .clusterArn(settings.clusterArn())
                .taskDefinition(settings.taskDefinition())
                .capacityProviderStrategy(
                        settings.hasCapacityProviderStrategy() ? settings.capacityProviderStrategy() : null)
                .launchType(settings.launchTypeAsString())
                .platformVersion(settings.platformVersion())
                .platformFamily(settings.platformFamily())
                .networkConfiguration(settings.networkConfiguration())
                .loadBalancers(settings.loadBalancers())
                .resolvedConfiguration(
                        settings.loadBalancers().isEmpty()
                                ? null
                                : ResolvedConfiguration.builder()
                                        .loadBalancers(resolved(ecs, service))
                                        .build())
                .containerImages(images)
                .guardDutyEnabled(false)
                .createdAt(now)
                .build();
        ecs.revisions.put(revision.serviceRevisionArn(), new RevisionRow(revision));
        return revision;
    }

    /**
     * The target groups that a new revision's tasks are registered with: where traffic is moved, those that the present
     * revision does not use.
     */
    private static List<ServiceRevisionLoadBalancer> resolved(EcsStore ecs, ServiceRecord service) {
        List<LoadBalancer> present =
                service.lastCompleted().map(d -> ecs.launch(d).balancers()).orElse(List.of());
        List<ServiceRevisionLoadBalancer> resolved = new ArrayList<>();
        for (LoadBalancer balancer : service.settings().loadBalancers()) {
            int place = resolved.size();
            boolean pair = balancer.advancedConfiguration() != null && place < present.size();
            String used = pair ? present.get(place).targetGroupArn() : balancer.targetGroupArn();
            boolean moves = pair && GradualRules.isGradual(service.configuration());
            resolved.add(ServiceRevisionLoadBalancer.builder()
                    .targetGroupArn(moves ? ListenerTraffic.other(balancer, used) : used)
                    .productionListenerRule(ListenerTraffic.rule(balancer, ListenerTraffic.Kind.PRODUCTION)
                            .orElse(null))
                    .build());
        }
        return resolved;
    }

    /** Notes the digest that a container's image resolved to. */
    static void resolved(EcsStore ecs, DeploymentRecord deployment, String container, String digest) {
        ecs.revisions.get(deployment.revision()).ifPresent(row -> {
            List<ContainerImage> images = row.revision().containerImages().stream()
                    .map(i -> i.containerName().equals(container)
                            ? i.toBuilder().imageDigest(digest).build()
                            : i)
                    .toList();
            ecs.revisions.put(
                    deployment.revision(),
                    new RevisionRow(
                            row.revision().toBuilder().containerImages(images).build()));
        });
    }

    /** Makes the service deployment that moves a service to a revision. */
    static String begin(EcsStore ecs, ServiceRecord service, DeploymentRecord target, Instant now) {
        String arn = service.arn().replace(":service/", ":service-deployment/") + "/" + ecs.ids.word(21);
        List<ServiceRevisionSummary> sources = new ArrayList<>();
        for (DeploymentRecord source : service.deployments()) {
            if (!source.id().equals(target.id())) {
                sources.add(summary(ecs, service, source));
            }
        }
        ServiceDeployment deployment = ServiceDeployment.builder()
                .serviceDeploymentArn(arn)
                .serviceArn(service.arn())
                .clusterArn(service.cluster())
                .createdAt(now)
                .updatedAt(now)
                .sourceServiceRevisions(sources)
                .targetServiceRevision(summary(ecs, service, target))
                .status("PENDING")
                .deploymentConfiguration(service.configuration())
                .deploymentCircuitBreaker(breaker(service, target.failures(), "MONITORING"))
                .alarms(alarms(service))
                .build();
        ecs.serviceDeployments.put(
                arn,
                new ServiceDeploymentRow(
                        deployment,
                        service.controls(),
                        List.of(),
                        Optional.empty(),
                        GradualRules.isGradual(service.configuration())
                                ? Optional.of(Shift.at(LifecycleStage.PRE_SCALE_UP, now))
                                : Optional.empty()));
        return arn;
    }

    /** Changes the current service deployment of a service, if it is still going on. */
    static void change(EcsStore ecs, ServiceRecord service, Consumer<ServiceDeployment.Builder> change) {
        ecs.serviceDeployments.get(service.serviceDeployment()).ifPresent(row -> {
            if (row.deployment().finishedAt() == null) {
                ServiceDeployment.Builder next = row.deployment().toBuilder().updatedAt(ecs.now());
                change.accept(next);
                ecs.serviceDeployments.put(service.serviceDeployment(), row.with(next.build()));
            }
        });
    }

    /** Ends the current service deployment of a service, with the counts of the moment. */
    static void finish(EcsStore ecs, ServiceRecord service, String status, String reason) {
        ServiceDeployment going = current(ecs, service);
        change(
                ecs,
                service,
                d -> d.status(status)
                        .statusReason(reason.isEmpty() ? going.statusReason() : reason)
                        .finishedAt(ecs.now())
                        .targetServiceRevision(counted(ecs, service, going.targetServiceRevision()))
                        .sourceServiceRevisions(going.sourceServiceRevisions().stream()
                                .map(s -> counted(ecs, service, s))
                                .toList())
                        .alarms(
                                going.alarms() == null
                                                || !"MONITORING"
                                                        .equals(going.alarms().statusAsString())
                                        ? going.alarms()
                                        : going.alarms().toBuilder()
                                                .status("MONITORING_COMPLETE")
                                                .build())
                        .deploymentCircuitBreaker(going.deploymentCircuitBreaker().toBuilder()
                                .status(finishedBreaker(going.deploymentCircuitBreaker()))
                                .build()));
    }

    /** The current service deployment, with the counts of the moment as long as it is going on. */
    static ServiceDeployment current(EcsStore ecs, ServiceRecord service) {
        return ecs.serviceDeployments
                .get(service.serviceDeployment())
                .map(ServiceDeploymentRow::deployment)
                .orElseThrow();
    }

    /** A service deployment with the counts and the weights of the moment. */
    static ServiceDeployment counted(EcsStore ecs, ServiceDeploymentRow row) {
        ServiceDeployment counted = counted(ecs, row.deployment());
        Shift shift = row.shift().orElse(null);
        if (shift == null) {
            return counted;
        }
        return counted.toBuilder()
                .targetServiceRevision(weighed(counted.targetServiceRevision(), shift.production(), shift.test()))
                .sourceServiceRevisions(counted.sourceServiceRevisions().stream()
                        .map(s -> weighed(s, Shift.ALL - shift.production(), Shift.ALL - shift.test()))
                        .toList())
                .build();
    }

    private static ServiceRevisionSummary weighed(ServiceRevisionSummary summary, double production, double test) {
        return summary.toBuilder()
                .requestedProductionTrafficWeight(production)
                .requestedTestTrafficWeight(test)
                .build();
    }

    private static ServiceDeployment counted(EcsStore ecs, ServiceDeployment deployment) {
        ServiceRecord service = ecs.services.get(deployment.serviceArn()).orElse(null);
        if (service == null
                || deployment.finishedAt() != null
                || !service.serviceDeployment().equals(deployment.serviceDeploymentArn())) {
            return deployment;
        }
        return deployment.toBuilder()
                .targetServiceRevision(counted(ecs, service, deployment.targetServiceRevision()))
                .sourceServiceRevisions(deployment.sourceServiceRevisions().stream()
                        .map(s -> counted(ecs, service, s))
                        .toList())
                .build();
    }

    static ServiceDeploymentCircuitBreaker breaker(ServiceRecord service, int failures, String status) {
        return ServiceDeploymentCircuitBreaker.builder()
                .status(service.breaker() ? status : "DISABLED")
                .failureCount(failures)
                .threshold(service.controls().threshold(service.desired()))
                .build();
    }

    private static ServiceDeploymentAlarms alarms(ServiceRecord service) {
        List<String> names = AlarmWatch.configured(service);
        return ServiceDeploymentAlarms.builder()
                .status(names.isEmpty() ? "DISABLED" : "MONITORING")
                .alarmNames(names.isEmpty() ? null : names)
                .build();
    }

    private static String finishedBreaker(ServiceDeploymentCircuitBreaker breaker) {
        return breaker.statusAsString().equals("MONITORING") ? "MONITORING_COMPLETE" : breaker.statusAsString();
    }

    private static ServiceRevisionSummary counted(EcsStore ecs, ServiceRecord service, ServiceRevisionSummary summary) {
        return service.deployments().stream()
                .filter(d -> d.revision().equals(summary.arn()))
                .findFirst()
                .map(d -> summary(ecs, service, d))
                .orElseGet(() -> ServiceRevisionSummary.builder()
                        .arn(summary.arn())
                        .requestedTaskCount(0)
                        .runningTaskCount(0)
                        .pendingTaskCount(0)
                        .build());
    }

    private static ServiceRevisionSummary summary(EcsStore ecs, ServiceRecord service, DeploymentRecord deployment) {
        List<TaskRecord> own = ecs.liveByService.of(service.arn()).stream()
                .filter(t -> t.deployment().equals(deployment.id()))
                .toList();
        return ServiceRevisionSummary.builder()
                .arn(deployment.revision())
                .requestedTaskCount(deployment.wanted())
                .runningTaskCount(
                        (int) own.stream().filter(TaskRecord::isRunning).count())
                .pendingTaskCount(
                        (int) own.stream().filter(TaskRecord::isPending).count())
                .build();
    }
}

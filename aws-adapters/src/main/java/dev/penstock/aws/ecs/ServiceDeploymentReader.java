package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ServiceDeployment;
import dev.penstock.release.ServiceDeployment.Status;
import dev.penstock.release.ServiceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/**
 * Reads service deployments, 20 with one call. Their services are read too, 10 with one call, where a deployment alone does
 * not tell enough: when it has ended or goes back, when tasks fail or are missing, and when no circuit breaker counts the
 * failures.
 */
public final class ServiceDeploymentReader implements ResourceReader {

    /** As many as {@code DescribeServices} takes. */
    private static final int SERVICES = 10;

    private final AwsClients clients;
    private final ServiceDeployments deployments;

    /** A reader of the deployments that some clients reach. */
    public ServiceDeploymentReader(AwsClients clients) {
        this.clients = clients;
        this.deployments = new ServiceDeployments(clients);
    }

    @Override
    public String kind() {
        return ServiceDeployment.KIND;
    }

    @Override
    public int batchSize() {
        return ServiceDeployments.BATCH;
    }

    @Override
    public Map<ResourceId, Observation> read(List<ResourceId> resources) {
        AwsScope scope = resources.getFirst().scope();
        var described = deployments.describe(
                scope, resources.stream().map(ResourceId::id).toList());
        Map<String, String> brings = deployments.taskDefinitions(
                scope,
                described.values().stream()
                        .map(deployment -> deployment.targetServiceRevision())
                        .filter(Objects::nonNull)
                        .map(ServiceRevisionSummary::arn)
                        .toList());
        Map<ServiceId, Service> services = services(
                scope,
                described.values().stream()
                        .filter(ServiceDeploymentReader::needsItsService)
                        .map(deployment -> ServiceDeploymentArn.service(deployment.serviceDeploymentArn()))
                        .toList());
        var others = deployments.describe(scope, others(described.keySet(), services));
        others.putAll(described);

        Map<ResourceId, Observation> seen = new HashMap<>();
        for (ResourceId resource : resources) {
            var deployment = described.get(resource.id());
            if (deployment != null) {
                Optional<Service> service =
                        Optional.ofNullable(services.get(ServiceDeploymentArn.service(resource.id())));
                seen.put(resource, observation(deployment, brings, service, others));
            }
        }
        return seen;
    }

    private static boolean needsItsService(software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment) {
        return switch (status(deployment)) {
            case PENDING, IN_PROGRESS -> {
                ServiceDeploymentCircuitBreaker breaker = deployment.deploymentCircuitBreaker();
                ServiceRevisionSummary target = deployment.targetServiceRevision();
                yield breaker == null
                        || breaker.status() == ServiceDeploymentRollbackMonitorsStatus.DISABLED
                        || count(breaker.failureCount()) > 0
                        || target == null
                        || count(target.runningTaskCount()) + count(target.pendingTaskCount())
                                < count(target.requestedTaskCount());
            }
            case SUCCESSFUL -> false;
            case STOP_REQUESTED,
                    STOPPED,
                    ROLLBACK_REQUESTED,
                    ROLLBACK_IN_PROGRESS,
                    ROLLBACK_SUCCESSFUL,
                    ROLLBACK_FAILED,
                    UNKNOWN -> true;
        };
    }

    private Map<ServiceId, Service> services(AwsScope scope, List<ServiceId> wanted) {
        Map<String, Set<String>> byCluster = new LinkedHashMap<>();
        for (ServiceId id : wanted) {
            byCluster
                    .computeIfAbsent(id.cluster(), cluster -> new LinkedHashSet<>())
                    .add(id.service());
        }
        Map<ServiceId, Service> services = new HashMap<>();
        byCluster.forEach((cluster, names) -> {
            List<String> all = List.copyOf(names);
            for (int from = 0; from < all.size(); from += SERVICES) {
                List<String> batch = all.subList(from, Math.min(from + SERVICES, all.size()));
                clients.call(
                                "ecs:DescribeServices",
                                "look at services of cluster '" + cluster + "'",
                                () -> clients.ecs(scope, Use.READ)
                                        .describeServices(request ->
                                                request.cluster(cluster).services(batch)))
                        .services()
                        .forEach(service -> services.put(new ServiceId(cluster, service.serviceName()), service));
            }
        });
        return services;
    }

    /** Deployments that services have in place of the ones that were asked for. */
    private static Set<String> others(Set<String> asked, Map<ServiceId, Service> services) {
        Set<String> others = new LinkedHashSet<>();
        for (Service service : services.values()) {
            String current = service.currentServiceDeployment();
            if (current != null && !asked.contains(current)) {
                others.add(current);
            }
        }
        return others;
    }

    private static ServiceDeployment observation(
            software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment,
            Map<String, String> brings,
            Optional<Service> service,
            Map<String, software.amazon.awssdk.services.ecs.model.ServiceDeployment> known) {
        ServiceRevisionSummary target = deployment.targetServiceRevision();
        String taskDefinition = target == null ? "" : brings.getOrDefault(target.arn(), "");
        int old = deployment.sourceServiceRevisions().stream()
                .mapToInt(revision -> count(revision.runningTaskCount()))
                .sum();
        return new ServiceDeployment(
                deployment.serviceDeploymentArn(),
                status(deployment),
                text(deployment.statusReason()),
                taskDefinition,
                target == null ? 0 : count(target.requestedTaskCount()),
                target == null ? 0 : count(target.pendingTaskCount()),
                target == null ? 0 : count(target.runningTaskCount()),
                old,
                failures(deployment, service, taskDefinition),
                service.map(now -> newer(deployment, now, known)).orElse(""),
                service.map(now -> events(deployment, now)).orElse(List.of()));
    }

    private static int failures(
            software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment,
            Optional<Service> service,
            String taskDefinition) {
        ServiceDeploymentCircuitBreaker breaker = deployment.deploymentCircuitBreaker();
        int counted = breaker == null ? 0 : count(breaker.failureCount());
        int failed = service.stream()
                .flatMap(now -> now.deployments().stream())
                .filter(candidate -> taskDefinition.equals(candidate.taskDefinition()))
                .filter(candidate ->
                        candidate.createdAt() == null || !candidate.createdAt().isBefore(deployment.createdAt()))
                .map(Deployment::failedTasks)
                .mapToInt(ServiceDeploymentReader::count)
                .max()
                .orElse(0);
        return Math.max(counted, failed);
    }

    /** The service's current deployment, if it is newer: right after an update the service may still name an older one. */
    private static String newer(
            software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment,
            Service service,
            Map<String, software.amazon.awssdk.services.ecs.model.ServiceDeployment> known) {
        String current = service.currentServiceDeployment();
        if (current == null || current.equals(deployment.serviceDeploymentArn())) {
            return "";
        }
        var other = known.get(current);
        return other == null || other.createdAt().isBefore(deployment.createdAt()) ? "" : current;
    }

    private static List<String> events(
            software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment, Service service) {
        List<String> events = new ArrayList<>();
        for (ServiceEvent event : service.events()) {
            if (!event.createdAt().isBefore(deployment.createdAt())) {
                events.add(event.message());
            }
        }
        return events.reversed();
    }

    /** A status that is newer than this program is no error: nothing is concluded from it. */
    private static Status status(software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment) {
        String name = text(deployment.statusAsString());
        for (Status status : Status.values()) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        return Status.UNKNOWN;
    }

    private static int count(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}

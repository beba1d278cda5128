package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.observe.Course;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.RevisionTraffic;
import dev.penstock.release.ServiceDeployment;
import dev.penstock.release.ServiceDeployment.Status;
import dev.penstock.release.ServiceId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/**
 * Reads service deployments, 20 with one call. Their services are read too, 10 with one call, {@linkplain ServiceLooks where
 * and when} a deployment alone does not tell enough.
 */
public final class ServiceDeploymentReader implements ResourceReader {

    private final AwsClients clients;
    private final InstantSource time;
    private final ServiceDeployments deployments;
    private final ServiceLooks looks = new ServiceLooks();

    /**
     * A reader of the deployments that some clients reach.
     *
     * @param time by which deployments grow old
     */
    public ServiceDeploymentReader(AwsClients clients, InstantSource time) {
        this.clients = clients;
        this.time = time;
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

    /** Events of ECS name the service, not the service deployment ("Amazon ECS service deployment state change events"). */
    @Override
    public String wakeName(ResourceId resource) {
        return "ecs-service|" + ServiceDeploymentArn.serviceArn(resource.id());
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        return read(resources, 0);
    }

    @Override
    public Reading read(List<ResourceId> resources, int spare) {
        AwsScope scope = resources.getFirst().scope();
        Instant now = time.instant();
        CallCount calls = new CallCount();
        Pauses pauses = new Pauses();
        var described = deployments.describe(
                scope, resources.stream().map(ResourceId::id).toList(), calls, pauses);
        Map<String, Revision> revisions = deployments.revisions(
                scope,
                described.values().stream()
                        .flatMap(ServiceDeploymentReader::wanted)
                        .distinct()
                        .toList(),
                calls);
        Map<String, String> brings = new HashMap<>();
        revisions.forEach((arn, revision) -> brings.put(arn, revision.taskDefinition()));
        Set<String> asked = looks.worthIt(described.values(), now, spare);
        Map<ServiceId, Service> services = services(
                scope, asked.stream().map(ServiceDeploymentArn::service).toList(), calls);
        var others = deployments.describe(scope, others(described.keySet(), services), calls, pauses);
        others.putAll(described);

        Map<ResourceId, Observation> seen = new HashMap<>();
        Map<ResourceId, Course> courses = new HashMap<>();
        for (ResourceId resource : resources) {
            var deployment = described.get(resource.id());
            if (deployment != null) {
                if (asked.contains(resource.id())) {
                    Optional<Service> service =
                            Optional.ofNullable(services.get(ServiceDeploymentArn.service(resource.id())));
                    looks.keepAsked(deployment, now, service.map(found -> news(deployment, found, brings, others)));
                } else {
                    looks.keep(deployment, now);
                }
                seen.put(resource, observation(deployment, revisions, looks.news(deployment), pauses));
                course(deployment).ifPresent(course -> courses.put(resource, course));
            }
        }
        return new Reading(seen, courses, calls.calls());
    }

    /** Of a deployment that moves traffic, the revisions that it moves it between. */
    private static Stream<String> wanted(software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment) {
        Stream<String> target =
                Stream.ofNullable(deployment.targetServiceRevision()).map(ServiceRevisionSummary::arn);
        return deployment.lifecycleStageAsString() == null
                ? target
                : Stream.concat(
                        target, deployment.sourceServiceRevisions().stream().map(ServiceRevisionSummary::arn));
    }

    /** Only what went well tells how long it takes; what was stopped took as long as it was let. */
    private static Optional<Course> course(software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment) {
        Instant began = deployment.createdAt();
        if (began == null) {
            return Optional.empty();
        }
        if (status(deployment) == Status.SUCCESSFUL && deployment.finishedAt() != null) {
            return Optional.of(new Course.Ended(began, deployment.finishedAt()));
        }
        return status(deployment).hasEnded() ? Optional.empty() : Optional.of(new Course.Running(began));
    }

    private Map<ServiceId, Service> services(AwsScope scope, List<ServiceId> wanted, CallCount calls) {
        Map<String, Set<String>> byCluster = new LinkedHashMap<>();
        for (ServiceId id : wanted) {
            byCluster
                    .computeIfAbsent(id.cluster(), cluster -> new LinkedHashSet<>())
                    .add(id.service());
        }
        Map<ServiceId, Service> services = new HashMap<>();
        byCluster.forEach((cluster, names) -> {
            for (List<String> batch : ServiceDeployments.batches(names, ServiceLooks.SERVICES)) {
                calls.add();
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
            Map<String, Revision> revisions,
            ServiceNews news,
            Pauses pauses) {
        ServiceRevisionSummary target = deployment.targetServiceRevision();
        ServiceDeploymentCircuitBreaker breaker = deployment.deploymentCircuitBreaker();
        int old = deployment.sourceServiceRevisions().stream()
                .mapToInt(revision -> count(revision.runningTaskCount()))
                .sum();
        return new ServiceDeployment(
                deployment.serviceDeploymentArn(),
                status(deployment),
                text(deployment.statusReason()),
                target == null || !revisions.containsKey(target.arn())
                        ? ""
                        : revisions.get(target.arn()).taskDefinition(),
                target == null ? 0 : count(target.requestedTaskCount()),
                target == null ? 0 : count(target.pendingTaskCount()),
                target == null ? 0 : count(target.runningTaskCount()),
                old,
                Math.max(breaker == null ? 0 : count(breaker.failureCount()), news.failures()),
                news.supersededBy(),
                pauses.of(deployment.serviceDeploymentArn()),
                traffic(deployment, revisions),
                news.events());
    }

    private static Optional<RevisionTraffic> traffic(
            software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment, Map<String, Revision> revisions) {
        ServiceRevisionSummary target = deployment.targetServiceRevision();
        if (target == null || deployment.lifecycleStageAsString() == null) {
            return Optional.empty();
        }
        return Optional.of(new RevisionTraffic(
                deployment.lifecycleStageAsString(),
                perMille(target.requestedProductionTrafficWeight()),
                perMille(target.requestedTestTrafficWeight()),
                targetGroups(revisions, target.arn()).toList(),
                deployment.sourceServiceRevisions().stream()
                        .flatMap(source -> targetGroups(revisions, source.arn()))
                        .distinct()
                        .toList()));
    }

    private static Stream<String> targetGroups(Map<String, Revision> revisions, String arn) {
        Revision revision = revisions.get(arn);
        return revision == null ? Stream.empty() : revision.targetGroups().stream();
    }

    private static int perMille(@Nullable Double percent) {
        return percent == null ? 0 : (int) Math.round(percent * 10);
    }

    private static ServiceNews news(
            software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment,
            Service service,
            Map<String, String> brings,
            Map<String, software.amazon.awssdk.services.ecs.model.ServiceDeployment> known) {
        ServiceRevisionSummary target = deployment.targetServiceRevision();
        String taskDefinition = target == null ? "" : brings.getOrDefault(target.arn(), "");
        return new ServiceNews(
                failures(deployment, service, taskDefinition),
                newer(deployment, service, known),
                events(deployment, service));
    }

    private static int failures(
            software.amazon.awssdk.services.ecs.model.ServiceDeployment deployment,
            Service service,
            String taskDefinition) {
        return service.deployments().stream()
                .filter(candidate -> taskDefinition.equals(candidate.taskDefinition()))
                .filter(candidate ->
                        candidate.createdAt() == null || !candidate.createdAt().isBefore(deployment.createdAt()))
                .map(Deployment::failedTasks)
                .mapToInt(ServiceDeploymentReader::count)
                .max()
                .orElse(0);
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

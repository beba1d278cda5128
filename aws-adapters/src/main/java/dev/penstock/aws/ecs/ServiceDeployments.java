package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.RawMembers;
import dev.penstock.aws.client.Use;
import dev.penstock.release.ServiceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;

/** Reads service deployments, and the task definitions that they bring. */
final class ServiceDeployments {

    /** As many as {@code DescribeServiceDeployments} and {@code DescribeServiceRevisions} take. */
    static final int BATCH = 20;

    private static final int PAGE = 100;

    private final AwsClients clients;
    private final Kept<Revision> revisions = new Kept<>();

    ServiceDeployments(AwsClients clients) {
        this.clients = clients;
    }

    /** By ARN; those that are not there, or not visible yet, are left out. */
    Map<String, ServiceDeployment> describe(AwsScope scope, Collection<String> arns) {
        return describe(scope, arns, new CallCount(), new Pauses());
    }

    Map<String, ServiceDeployment> describe(AwsScope scope, Collection<String> arns, CallCount calls, Pauses pauses) {
        Map<String, ServiceDeployment> found = new HashMap<>();
        for (List<String> batch : batches(arns, BATCH)) {
            calls.add();
            clients.call(
                            "ecs:DescribeServiceDeployments",
                            "look at service deployments",
                            () -> clients.ecs(scope, Use.READ)
                                    .describeServiceDeployments(request -> request.serviceDeploymentArns(batch)
                                            .overrideConfiguration(RawMembers.reading(pauses::read))))
                    .serviceDeployments()
                    .forEach(deployment -> found.put(deployment.serviceDeploymentArn(), deployment));
        }
        return found;
    }

    /** The deployments of a service that ECS remembers, newest first. */
    List<ServiceDeploymentBrief> newest(AwsScope scope, ServiceId service) {
        List<ServiceDeploymentBrief> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            ListServiceDeploymentsResponse page = page(scope, service, next);
            all.addAll(page.serviceDeployments());
            next = Optional.ofNullable(page.nextToken());
        } while (next.isPresent());
        all.sort(Comparator.comparing(ServiceDeploymentBrief::createdAt).reversed());
        return all;
    }

    private ListServiceDeploymentsResponse page(AwsScope scope, ServiceId service, Optional<String> token) {
        return clients.call(
                "ecs:ListServiceDeployments",
                "list the deployments of service '" + service.service() + "' in cluster '" + service.cluster() + "'",
                () -> clients.ecs(scope, Use.READ).listServiceDeployments(request -> {
                    request.cluster(service.cluster())
                            .service(service.service())
                            .maxResults(PAGE);
                    token.ifPresent(request::nextToken);
                }));
    }

    /** Task definition by ARN of the service revision. */
    Map<String, String> taskDefinitions(AwsScope scope, Collection<String> arns) {
        Map<String, String> found = new HashMap<>();
        revisions(scope, arns, new CallCount()).forEach((arn, revision) -> found.put(arn, revision.taskDefinition()));
        return found;
    }

    /** By ARN; those that are not there, or not visible yet, are left out. */
    Map<String, Revision> revisions(AwsScope scope, Collection<String> arns, CallCount calls) {
        Map<String, Revision> found = new HashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (String arn : arns) {
            Optional<Revision> kept = revisions.get(arn);
            kept.ifPresentOrElse(revision -> found.put(arn, revision), () -> unknown.add(arn));
        }
        for (List<String> batch : batches(unknown, BATCH)) {
            calls.add();
            clients.call(
                            "ecs:DescribeServiceRevisions",
                            "look at service revisions",
                            () -> clients.ecs(scope, Use.READ)
                                    .describeServiceRevisions(request -> request.serviceRevisionArns(batch)))
                    .serviceRevisions()
                    .forEach(revision -> {
                        Revision read = Revision.of(revision);
                        found.put(revision.serviceRevisionArn(), read);
                        if (read.isResolved()) {
                            revisions.put(revision.serviceRevisionArn(), read);
                        }
                    });
        }
        return found;
    }

    /** The target groups of the revision that a service runs; empty while it runs several. */
    List<String> serving(AwsScope scope, Service service) {
        List<String> running = service.currentServiceRevisions().stream()
                .map(ServiceCurrentRevisionSummary::arn)
                .toList();
        return running.size() == 1
                ? revisions(scope, running, new CallCount()).values().stream()
                        .flatMap(revision -> revision.targetGroups().stream())
                        .toList()
                : List.of();
    }

    /** Whether it makes no difference any more to ask it to stop. */
    static boolean isOverOrStopping(ServiceDeployment deployment) {
        return switch (deployment.statusAsString()) {
            case "PENDING", "IN_PROGRESS" -> false;
            default -> true;
        };
    }

    /** In lists of at most a size. */
    static List<List<String>> batches(Collection<String> all, int size) {
        List<String> list = List.copyOf(all);
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            batches.add(list.subList(from, Math.min(from + size, list.size())));
        }
        return batches;
    }
}

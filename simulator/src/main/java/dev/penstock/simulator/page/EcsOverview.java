package dev.penstock.simulator.page;

import dev.penstock.simulator.page.Looking.Part;
import dev.penstock.simulator.service.Caller;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import tools.jackson.core.JsonGenerator;

/** Clusters and services with the deployments that they have in hand. */
final class EcsOverview {

    private static final String ECS = "ecs";
    private static final int EVENTS = 5;

    /** What {@code DescribeServices} takes at once. */
    private static final int AT_ONCE = 10;

    private final Looking looking;

    EcsOverview(Looking looking) {
        this.looking = looking;
    }

    void write(JsonGenerator out, Caller caller) {
        out.writeName("clusters");
        out.writeStartArray();
        for (Cluster cluster : clusters(caller)) {
            out.writeStartObject();
            Overview.text(out, "name", cluster.clusterName());
            Overview.text(out, "status", cluster.status());
            Overview.number(out, "runningTasks", cluster.runningTasksCount());
            Overview.number(out, "pendingTasks", cluster.pendingTasksCount());
            out.writeName("services");
            out.writeStartArray();
            services(caller, cluster.clusterArn()).forEach(service -> write(out, service));
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private List<Cluster> clusters(Caller caller) {
        List<String> arns = Looking.all(token -> looking.ask(
                        caller,
                        ECS,
                        "ListClusters",
                        ListClustersRequest.builder().nextToken(token).build(),
                        ListClustersResponse.class)
                .map(r -> new Part<>(r.clusterArns(), r.nextToken()))
                .orElseGet(() -> new Part<>(List.of(), null)));
        if (arns.isEmpty()) {
            return List.of();
        }
        return looking.ask(
                        caller,
                        ECS,
                        "DescribeClusters",
                        DescribeClustersRequest.builder().clusters(arns).build(),
                        DescribeClustersResponse.class)
                .map(DescribeClustersResponse::clusters)
                .orElse(List.of());
    }

    private List<Service> services(Caller caller, String cluster) {
        List<String> arns = Looking.all(token -> looking.ask(
                        caller,
                        ECS,
                        "ListServices",
                        ListServicesRequest.builder()
                                .cluster(cluster)
                                .nextToken(token)
                                .build(),
                        ListServicesResponse.class)
                .map(r -> new Part<>(r.serviceArns(), r.nextToken()))
                .orElseGet(() -> new Part<>(List.of(), null)));
        List<Service> services = new ArrayList<>();
        for (int from = 0; from < arns.size(); from += AT_ONCE) {
            DescribeServicesRequest request = DescribeServicesRequest.builder()
                    .cluster(cluster)
                    .services(arns.subList(from, Math.min(from + AT_ONCE, arns.size())))
                    .build();
            looking.ask(caller, ECS, "DescribeServices", request, DescribeServicesResponse.class)
                    .ifPresent(r -> services.addAll(r.services()));
        }
        return services;
    }

    private static void write(JsonGenerator out, Service service) {
        out.writeStartObject();
        Overview.text(out, "name", service.serviceName());
        Overview.text(out, "status", service.status());
        Overview.number(out, "desired", service.desiredCount());
        Overview.number(out, "running", service.runningCount());
        Overview.number(out, "pending", service.pendingCount());
        out.writeName("deployments");
        out.writeStartArray();
        service.deployments().forEach(deployment -> write(out, deployment));
        service.taskSets().forEach(set -> write(out, set));
        out.writeEndArray();
        out.writeName("events");
        out.writeStartArray();
        for (ServiceEvent event : service.events().stream().limit(EVENTS).toList()) {
            out.writeStartObject();
            Overview.text(out, "at", event.createdAt());
            Overview.text(out, "message", event.message());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Deployment deployment) {
        out.writeStartObject();
        Overview.text(out, "id", deployment.id());
        Overview.text(out, "kind", "deployment");
        Overview.text(out, "status", deployment.status());
        Overview.text(out, "revision", Overview.shortName(String.valueOf(deployment.taskDefinition())));
        Overview.text(out, "rolloutState", deployment.rolloutStateAsString());
        Overview.text(out, "reason", deployment.rolloutStateReason());
        Overview.number(out, "desired", deployment.desiredCount());
        Overview.number(out, "running", deployment.runningCount());
        Overview.number(out, "pending", deployment.pendingCount());
        Overview.number(out, "failed", deployment.failedTasks());
        Overview.text(out, "createdAt", deployment.createdAt());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, TaskSet set) {
        out.writeStartObject();
        Overview.text(out, "id", set.id());
        Overview.text(out, "kind", "task set");
        Overview.text(out, "status", set.status());
        Overview.text(out, "revision", Overview.shortName(String.valueOf(set.taskDefinition())));
        Overview.text(out, "rolloutState", set.stabilityStatusAsString());
        Overview.text(out, "reason", "");
        Overview.number(out, "desired", set.computedDesiredCount());
        Overview.number(out, "running", set.runningCount());
        Overview.number(out, "pending", set.pendingCount());
        Overview.number(out, "failed", 0);
        Overview.text(out, "createdAt", set.createdAt());
        out.writeEndObject();
    }
}

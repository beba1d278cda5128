package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.ClusterRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/** Clusters and the container instances in them. */
final class Clusters {

    private final EcsStore ecs;
    private final Tags tags;
    private final CapacityProviders providers;

    Clusters(EcsStore ecs, Tags tags, CapacityProviders providers) {
        this.ecs = ecs;
        this.tags = tags;
        this.providers = providers;
    }

    CreateClusterResponse create(Call call, CreateClusterRequest request) {
        String name = request.clusterName() == null ? "default" : request.clusterName();
        if (!name.matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsErrors.invalid(
                    "Invalid cluster name: up to 255 letters, numbers, hyphens and underscores are allowed.");
        }
        String arn = EcsStore.clusterArn(call, name);
        ClusterRow known = ecs.clusters.get(arn).orElse(null);
        if (known == null || !known.cluster().status().equals("ACTIVE")) {
            providers.checkProviders(call, request.capacityProviders());
            Cluster cluster = Cluster.builder()
                    .clusterArn(arn)
                    .clusterName(name)
                    .status("ACTIVE")
                    .settings(request.hasSettings() ? request.settings() : List.of())
                    .configuration(request.configuration())
                    .capacityProviders(request.hasCapacityProviders() ? request.capacityProviders() : List.of())
                    .defaultCapacityProviderStrategy(
                            request.hasDefaultCapacityProviderStrategy()
                                    ? request.defaultCapacityProviderStrategy()
                                    : List.of())
                    .build();
            CapacityProviders.checkStrategy(cluster, cluster.defaultCapacityProviderStrategy());
            ecs.clusters.put(arn, new ClusterRow(cluster));
            tags.add(arn, pairs(request.tags()));
            call.effect(arn);
        }
        return CreateClusterResponse.builder().cluster(described(arn)).build();
    }

    DescribeClustersResponse describe(Call call, DescribeClustersRequest request) {
        List<String> wanted =
                request.hasClusters() && !request.clusters().isEmpty() ? request.clusters() : List.of("default");
        EcsErrors.atMost("Clusters", wanted.size(), 100);
        boolean withTags = request.includeAsStrings().contains("TAGS");
        List<Cluster> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String name : wanted) {
            String arn = EcsStore.clusterArn(call, name);
            if (ecs.clusters.has(arn)) {
                found.add(
                        withTags
                                ? described(arn).toBuilder()
                                        .tags(tags(tags, arn))
                                        .build()
                                : described(arn));
            } else {
                failures.add(missing(arn));
            }
        }
        return DescribeClustersResponse.builder()
                .clusters(found)
                .failures(failures)
                .build();
    }

    ListClustersResponse list(Call call, ListClustersRequest request) {
        List<String> all = ecs.clusters.under(call.caller().arn("ecs", "cluster/")).values().stream()
                .map(ClusterRow::cluster)
                .filter(c -> c.status().equals("ACTIVE"))
                .map(Cluster::clusterArn)
                .toList();
        Page<String> page = Page.of(all, arn -> arn, request.nextToken(), request.maxResults(), 100);
        return ListClustersResponse.builder()
                .clusterArns(page.items())
                .nextToken(page.next())
                .build();
    }

    DeleteClusterResponse delete(Call call, DeleteClusterRequest request) {
        Cluster cluster = ecs.cluster(call, request.cluster());
        boolean services = ecs.servicesIn(cluster.clusterArn()).stream()
                .anyMatch(s -> !s.status().equals("INACTIVE"));
        if (services) {
            throw ServiceError.client(
                    "ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");
        }
        if (ecs.tasksIn(cluster.clusterArn()).stream().anyMatch(t -> !t.isStopped())) {
            throw ServiceError.client(
                    "ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
        }
        ecs.clusters.put(
                cluster.clusterArn(),
                new ClusterRow(cluster.toBuilder().status("INACTIVE").build()));
        call.effect(cluster.clusterArn());
        return DeleteClusterResponse.builder()
                .cluster(described(cluster.clusterArn()))
                .build();
    }

    UpdateClusterResponse update(Call call, UpdateClusterRequest request) {
        EcsErrors.required("cluster", request.cluster());
        Cluster cluster = ecs.cluster(call, request.cluster());
        Cluster.Builder next = cluster.toBuilder();
        if (request.hasSettings()) {
            next.settings(settings(cluster, request.settings()));
        }
        if (request.configuration() != null) {
            next.configuration(request.configuration());
        }
        ServiceRules.refuse(request.serviceConnectDefaults() != null, "a default namespace of Service Connect");
        keep(call, next.build());
        return UpdateClusterResponse.builder()
                .cluster(described(cluster.clusterArn()))
                .build();
    }

    UpdateClusterSettingsResponse updateSettings(Call call, UpdateClusterSettingsRequest request) {
        EcsErrors.required("cluster", request.cluster());
        Cluster cluster = ecs.cluster(call, request.cluster());
        keep(
                call,
                cluster.toBuilder()
                        .settings(settings(cluster, request.settings()))
                        .build());
        return UpdateClusterSettingsResponse.builder()
                .cluster(described(cluster.clusterArn()))
                .build();
    }

    private void keep(Call call, Cluster cluster) {
        ecs.clusters.put(cluster.clusterArn(), new ClusterRow(cluster));
        call.effect(cluster.clusterArn());
    }

    private static List<ClusterSetting> settings(Cluster cluster, List<ClusterSetting> asked) {
        List<ClusterSetting> all = new ArrayList<>(cluster.settings());
        for (ClusterSetting setting : asked) {
            if (!"containerInsights".equals(setting.nameAsString())
                    || !List.of("enabled", "disabled", "enhanced").contains(String.valueOf(setting.value()))) {
                throw EcsErrors.invalid("Invalid cluster setting: name must be containerInsights, value one of enabled,"
                        + " disabled and enhanced.");
            }
            all.removeIf(s -> Objects.equals(s.nameAsString(), setting.nameAsString()));
            all.add(setting);
        }
        return all;
    }

    /** The tags of a resource as ECS answers them. */
    static List<Tag> tags(Tags tags, String arn) {
        return tags.of(arn).entrySet().stream()
                .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                .toList();
    }

    static Map<String, String> pairs(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, t -> t.value() == null ? "" : t.value(), (a, b) -> b));
    }

    static Failure missing(String arn) {
        return Failure.builder().arn(arn).reason("MISSING").build();
    }

    private Cluster described(String arn) {
        Cluster cluster = ecs.clusters.get(arn).map(ClusterRow::cluster).orElseThrow();
        Collection<TaskRecord> tasks = ecs.tasksIn(arn);
        return cluster.toBuilder()
                .runningTasksCount(
                        (int) tasks.stream().filter(TaskRecord::isRunning).count())
                .pendingTasksCount(
                        (int) tasks.stream().filter(TaskRecord::isPending).count())
                .activeServicesCount((int) ecs.servicesIn(arn).stream()
                        .filter(ServiceRecord::active)
                        .count())
                .registeredContainerInstancesCount(ecs.instancesIn(arn).size())
                .build();
    }
}

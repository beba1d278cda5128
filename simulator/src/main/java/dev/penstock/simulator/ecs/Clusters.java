package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.ClusterRow;
import dev.penstock.simulator.ecs.EcsStore.InstanceRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.Tag;

/** Clusters and the container instances in them. */
final class Clusters {

    private final EcsStore ecs;
    private final Tags tags;

    Clusters(EcsStore ecs, Tags tags) {
        this.ecs = ecs;
        this.tags = tags;
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
        List<Cluster> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String name : wanted) {
            String arn = EcsStore.clusterArn(call, name);
            if (ecs.clusters.has(arn)) {
                found.add(described(arn));
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

    RegisterContainerInstanceResponse registerInstance(Call call, RegisterContainerInstanceRequest request) {
        Cluster cluster = ecs.cluster(call, request.cluster());
        String arn = cluster.clusterArn().replace(":cluster/", ":container-instance/") + "/" + ecs.ids.hex(32);
        ContainerInstance instance = ContainerInstance.builder()
                .containerInstanceArn(arn)
                .ec2InstanceId("i-0" + ecs.ids.hex(16))
                .status("ACTIVE")
                .agentConnected(true)
                .registeredAt(call.now())
                .registeredResources(request.totalResources())
                .remainingResources(request.totalResources())
                .runningTasksCount(0)
                .pendingTasksCount(0)
                .version(1L)
                .attributes(request.attributes())
                .build();
        ecs.instances.put(arn, new InstanceRow(instance, cluster.clusterArn()));
        call.effect(arn);
        return RegisterContainerInstanceResponse.builder()
                .containerInstance(instance)
                .build();
    }

    ListContainerInstancesResponse listInstances(Call call, ListContainerInstancesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        List<String> all = ecs.instancesIn(cluster).stream()
                .map(row -> row.instance().containerInstanceArn())
                .toList();
        Page<String> page = Page.of(all, arn -> arn, request.nextToken(), request.maxResults(), 100);
        return ListContainerInstancesResponse.builder()
                .containerInstanceArns(page.items())
                .nextToken(page.next())
                .build();
    }

    DescribeContainerInstancesResponse describeInstances(Call call, DescribeContainerInstancesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        List<ContainerInstance> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String wanted : request.containerInstances()) {
            String arn = cluster.replace(":cluster/", ":container-instance/") + "/" + EcsStore.nameOf(wanted);
            ecs.instances
                    .get(arn)
                    .ifPresentOrElse(row -> found.add(counted(row.instance())), () -> failures.add(missing(arn)));
        }
        return DescribeContainerInstancesResponse.builder()
                .containerInstances(found)
                .failures(failures)
                .build();
    }

    DeregisterContainerInstanceResponse deregisterInstance(Call call, DeregisterContainerInstanceRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        String wanted = request.containerInstance() == null ? "" : request.containerInstance();
        String arn = cluster.replace(":cluster/", ":container-instance/") + "/" + EcsStore.nameOf(wanted);
        InstanceRow row = ecs.instances
                .get(arn)
                .orElseThrow(() -> EcsErrors.invalid("The referenced container instance was not found."));
        boolean used = !ecs.liveByInstance.of(arn).isEmpty();
        if (used && !Boolean.TRUE.equals(request.force())) {
            throw EcsErrors.invalid("Found running tasks on the instance.");
        }
        ecs.instances.remove(arn);
        call.effect(arn);
        return DeregisterContainerInstanceResponse.builder()
                .containerInstance(row.instance().toBuilder().status("INACTIVE").build())
                .build();
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

    private ContainerInstance counted(ContainerInstance instance) {
        Collection<TaskRecord> own = ecs.liveByInstance.of(instance.containerInstanceArn());
        return instance.toBuilder()
                .runningTasksCount(
                        (int) own.stream().filter(TaskRecord::isRunning).count())
                .pendingTasksCount(
                        (int) own.stream().filter(TaskRecord::isPending).count())
                .build();
    }
}

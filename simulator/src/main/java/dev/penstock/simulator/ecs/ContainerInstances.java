package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.InstanceRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/** The container instances of clusters: registered by hand, drained, deregistered. */
final class ContainerInstances {

    private final EcsStore ecs;
    private final Tags tags;

    ContainerInstances(EcsStore ecs, Tags tags) {
        this.ecs = ecs;
        this.tags = tags;
    }

    RegisterContainerInstanceResponse register(Call call, RegisterContainerInstanceRequest request) {
        Cluster cluster = ecs.cluster(call, request.cluster());
        String arn = cluster.clusterArn().replace(":cluster/", ":container-instance/") + "/" + ecs.ids.hex(32);
        ContainerInstance instance = ContainerInstance.builder()
                .containerInstanceArn(arn)
                .ec2InstanceId(instanceId(request.instanceIdentityDocument()).orElseGet(() -> "i-0" + ecs.ids.hex(16)))
                .status("ACTIVE")
                .agentConnected(true)
                .registeredAt(call.now())
                .registeredResources(List.copyOf(request.totalResources()))
                .remainingResources(List.copyOf(request.totalResources()))
                .runningTasksCount(0)
                .pendingTasksCount(0)
                .version(1L)
                .attributes(List.copyOf(request.attributes()))
                .versionInfo(request.versionInfo())
                .build();
        ecs.instances.put(arn, new InstanceRow(instance, cluster.clusterArn()));
        tags.add(arn, Clusters.pairs(request.tags()));
        call.effect(arn);
        wakeServices(cluster.clusterArn());
        return RegisterContainerInstanceResponse.builder()
                .containerInstance(instance)
                .build();
    }

    /** The id that the instance's identity document gives; empty for a document without one, and without a document. */
    private static Optional<String> instanceId(@Nullable String document) {
        return JsonValue.parse(document == null ? "" : document)
                .flatMap(d -> d instanceof JsonValue.Structure structure
                                && structure.members().get("instanceId") instanceof JsonValue.Text id
                        ? Optional.of(id.value())
                        : Optional.empty());
    }

    ListContainerInstancesResponse list(Call call, ListContainerInstancesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        List<String> all = ecs.instancesIn(cluster).stream()
                .map(InstanceRow::instance)
                .filter(i -> request.statusAsString() == null
                        || request.statusAsString().equals(i.status()))
                .map(ContainerInstance::containerInstanceArn)
                .toList();
        Page<String> page = Page.of(all, arn -> arn, request.nextToken(), request.maxResults(), 100);
        return ListContainerInstancesResponse.builder()
                .containerInstanceArns(page.items())
                .nextToken(page.next())
                .build();
    }

    DescribeContainerInstancesResponse describe(Call call, DescribeContainerInstancesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        if (request.containerInstances().isEmpty()) {
            throw EcsErrors.invalid("Container instances cannot be empty.");
        }
        EcsErrors.atMost("Container instances", request.containerInstances().size(), 100);
        List<ContainerInstance> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String wanted : request.containerInstances()) {
            String arn = arn(cluster, wanted);
            ecs.instances
                    .get(arn)
                    .ifPresentOrElse(
                            row -> found.add(counted(row.instance())), () -> failures.add(Clusters.missing(arn)));
        }
        return DescribeContainerInstancesResponse.builder()
                .containerInstances(found)
                .failures(failures)
                .build();
    }

    UpdateContainerInstancesStateResponse updateState(Call call, UpdateContainerInstancesStateRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        String status = EcsErrors.required("status", request.statusAsString());
        if (!status.equals("ACTIVE") && !status.equals("DRAINING")) {
            throw EcsErrors.invalid("Container instance status should be one of [ACTIVE,DRAINING]");
        }
        EcsErrors.atMost("Container instances", request.containerInstances().size(), 10);
        List<ContainerInstance> changed = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String wanted : request.containerInstances()) {
            String arn = arn(cluster, wanted);
            InstanceRow row = ecs.instances.get(arn).orElse(null);
            if (row == null) {
                failures.add(Clusters.missing(arn));
            } else {
                ContainerInstance next =
                        row.instance().toBuilder().status(status).build();
                ecs.instances.put(arn, new InstanceRow(next, cluster));
                changed.add(counted(next));
                call.effect(arn);
            }
        }
        wakeServices(cluster);
        return UpdateContainerInstancesStateResponse.builder()
                .containerInstances(changed)
                .failures(failures)
                .build();
    }

    DeregisterContainerInstanceResponse deregister(Call call, DeregisterContainerInstanceRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        String arn = arn(cluster, request.containerInstance() == null ? "" : request.containerInstance());
        InstanceRow row = ecs.instances
                .get(arn)
                .orElseThrow(() -> EcsErrors.invalid("The referenced container instance was not found."));
        boolean used = !ecs.liveByInstance.of(arn).isEmpty();
        if (used && !Boolean.TRUE.equals(request.force())) {
            throw EcsErrors.invalid("Found running tasks on the instance.");
        }
        ecs.instances.remove(arn);
        call.effect(arn);
        wakeServices(cluster);
        return DeregisterContainerInstanceResponse.builder()
                .containerInstance(row.instance().toBuilder().status("INACTIVE").build())
                .build();
    }

    static String arn(String cluster, String instance) {
        return EcsStore.arnIn(cluster, "container-instance", instance);
    }

    private void wakeServices(String cluster) {
        ecs.servicesIn(cluster).stream().filter(ServiceRecord::active).forEach(s -> ecs.wake(s.arn()));
    }

    private ContainerInstance counted(ContainerInstance instance) {
        Collection<TaskRecord> own = ecs.liveByInstance.of(instance.containerInstanceArn());
        List<TaskDefinition> definitions = own.stream()
                .map(t -> ecs.definition(t.task().taskDefinitionArn()))
                .toList();
        int cpu = definitions.stream().mapToInt(Placement::cpu).sum();
        int memory = definitions.stream().mapToInt(Placement::memory).sum();
        return instance.toBuilder()
                .runningTasksCount(
                        (int) own.stream().filter(TaskRecord::isRunning).count())
                .pendingTasksCount(
                        (int) own.stream().filter(TaskRecord::isPending).count())
                .remainingResources(instance.registeredResources().stream()
                        .map(r -> less(r, "CPU", cpu))
                        .map(r -> less(r, "MEMORY", memory))
                        .toList())
                .build();
    }

    private static Resource less(Resource resource, String name, int used) {
        return resource.name().equals(name) && resource.integerValue() != null
                ? resource.toBuilder()
                        .integerValue(resource.integerValue() - used)
                        .build()
                : resource;
    }
}

package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.Family;
import dev.penstock.simulator.ecs.EcsStore.TaskDefinitionRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.Volume;

/** Task definitions: families of revisions that never change. */
final class TaskDefinitions {

    private final EcsStore ecs;
    private final Tags tags;

    TaskDefinitions(EcsStore ecs, Tags tags) {
        this.ecs = ecs;
        this.tags = tags;
        ecs.calendar.inPassing(EcsStore.DEFINITION_DELETED, this::forget);
    }

    RegisterTaskDefinitionResponse register(Call call, RegisterTaskDefinitionRequest asked) {
        // Deployment tools send the roles that they found, an empty text where there was none.
        RegisterTaskDefinitionRequest request = asked.toBuilder()
                .executionRoleArn(given(asked.executionRoleArn()))
                .taskRoleArn(given(asked.taskRoleArn()))
                .build();
        DefinitionRules.check(request);
        String family = call.caller().arn("ecs", "task-definition/" + request.family());
        int revision = ecs.families.get(family).map(Family::latest).orElse(0) + 1;
        String arn = family + ":" + revision;
        boolean fargate = DefinitionRules.fitsFargate(request);
        TaskDefinition definition = TaskDefinition.builder()
                .taskDefinitionArn(arn)
                .family(request.family())
                .revision(revision)
                .status("ACTIVE")
                .containerDefinitions(request.containerDefinitions().stream()
                        .map(TaskDefinitions::completed)
                        .toList())
                .volumes(request.volumes().stream()
                        .map(TaskDefinitions::completed)
                        .toList())
                .placementConstraints(request.hasPlacementConstraints() ? request.placementConstraints() : List.of())
                .networkMode(request.networkModeAsString())
                .requiresCompatibilitiesWithStrings(
                        request.hasRequiresCompatibilities() ? request.requiresCompatibilitiesAsStrings() : null)
                .compatibilitiesWithStrings(fargate ? List.of("EC2", "FARGATE") : List.of("EC2"))
                .cpu(request.cpu())
                .memory(request.memory())
                .executionRoleArn(request.executionRoleArn())
                .taskRoleArn(request.taskRoleArn())
                .pidMode(request.pidModeAsString())
                .ipcMode(request.ipcModeAsString())
                .proxyConfiguration(request.proxyConfiguration())
                .ephemeralStorage(request.ephemeralStorage())
                .runtimePlatform(request.runtimePlatform())
                .enableFaultInjection(request.enableFaultInjection())
                .registeredAt(call.now())
                .registeredBy(call.caller().principal())
                .build();
        ecs.families.put(family, new Family(revision));
        ecs.definitions.put(arn, new TaskDefinitionRow(definition));
        tags.add(arn, Clusters.pairs(request.tags()));
        call.effect(arn);
        return RegisterTaskDefinitionResponse.builder()
                .taskDefinition(definition)
                .tags(request.hasTags() ? request.tags() : null)
                .build();
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    DescribeTaskDefinitionResponse describe(Call call, DescribeTaskDefinitionRequest request) {
        TaskDefinition definition = ecs.definition(call, request.taskDefinition())
                .orElseThrow(() -> EcsErrors.client("Unable to describe task definition."));
        boolean withTags = request.includeAsStrings().contains("TAGS");
        return DescribeTaskDefinitionResponse.builder()
                .taskDefinition(definition)
                .tags(withTags ? Clusters.tags(tags, definition.taskDefinitionArn()) : List.of())
                .build();
    }

    DeregisterTaskDefinitionResponse deregister(Call call, DeregisterTaskDefinitionRequest request) {
        String wanted = EcsErrors.required("taskDefinition", request.taskDefinition());
        if (!wanted.contains(":")) {
            throw EcsErrors.client("The specified task definition does not have a revision.");
        }
        TaskDefinition definition = ecs.definition(call, wanted)
                .orElseThrow(() -> EcsErrors.client("The specified task definition does not exist."));
        TaskDefinition gone = definition.toBuilder()
                .status("INACTIVE")
                .deregisteredAt(call.now())
                .build();
        ecs.definitions.put(gone.taskDefinitionArn(), new TaskDefinitionRow(gone));
        call.effect(gone.taskDefinitionArn());
        return DeregisterTaskDefinitionResponse.builder().taskDefinition(gone).build();
    }

    DeleteTaskDefinitionsResponse delete(Call call, DeleteTaskDefinitionsRequest request) {
        if (request.taskDefinitions().isEmpty()) {
            throw EcsErrors.invalid("taskDefinitions cannot be empty.");
        }
        EcsErrors.atMost("taskDefinitions", request.taskDefinitions().size(), 10);
        List<TaskDefinition> deleted = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String wanted : request.taskDefinitions()) {
            TaskDefinition definition =
                    wanted.contains(":") ? ecs.definition(call, wanted).orElse(null) : null;
            if (definition == null) {
                failures.add(failure(
                        wanted,
                        wanted.contains(":")
                                ? "The specified task definition does not exist. Specify a valid account, family,"
                                        + " revision and try again."
                                : "The specified task definition identifier is invalid. Specify a valid name or ARN"
                                        + " and try again."));
            } else if (definition.statusAsString().equals("ACTIVE")) {
                failures.add(failure(
                        definition.taskDefinitionArn(),
                        "The specified task definition is still in ACTIVE status. Please deregister the target and try"
                                + " again."));
            } else {
                TaskDefinition going =
                        definition.toBuilder().status("DELETE_IN_PROGRESS").build();
                ecs.definitions.put(going.taskDefinitionArn(), new TaskDefinitionRow(going));
                ecs.calendar.enter(
                        EcsStore.DEFINITION_DELETED,
                        going.taskDefinitionArn(),
                        call.now().plus(Durations.DEFINITION_GONE));
                call.effect(going.taskDefinitionArn());
                deleted.add(going);
            }
        }
        return DeleteTaskDefinitionsResponse.builder()
                .taskDefinitions(deleted)
                .failures(failures)
                .build();
    }

    /** A definition that is to be deleted is gone once no task and no service refers to it. */
    private void forget(String arn) {
        boolean used =
                ecs.tasks.all().stream().anyMatch(t -> arn.equals(t.task().taskDefinitionArn()))
                        || ecs.services.all().stream().anyMatch(s -> refers(s, arn));
        if (used) {
            ecs.calendar.enter(EcsStore.DEFINITION_DELETED, arn, ecs.now().plus(Durations.DEFINITION_GONE));
        } else {
            ecs.definitions.remove(arn);
        }
    }

    private static boolean refers(ServiceRecord service, String arn) {
        return !service.status().equals("INACTIVE")
                && (arn.equals(service.settings().taskDefinition())
                        || service.deployments().stream()
                                .anyMatch(d -> d.taskDefinition().equals(arn))
                        || service.lastCompleted()
                                .filter(d -> d.taskDefinition().equals(arn))
                                .isPresent());
    }

    private static Failure failure(String arn, String reason) {
        return Failure.builder().arn(arn).reason(reason).build();
    }

    ListTaskDefinitionsResponse list(Call call, ListTaskDefinitionsRequest request) {
        String prefix = request.familyPrefix() == null ? "" : request.familyPrefix() + ":";
        String status = request.statusAsString() == null ? "ACTIVE" : request.statusAsString();
        List<TaskDefinition> all = new ArrayList<>();
        for (TaskDefinitionRow row : ecs.definitions
                .under(call.caller().arn("ecs", "task-definition/" + prefix))
                .values()) {
            if (row.definition().statusAsString().equals(status)) {
                all.add(row.definition());
            }
        }
        boolean newestFirst = "DESC".equals(request.sortAsString());
        all.sort(Comparator.comparing(TaskDefinitions::sortKey));
        Page<TaskDefinition> page = newestFirst
                ? Page.descending(
                        all.reversed(), TaskDefinitions::sortKey, request.nextToken(), request.maxResults(), 100)
                : Page.of(all, TaskDefinitions::sortKey, request.nextToken(), request.maxResults(), 100);
        return ListTaskDefinitionsResponse.builder()
                .taskDefinitionArns(page.items().stream()
                        .map(TaskDefinition::taskDefinitionArn)
                        .toList())
                .nextToken(page.next())
                .build();
    }

    ListTaskDefinitionFamiliesResponse families(Call call, ListTaskDefinitionFamiliesRequest request) {
        String prefix = request.familyPrefix() == null ? "" : request.familyPrefix();
        List<String> all = ecs.families.under(call.caller().arn("ecs", "task-definition/" + prefix)).keySet().stream()
                .map(EcsStore::nameOf)
                .toList();
        Page<String> page = Page.of(all, f -> f, request.nextToken(), request.maxResults(), 100);
        return ListTaskDefinitionFamiliesResponse.builder()
                .families(page.items())
                .nextToken(page.next())
                .build();
    }

    /** Fills in what AWS fills in. */
    private static ContainerDefinition completed(ContainerDefinition container) {
        return container.toBuilder()
                .cpu(container.cpu() == null ? 0 : container.cpu())
                .essential(TaskStart.essential(container))
                .environment(List.copyOf(container.environment()))
                .portMappings(container.portMappings().stream()
                        .map(TaskDefinitions::completed)
                        .toList())
                .mountPoints(List.copyOf(container.mountPoints()))
                .volumesFrom(List.copyOf(container.volumesFrom()))
                .systemControls(List.copyOf(container.systemControls()))
                .build();
    }

    private static PortMapping completed(PortMapping mapping) {
        return mapping.toBuilder()
                .protocol(mapping.protocolAsString() == null ? "tcp" : mapping.protocolAsString())
                .build();
    }

    /** An Elastic File System is mounted at its root unless a folder is named (API Reference, EFSVolumeConfiguration). */
    private static Volume completed(Volume volume) {
        EFSVolumeConfiguration files = volume.efsVolumeConfiguration();
        return files == null || files.rootDirectory() != null
                ? volume
                : volume.toBuilder()
                        .efsVolumeConfiguration(
                                files.toBuilder().rootDirectory("/").build())
                        .build();
    }

    private static String sortKey(TaskDefinition definition) {
        return definition.family() + ":" + String.format("%010d", definition.revision());
    }
}

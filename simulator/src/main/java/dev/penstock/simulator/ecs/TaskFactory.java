package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.Placement.Place;
import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.service.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Makes tasks, when there is a place for them and the roles that they need exist. */
final class TaskFactory {

    /** What came of it. */
    sealed interface Made {

        record Task(TaskRecord record) implements Made {}

        /**
         * No task.
         *
         * @param reason as {@code RunTask} gives it
         * @param arn what the reason is about; empty when it is nothing in particular
         * @param event what a service says of it
         */
        record Refused(String reason, String arn, String event) implements Made {}
    }

    /**
     * What a task is made of.
     *
     * @param service its ARN; empty for a task that is run alone
     * @param deployment id of the deployment or task set; empty for a task that is run alone
     * @param group {@code service:web} or {@code family:name}
     * @param executeCommand whether commands can be run in it
     * @param instance the one container instance to use; empty for any
     * @param tags of the task
     */
    record Order(
            String cluster,
            TaskDefinition definition,
            String service,
            String deployment,
            String startedBy,
            String group,
            Launch launch,
            @Nullable TaskOverride overrides,
            boolean executeCommand,
            Optional<String> instance,
            List<PlacementConstraint> constraints,
            List<PlacementStrategy> strategies,
            Map<String, String> tags) {

        Order on(String instanceArn) {
            return new Order(
                    cluster,
                    definition,
                    service,
                    deployment,
                    startedBy,
                    group,
                    launch,
                    overrides,
                    executeCommand,
                    Optional.of(instanceArn),
                    constraints,
                    strategies,
                    tags);
        }
    }

    private final EcsStore ecs;
    private final Placement placement;
    private final CapacityProviders providers;
    private final TaskAddresses addresses;
    private final Roles roles;
    private final Tags tags;

    TaskFactory(
            EcsStore ecs,
            Placement placement,
            CapacityProviders providers,
            TaskAddresses addresses,
            Roles roles,
            Tags tags) {
        this.ecs = ecs;
        this.placement = placement;
        this.providers = providers;
        this.addresses = addresses;
        this.roles = roles;
        this.tags = tags;
    }

    /** What a task of a service's deployment or task set is made of. */
    Order order(ServiceRecord service, DeploymentRecord deployment) {
        Service settings = service.settings();
        TaskDefinition definition = ecs.definition(deployment.taskDefinition());
        return new Order(
                service.cluster(),
                definition,
                service.arn(),
                deployment.id(),
                deployment.id(),
                "service:" + service.name(),
                ecs.launch(deployment),
                null,
                Boolean.TRUE.equals(settings.enableExecuteCommand()),
                Optional.empty(),
                settings.placementConstraints(),
                settings.placementStrategy(),
                tags(service, definition));
    }

    Made make(Order order) {
        Optional<String> role = missingRole(order.definition());
        if (role.isPresent()) {
            return new Made.Refused(
                    "ECS was unable to assume the role '" + role.get() + "'",
                    role.get(),
                    "failed to launch a task with (error ECS was unable to assume the role '" + role.get()
                            + "' that was provided for this task. Please verify that the role being passed has the"
                            + " proper trust relationship and permissions and that your IAM user has permissions to"
                            + " pass this role.).");
        }
        CapacityProviders.Choice choice = providers.choose(order);
        return switch (placement.place(order, choice.launchType(), choice.provider())) {
            case Place.None none -> new Made.Refused(none.reason(), none.arn(), none.event());
            case Place.Fargate() -> new Made.Task(record(order, choice, Optional.empty()));
            case Place.Instance(ContainerInstance instance) ->
                new Made.Task(record(order, choice, Optional.of(instance)));
        };
    }

    /** The role of a definition that is not there, if any. */
    Optional<String> missingRole(TaskDefinition definition) {
        return List.of(
                        Optional.ofNullable(definition.executionRoleArn()),
                        Optional.ofNullable(definition.taskRoleArn()))
                .stream()
                .flatMap(Optional::stream)
                .filter(arn -> roles.byArn(arn).isEmpty())
                .findFirst();
    }

    private Map<String, String> tags(ServiceRecord service, TaskDefinition definition) {
        Service settings = service.settings();
        Map<String, String> all = new HashMap<>();
        if ("SERVICE".equals(settings.propagateTagsAsString())) {
            all.putAll(tags.of(service.arn()));
        } else if ("TASK_DEFINITION".equals(settings.propagateTagsAsString())) {
            all.putAll(tags.of(definition.taskDefinitionArn()));
        }
        if (Boolean.TRUE.equals(settings.enableECSManagedTags())) {
            all.put("aws:ecs:clusterName", EcsStore.nameOf(service.cluster()));
            all.put("aws:ecs:serviceName", service.name());
        }
        return all;
    }

    private TaskRecord record(Order order, CapacityProviders.Choice choice, Optional<ContainerInstance> instance) {
        TaskDefinition definition = order.definition();
        String arn = order.cluster().replace(":cluster/", ":task/") + "/" + ecs.ids.hex(32);
        boolean fargate = choice.launchType().equals("FARGATE");
        boolean network = TaskStart.ownNetwork(definition);
        TaskAddress address = addresses.give(definition, instance);
        Task task = Task.builder()
                .taskArn(arn)
                .clusterArn(order.cluster())
                .containerInstanceArn(
                        instance.map(ContainerInstance::containerInstanceArn).orElse(null))
                .taskDefinitionArn(definition.taskDefinitionArn())
                .group(order.group())
                .startedBy(order.startedBy().isEmpty() ? null : order.startedBy())
                .launchType(choice.launchType())
                .capacityProviderName(choice.provider().isEmpty() ? null : choice.provider())
                .platformVersion(fargate ? platform(order.launch()) : null)
                .platformFamily(fargate ? "Linux" : null)
                .availabilityZone(zone(order.cluster()))
                .cpu(definition.cpu())
                .memory(definition.memory())
                .createdAt(ecs.now())
                .enableExecuteCommand(order.executeCommand())
                .desiredStatus("RUNNING")
                .lastStatus(network ? "PROVISIONING" : "PENDING")
                .overrides(order.overrides() == null ? TaskOverride.builder().build() : order.overrides())
                .attachments(network ? List.of(addresses.attaching(order.launch())) : List.of())
                .containers(definition.containerDefinitions().stream()
                        .map(c -> container(arn, c))
                        .toList())
                .version(1L)
                .build();
        tags.add(arn, order.tags());
        return TaskRecord.starting(
                task, order.service(), order.deployment(), address, Balancing.targets(order.launch(), address));
    }

    private Container container(String task, ContainerDefinition definition) {
        return Container.builder()
                .containerArn(task.replace(":task/", ":container/") + "/" + ecs.ids.uuid())
                .taskArn(task)
                .name(definition.name())
                .image(definition.image())
                .lastStatus("PENDING")
                .healthStatus(definition.healthCheck() == null ? null : "UNKNOWN")
                .cpu(definition.cpu() == null ? "0" : definition.cpu().toString())
                .memory(definition.memory() == null ? null : definition.memory().toString())
                .build();
    }

    private static String zone(String arn) {
        return arn.split(":", 6)[3] + "a";
    }

    private static String platform(Launch launch) {
        return launch.platform().filter(p -> !p.equals("LATEST")).orElse("1.4.0");
    }
}

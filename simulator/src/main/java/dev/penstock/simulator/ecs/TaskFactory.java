package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.Placement.Place;
import dev.penstock.simulator.iam.Roles;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
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
         * @param event what a service says of it
         */
        record Refused(String event) implements Made {}
    }

    /**
     * What a task is made of.
     *
     * @param group {@code service:web} or {@code family:name}
     */
    record Order(
            String cluster,
            TaskDefinition definition,
            String service,
            String deployment,
            String startedBy,
            String group,
            String launchType,
            @Nullable String platformVersion,
            @Nullable TaskOverride overrides) {}

    private final EcsStore ecs;
    private final Placement placement;
    private final Roles roles;

    TaskFactory(EcsStore ecs, Placement placement, Roles roles) {
        this.ecs = ecs;
        this.placement = placement;
        this.roles = roles;
    }

    Made forService(ServiceRecord service, DeploymentRecord deployment) {
        Service settings = service.settings();
        return make(new Order(
                service.cluster(),
                ecs.definition(deployment.taskDefinition()),
                service.arn(),
                deployment.id(),
                deployment.id(),
                "service:" + service.name(),
                settings.launchTypeAsString() == null ? "FARGATE" : settings.launchTypeAsString(),
                settings.platformVersion(),
                null));
    }

    Made make(Order order) {
        Optional<String> role = missingRole(order.definition());
        if (role.isPresent()) {
            return new Made.Refused("failed to launch a task with (error ECS was unable to assume the role '"
                    + role.get() + "' that was provided for this task. Please verify that the role being passed has the"
                    + " proper trust relationship and permissions and that your IAM user has permissions to pass this"
                    + " role.).");
        }
        Place place = placement.place(order.cluster(), order.definition(), order.launchType());
        return switch (place) {
            case Place.None none -> new Made.Refused(none.event());
            case Place.Fargate() -> new Made.Task(record(order, null));
            case Place.Instance(String arn) -> new Made.Task(record(order, arn));
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

    private TaskRecord record(Order order, @Nullable String instance) {
        TaskDefinition definition = order.definition();
        String id = ecs.ids.hex(32);
        String arn = order.cluster().replace(":cluster/", ":task/") + "/" + id;
        boolean fargate = order.launchType().equals("FARGATE");
        boolean network = TaskStart.ownNetwork(definition);
        Task task = Task.builder()
                .taskArn(arn)
                .clusterArn(order.cluster())
                .containerInstanceArn(instance)
                .taskDefinitionArn(definition.taskDefinitionArn())
                .group(order.group())
                .startedBy(order.startedBy().isEmpty() ? null : order.startedBy())
                .launchType(order.launchType())
                .platformVersion(fargate ? platform(order.platformVersion()) : null)
                .platformFamily(fargate ? "Linux" : null)
                .availabilityZone(zone(order.cluster()))
                .cpu(definition.cpu())
                .memory(definition.memory())
                .createdAt(ecs.now())
                .desiredStatus("RUNNING")
                .lastStatus(network ? "PROVISIONING" : "PENDING")
                .overrides(order.overrides() == null ? TaskOverride.builder().build() : order.overrides())
                .attachments(network ? List.of(networkInterface(id)) : List.of())
                .containers(definition.containerDefinitions().stream()
                        .map(c -> container(arn, c))
                        .toList())
                .version(1L)
                .build();
        return TaskRecord.starting(task, order.service(), order.deployment());
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

    private Attachment networkInterface(String taskId) {
        return Attachment.builder()
                .id(ecs.ids.uuid())
                .type("ElasticNetworkInterface")
                .status("ATTACHED")
                .details(KeyValuePair.builder()
                        .name("networkInterfaceId")
                        .value("eni-0" + taskId.substring(0, 16))
                        .build())
                .build();
    }

    private static String zone(String arn) {
        return arn.split(":", 6)[3] + "a";
    }

    private static String platform(@Nullable String asked) {
        return asked == null || asked.equals("LATEST") ? "1.4.0" : asked;
    }
}

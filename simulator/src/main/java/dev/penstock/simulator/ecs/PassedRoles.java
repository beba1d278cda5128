package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ResourcePolicies.PassedRole;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/**
 * The roles that tasks take on because their definition says so: who runs one passes them on, as who registered the
 * definition did. Those that overrides name stand in the request itself. Source: ECS Developer Guide, "Amazon ECS EventBridge
 * IAM Role", which needs {@code iam:PassRole} for the roles of the tasks that it runs.
 */
final class PassedRoles {

    private static final String TASKS = "ecs-tasks.amazonaws.com";

    private final EcsStore ecs;

    PassedRoles(EcsStore ecs) {
        this.ecs = ecs;
    }

    List<PassedRole> of(Caller caller, SdkPojo request) {
        if (request instanceof RunTaskRequest run) {
            return of(caller, run.taskDefinition(), run.overrides());
        }
        if (request instanceof StartTaskRequest start) {
            return of(caller, start.taskDefinition(), start.overrides());
        }
        return List.of();
    }

    private List<PassedRole> of(Caller caller, @Nullable String definition, @Nullable TaskOverride overrides) {
        return ecs.definition(caller, definition)
                .map(found ->
                        roles(found, overrides == null ? TaskOverride.builder().build() : overrides))
                .orElse(List.of());
    }

    private static List<PassedRole> roles(TaskDefinition definition, TaskOverride overrides) {
        return Stream.of(
                        overrides.taskRoleArn() == null ? definition.taskRoleArn() : null,
                        overrides.executionRoleArn() == null ? definition.executionRoleArn() : null)
                .filter(Objects::nonNull)
                .map(arn -> new PassedRole(arn, TASKS))
                .toList();
    }
}

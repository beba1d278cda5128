package dev.penstock.taskdefinition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A task definition (ECS API, {@code RegisterTaskDefinition}).
 *
 * @param family its name, of which there are revisions
 * @param containers at least one
 * @param volumes what they mount
 * @param networkMode {@code awsvpc}, {@code bridge}, {@code host} or {@code none}; empty means bridge on EC2
 * @param requiresCompatibilities {@code FARGATE}, {@code EC2} and so on
 * @param cpu CPU units of the whole task, or such as {@code 1 vCPU}
 * @param memory MiB of the whole task, or such as {@code 2 GB}
 * @param taskRoleArn the role that the containers have
 * @param executionRoleArn the role with which images are pulled and secrets read
 * @param others every other field that can be registered, as JSON, in the order written
 */
public record TaskDefinition(
        String family,
        List<ContainerDefinition> containers,
        List<TaskVolume> volumes,
        Optional<String> networkMode,
        List<String> requiresCompatibilities,
        Optional<String> cpu,
        Optional<String> memory,
        Optional<String> taskRoleArn,
        Optional<String> executionRoleArn,
        Map<String, String> others) {

    public TaskDefinition {
        Objects.requireNonNull(family, "family");
        containers = List.copyOf(containers);
        volumes = List.copyOf(volumes);
        Objects.requireNonNull(networkMode, "networkMode");
        requiresCompatibilities = List.copyOf(requiresCompatibilities);
        Objects.requireNonNull(cpu, "cpu");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(taskRoleArn, "taskRoleArn");
        Objects.requireNonNull(executionRoleArn, "executionRoleArn");
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /** Whether it can run on Fargate. */
    public boolean isForFargate() {
        return requiresCompatibilities.contains("FARGATE");
    }
}

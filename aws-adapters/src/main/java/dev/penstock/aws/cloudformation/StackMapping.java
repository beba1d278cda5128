package dev.penstock.aws.cloudformation;

import static dev.penstock.aws.cloudformation.Words.text;

import dev.penstock.stack.RollbackConfiguration;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackEvent;
import dev.penstock.stack.StackOutput;
import dev.penstock.stack.StackResource;
import dev.penstock.stack.StackStatus;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.RollbackTrigger;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** Stacks, their events and resources as core has them. */
final class StackMapping {

    private StackMapping() {}

    static Stack stack(software.amazon.awssdk.services.cloudformation.model.Stack stack) {
        return new Stack(
                stack.stackId(),
                stack.stackName(),
                Words.named(stack.stackStatusAsString(), StackStatus.UNKNOWN),
                text(stack.stackStatusReason()),
                stack.outputs().stream()
                        .map(output -> new StackOutput(
                                output.outputKey(),
                                text(output.outputValue()),
                                text(output.description()),
                                Optional.ofNullable(output.exportName())))
                        .toList(),
                parameters(stack.parameters()),
                tags(stack.tags()),
                Set.copyOf(stack.capabilitiesAsStrings()),
                present(stack.roleARN()),
                Boolean.TRUE.equals(stack.enableTerminationProtection()),
                stack.driftInformation() == null
                        ? "NOT_CHECKED"
                        : text(stack.driftInformation().stackDriftStatusAsString()),
                present(stack.parentId()),
                present(stack.rootId()),
                present(stack.changeSetId()),
                rollback(stack.rollbackConfiguration()),
                stack.creationTime(),
                Optional.ofNullable(stack.lastUpdatedTime()));
    }

    /** The API leaves out what is not there, or says it with an empty text. */
    private static Optional<String> present(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    static Map<String, String> parameters(List<Parameter> parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        parameters.forEach(parameter -> values.put(parameter.parameterKey(), text(parameter.parameterValue())));
        return values;
    }

    static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> values = new LinkedHashMap<>();
        tags.forEach(tag -> values.put(tag.key(), text(tag.value())));
        return values;
    }

    static Set<String> words(List<String> words) {
        return new LinkedHashSet<>(words);
    }

    static RollbackConfiguration rollback(
            software.amazon.awssdk.services.cloudformation.model.@Nullable RollbackConfiguration rollback) {
        if (rollback == null) {
            return RollbackConfiguration.NONE;
        }
        return new RollbackConfiguration(
                rollback.rollbackTriggers().stream().map(RollbackTrigger::arn).toList(),
                Words.number(rollback.monitoringTimeInMinutes()));
    }

    static StackEvent event(software.amazon.awssdk.services.cloudformation.model.StackEvent event) {
        return new StackEvent(
                event.eventId(),
                event.stackId(),
                text(event.stackName()),
                text(event.logicalResourceId()),
                text(event.physicalResourceId()),
                text(event.resourceType()),
                event.timestamp(),
                text(event.resourceStatusAsString()),
                text(event.resourceStatusReason()),
                text(event.clientRequestToken()));
    }

    static StackResource resource(StackResourceSummary resource) {
        return new StackResource(
                resource.logicalResourceId(),
                text(resource.physicalResourceId()),
                text(resource.resourceType()),
                text(resource.resourceStatusAsString()),
                text(resource.resourceStatusReason()),
                resource.lastUpdatedTimestamp());
    }
}

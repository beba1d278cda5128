package dev.penstock.aws.cloudformation;

import static dev.penstock.aws.cloudformation.Words.text;
import static dev.penstock.aws.cloudformation.Words.word;

import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetStatus;
import dev.penstock.stack.ExecutionStatus;
import dev.penstock.stack.ResourceChange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ModuleInfo;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;

/** Change sets as core has them. */
final class ChangeSetMapping {

    private ChangeSetMapping() {}

    /**
     * A change set.
     *
     * @param answer its first page
     * @param changes of all pages
     */
    static ChangeSet changeSet(DescribeChangeSetResponse answer, List<Change> changes, boolean withoutChanges) {
        return new ChangeSet(
                answer.changeSetId(),
                answer.changeSetName(),
                answer.stackId(),
                answer.stackName(),
                text(answer.description()),
                Words.named(answer.statusAsString(), ChangeSetStatus.UNKNOWN),
                text(answer.statusReason()),
                Words.named(answer.executionStatusAsString(), ExecutionStatus.UNKNOWN),
                withoutChanges,
                answer.creationTime(),
                StackMapping.parameters(answer.parameters()),
                StackMapping.tags(answer.tags()),
                StackMapping.words(answer.capabilitiesAsStrings()),
                StackMapping.rollback(answer.rollbackConfiguration()),
                answer.notificationARNs(),
                Boolean.TRUE.equals(answer.includeNestedStacks()),
                Optional.ofNullable(answer.parentChangeSetId()),
                Optional.ofNullable(answer.rootChangeSetId()),
                changes.stream()
                        .map(Change::resourceChange)
                        .filter(change -> change != null)
                        .map(ChangeSetMapping::change)
                        .toList());
    }

    private static ResourceChange change(software.amazon.awssdk.services.cloudformation.model.ResourceChange change) {
        Set<ResourceChange.Attribute> scope = new LinkedHashSet<>();
        change.scope().forEach(attribute -> scope.add(attribute(attribute)));
        return new ResourceChange(
                word(change.action(), ResourceChange.Action.UNKNOWN, ResourceChange.Action.UNKNOWN),
                text(change.logicalResourceId()),
                text(change.physicalResourceId()),
                text(change.resourceType()),
                word(change.replacement(), ResourceChange.Replacement.NONE, ResourceChange.Replacement.UNKNOWN),
                scope,
                word(change.policyAction(), ResourceChange.PolicyAction.NONE, ResourceChange.PolicyAction.UNKNOWN),
                change.details().stream().map(ChangeSetMapping::detail).toList(),
                Optional.ofNullable(change.changeSetId()),
                module(change.moduleInfo()),
                Optional.ofNullable(change.beforeContext()),
                Optional.ofNullable(change.afterContext()));
    }

    private static String module(@Nullable ModuleInfo module) {
        return module == null ? "" : (text(module.typeHierarchy()) + " " + text(module.logicalIdHierarchy())).strip();
    }

    private static ResourceChange.Attribute attribute(@Nullable ResourceAttribute attribute) {
        return word(attribute, ResourceChange.Attribute.UNKNOWN, ResourceChange.Attribute.UNKNOWN);
    }

    private static ResourceChange.Detail detail(ResourceChangeDetail detail) {
        ResourceTargetDefinition target =
                detail.target() == null ? ResourceTargetDefinition.builder().build() : detail.target();
        return new ResourceChange.Detail(
                attribute(target.attribute()),
                text(target.name()),
                word(target.requiresRecreation(), ResourceChange.Recreation.UNKNOWN, ResourceChange.Recreation.UNKNOWN),
                word(detail.evaluation(), ResourceChange.Evaluation.UNKNOWN, ResourceChange.Evaluation.UNKNOWN),
                word(detail.changeSource(), ResourceChange.Source.UNKNOWN, ResourceChange.Source.UNKNOWN),
                text(detail.causingEntity()),
                text(target.path()),
                Optional.ofNullable(target.beforeValue()),
                Optional.ofNullable(target.afterValue()),
                word(
                        target.attributeChangeType(),
                        ResourceChange.ValueChange.UNKNOWN,
                        ResourceChange.ValueChange.UNKNOWN));
    }
}

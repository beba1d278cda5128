package dev.penstock.stack;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a change set would do to one resource ({@code ResourceChange} of the CloudFormation API). Words that are newer than this
 * version of Penstock are {@code UNKNOWN}.
 *
 * @param action what is done
 * @param logicalId the resource's name in the template
 * @param physicalId the resource's own id; empty if it has none yet
 * @param type such as {@code AWS::RDS::DBInstance}
 * @param replacement whether another resource takes its place; {@code NONE} where the question does not arise
 * @param scope which of its attributes change
 * @param policyAction what becomes of the physical resource that is removed or replaced; {@code NONE} if nothing is
 * @param details why and how, one for each change and cause
 * @param nestedChangeSetId of a nested stack, the change set that says what happens inside
 * @param module the modules that the resource comes from, as {@code TYPE_HIERARCHY logicalId}; empty if from none
 * @param beforeContext the resource's declaration as it is, as JSON
 * @param afterContext the resource's declaration as it will be, as JSON
 */
public record ResourceChange(
        Action action,
        String logicalId,
        String physicalId,
        String type,
        Replacement replacement,
        Set<Attribute> scope,
        PolicyAction policyAction,
        List<Detail> details,
        Optional<String> nestedChangeSetId,
        String module,
        Optional<String> beforeContext,
        Optional<String> afterContext) {

    public ResourceChange {
        scope = Collections.unmodifiableSet(new LinkedHashSet<>(scope));
        details = List.copyOf(details);
    }

    /** What is done ({@code ChangeAction}). */
    public enum Action {
        ADD,
        MODIFY,
        REMOVE,
        IMPORT,
        /** Depends on a transform, and is known when that has run. */
        DYNAMIC,
        /** The resource is taken as it is, drift included. */
        SYNC_WITH_ACTUAL,
        UNKNOWN
    }

    /** Whether another resource takes its place ({@code Replacement}). */
    public enum Replacement {
        NONE,
        FALSE,
        TRUE,
        /** If a value that is known only then turns out to differ. */
        CONDITIONAL,
        UNKNOWN
    }

    /** What of a resource changes ({@code ResourceAttribute}). */
    public enum Attribute {
        PROPERTIES,
        METADATA,
        CREATION_POLICY,
        UPDATE_POLICY,
        DELETION_POLICY,
        UPDATE_REPLACE_POLICY,
        TAGS,
        UNKNOWN
    }

    /** What becomes of the physical resource ({@code PolicyAction}): where data is lost, it stands here. */
    public enum PolicyAction {
        NONE,
        DELETE,
        RETAIN,
        SNAPSHOT,
        REPLACE_AND_DELETE,
        REPLACE_AND_RETAIN,
        REPLACE_AND_SNAPSHOT,
        UNKNOWN
    }

    /** Whether changing an attribute needs another resource ({@code RequiresRecreation}). */
    public enum Recreation {
        NEVER,
        CONDITIONALLY,
        ALWAYS,
        UNKNOWN
    }

    /** Whether a new value is known ({@code EvaluationType}). */
    public enum Evaluation {
        /** It is known now, and does change. */
        STATIC,
        /** It is known when what it comes from was changed; it may turn out to be the same. */
        DYNAMIC,
        UNKNOWN
    }

    /** Where a change comes from ({@code ChangeSource}). */
    public enum Source {
        /** {@code Ref} to a resource. */
        RESOURCE_REFERENCE,
        /** {@code Ref} to a parameter. */
        PARAMETER_REFERENCE,
        /** {@code Fn::GetAtt} of a resource. */
        RESOURCE_ATTRIBUTE,
        /** The template itself. */
        DIRECT_MODIFICATION,
        /** A nested stack, which CloudFormation always looks into. */
        AUTOMATIC,
        /** The template does not change it; the resource differs from the template. */
        NO_MODIFICATION,
        UNKNOWN
    }

    /** What happens to one value ({@code AttributeChangeType}). */
    public enum ValueChange {
        ADD,
        REMOVE,
        MODIFY,
        SYNC_WITH_ACTUAL,
        UNKNOWN
    }

    /**
     * Why and how a resource changes ({@code ResourceChangeDetail} and its {@code ResourceTargetDefinition}).
     *
     * @param attribute what of the resource
     * @param name the property's name; empty where {@code attribute} is not {@code PROPERTIES}
     * @param recreation whether the change needs another resource
     * @param evaluation whether the new value is known
     * @param source where the change comes from
     * @param causingEntity the parameter, the resource or the resource's attribute ({@code Database.Endpoint.Address}) that it
     *     comes from; empty if the template was changed directly
     * @param path of the value within the resource's declaration, such as {@code /Properties/Engine}; empty if not told
     * @param before the value as it is, as the platform writes it; absent if not told
     * @param after the value as it will be; absent if not told
     * @param change what happens to the value
     */
    public record Detail(
            Attribute attribute,
            String name,
            Recreation recreation,
            Evaluation evaluation,
            Source source,
            String causingEntity,
            String path,
            Optional<String> before,
            Optional<String> after,
            ValueChange change) {}
}

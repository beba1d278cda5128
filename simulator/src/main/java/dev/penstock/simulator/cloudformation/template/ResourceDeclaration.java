package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a template says about one resource, its functions not evaluated.
 *
 * @param type like {@code AWS::ECS::Service}
 * @param properties empty when it has none
 * @param dependsOn logical ids, in their order
 * @param condition the name of the condition under which there is such a resource
 * @param deletionPolicy a text, or a function that gives one; what holds is {@link Evaluation#deletionPolicy}
 * @param updateReplacePolicy the same; what holds is {@link Evaluation#updateReplacePolicy}
 */
public record ResourceDeclaration(
        String logicalId,
        String type,
        JsonValue.Structure properties,
        Set<String> dependsOn,
        Optional<String> condition,
        Optional<JsonValue> deletionPolicy,
        Optional<JsonValue> updateReplacePolicy,
        Optional<JsonValue> metadata,
        Optional<JsonValue> creationPolicy,
        Optional<JsonValue> updatePolicy) {

    private static final Set<String> SNAPSHOT_BY_DEFAULT = Set.of("AWS::RDS::DBCluster", "AWS::RDS::DBInstance");

    /**
     * AWS's policy where a template names none: Delete, but Snapshot for database clusters and for database instances
     * outside of a cluster. Source: Template Reference, "DeletionPolicy attribute".
     */
    DeletionPolicy defaultDeletionPolicy() {
        boolean snapshot =
                SNAPSHOT_BY_DEFAULT.contains(type) && !properties.members().containsKey("DBClusterIdentifier");
        return snapshot ? DeletionPolicy.SNAPSHOT : DeletionPolicy.DELETE;
    }

    /**
     * What it has beside type and properties that can change by itself, by its name in a change set's scope, in the order
     * in which a change set shows it.
     */
    public Map<String, JsonValue> attributes() {
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        metadata.ifPresent(value -> attributes.put("Metadata", value));
        creationPolicy.ifPresent(value -> attributes.put("CreationPolicy", value));
        updatePolicy.ifPresent(value -> attributes.put("UpdatePolicy", value));
        updateReplacePolicy.ifPresent(value -> attributes.put("UpdateReplacePolicy", value));
        deletionPolicy.ifPresent(value -> attributes.put("DeletionPolicy", value));
        return attributes;
    }
}

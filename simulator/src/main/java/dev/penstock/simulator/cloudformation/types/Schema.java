package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What AWS publishes about one type of resource. */
public interface Schema {

    /** Like {@code AWS::ECS::Service}. */
    String type();

    /**
     * What changing a property does.
     *
     * @param propertyPath names with slashes between them and {@code *} for list elements, like
     *     {@code LoadBalancers/*}{@code /ContainerName}; what a path below a known one does is what the known one does
     */
    UpdateBehaviour requires(String propertyPath);

    /** The names of top-level properties. */
    Set<String> properties();

    /** The names of top-level properties that must be there. */
    Set<String> required();

    /** What {@code Fn::GetAtt} can ask for, nested names with dots. */
    Set<String> attributes();

    /** Which properties or attributes name the resource within account and region. */
    List<String> primaryIdentifier();

    /** The property by which a user can name it; resources named so cannot be replaced under the same name. */
    Optional<String> nameProperty();

    /** Whether it holds data that is lost with it. */
    boolean stateful();

    /** Whether {@code DeletionPolicy: Snapshot} is possible. */
    boolean snapshots();

    /** What kind of value a property takes; the path is as in {@link #requires}. Empty when that is not known. */
    default Optional<PropertyType> kind(String propertyPath) {
        return Optional.empty();
    }

    /** Paths of what only AWS sets. */
    default Set<String> readOnly() {
        return Set.of();
    }

    /** Paths of what cannot be read back, like passwords: drift detection leaves them out. */
    default Set<String> writeOnly() {
        return Set.of();
    }

    /** The top-level property that holds its tags; empty when it has none. */
    default Optional<String> tagProperty() {
        return Optional.empty();
    }

    /** The schema as a document of the registry. */
    default JsonValue.Structure document() {
        return new JsonValue.Structure(Map.of("typeName", new JsonValue.Text(type())));
    }

    /** What is wrong with properties, each as {@code #/path: text}, in CloudFormation's words. */
    default List<String> problems(JsonValue.Structure properties) {
        return List.of();
    }

    /** Whether a replacement deletes the old one before it makes the new one, where else it is the other way round. */
    default boolean deletedFirst() {
        return false;
    }
}

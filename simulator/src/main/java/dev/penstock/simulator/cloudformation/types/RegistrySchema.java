package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A schema out of the data.
 *
 * @param structures the members of structures by name; those of the resource itself under the empty name
 * @param updates what is not {@link UpdateBehaviour#NO_INTERRUPTION}
 */
record RegistrySchema(
        String type,
        Map<String, Map<String, PropertyShape>> structures,
        Map<String, UpdateBehaviour> updates,
        Set<String> attributes,
        Set<String> readOnly,
        Set<String> writeOnly,
        List<String> primaryIdentifier,
        Optional<String> nameProperty,
        Set<String> flags,
        Optional<String> tagProperty)
        implements Schema {

    @Override
    public UpdateBehaviour requires(String propertyPath) {
        for (String path = propertyPath; !path.isEmpty(); path = parent(path)) {
            UpdateBehaviour known = updates.get(path);
            if (known != null) {
                return known;
            }
        }
        return below(propertyPath + "/");
    }

    /** Which of its parts changes decides, when they differ. */
    private UpdateBehaviour below(String prefix) {
        UpdateBehaviour found = UpdateBehaviour.NO_INTERRUPTION;
        for (Map.Entry<String, UpdateBehaviour> update : updates.entrySet()) {
            if (update.getKey().startsWith(prefix)) {
                if (update.getValue() != UpdateBehaviour.SOME_INTERRUPTIONS) {
                    return UpdateBehaviour.CONDITIONAL;
                }
                found = UpdateBehaviour.SOME_INTERRUPTIONS;
            }
        }
        return found;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** The members of a structure; none when nothing is known of it. */
    Map<String, PropertyShape> members(String structure) {
        return structures.getOrDefault(structure, Map.of());
    }

    @Override
    public Optional<PropertyType> kind(String propertyPath) {
        PropertyType at = new PropertyType.Named("");
        for (String name : propertyPath.split("/", -1)) {
            Optional<PropertyType> next = step(at, name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    private Optional<PropertyType> step(PropertyType at, String name) {
        return switch (at) {
            case PropertyType.Named named ->
                Optional.ofNullable(members(named.definition()).get(name)).map(PropertyShape::type);
            case PropertyType.Listing list -> Optional.of(list.element());
            case PropertyType.Mapping map -> Optional.of(map.value());
            case PropertyType.Scalar scalar -> Optional.empty();
            case PropertyType.Json json -> Optional.of(json);
        };
    }

    @Override
    public Set<String> properties() {
        Set<String> names = new TreeSet<>(members("").keySet());
        names.removeAll(readOnly);
        return names;
    }

    @Override
    public Set<String> required() {
        Set<String> names = new TreeSet<>();
        members("").forEach((name, shape) -> {
            if (shape.required()) {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public boolean stateful() {
        return flags.contains("stateful");
    }

    @Override
    public boolean snapshots() {
        return flags.contains("snapshots");
    }

    @Override
    public boolean deletedFirst() {
        return flags.contains("deletedFirst");
    }

    @Override
    public JsonValue.Structure document() {
        return new SchemaDocument(this).document();
    }

    @Override
    public List<String> problems(JsonValue.Structure asked) {
        return new SchemaCheck(this).problems(asked);
    }

    /** Whether CloudFormation puts its own tags on such resources: {@code aws:cloudformation:stack-name} and so on. */
    boolean systemTags() {
        return flags.contains("systemTags");
    }
}

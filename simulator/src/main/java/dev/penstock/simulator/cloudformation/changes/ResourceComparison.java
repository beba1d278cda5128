package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.ResourceDeclaration;
import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.UpdateBehaviour;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.AttributeChangeType;
import software.amazon.awssdk.services.cloudformation.model.RequiresRecreation;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;

/** Compares what two templates say of one resource that is in both. */
final class ResourceComparison {

    private final Evaluation before;
    private final Evaluation after;
    private final Causes causes;
    private final Optional<Schema> schema;
    private final Masking masking;
    private final boolean propertyValues;
    private final List<ResourceChangeDetail> details = new ArrayList<>();

    ResourceComparison(
            Evaluation before, Evaluation after, Causes causes, Optional<Schema> schema, boolean propertyValues) {
        this.before = before;
        this.after = after;
        this.causes = causes;
        this.schema = schema;
        this.masking = new Masking(before, after);
        this.propertyValues = propertyValues;
    }

    /** Where a value stands: an attribute of the resource and, within the properties, a property. */
    private record Place(ResourceAttribute attribute, Optional<String> property, List<String> path) {}

    /** What changes, property by property, then what else the template says of the resource. */
    List<ResourceChangeDetail> details(ResourceDeclaration old, ResourceDeclaration now) {
        Map<String, JsonValue> oldProperties = old.properties().members();
        Map<String, JsonValue> newProperties = now.properties().members();
        for (String name : union(newProperties.keySet(), oldProperties.keySet())) {
            compare(
                    new Place(attribute(now.type(), name), Optional.of(name), List.of("Properties", name)),
                    Optional.ofNullable(oldProperties.get(name)),
                    Optional.ofNullable(newProperties.get(name)));
        }
        Map<String, JsonValue> oldAttributes = old.attributes();
        Map<String, JsonValue> newAttributes = now.attributes();
        for (String name : union(newAttributes.keySet(), oldAttributes.keySet())) {
            compare(
                    new Place(ResourceAttribute.fromValue(name), Optional.empty(), List.of(name)),
                    Optional.ofNullable(oldAttributes.get(name)),
                    Optional.ofNullable(newAttributes.get(name)));
        }
        return details;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    /**
     * Tags of EC2's resources are an attribute of their own, those of others a property. Source: User Guide, "Example change
     * sets for CloudFormation stacks" (an instance, a network interface); recordings (S3, Systems Manager).
     */
    private static ResourceAttribute attribute(String type, String property) {
        return property.equals("Tags") && type.startsWith("AWS::EC2::")
                ? ResourceAttribute.TAGS
                : ResourceAttribute.PROPERTIES;
    }

    private void compare(Place place, Optional<JsonValue> oldWritten, Optional<JsonValue> newWritten) {
        Side old = Side.of(before, oldWritten);
        Side now = Side.of(after, newWritten);
        List<Difference> differences = Difference.between(old.value(), now.value());
        if (propertyValues) {
            differences.forEach(difference -> compareValues(place, oldWritten, newWritten, difference));
            return;
        }
        List<Causes.Cause> why = new ArrayList<>();
        if (!differences.isEmpty()) {
            why.addAll(causes.ofDifference(oldWritten, now));
        }
        why.addAll(causes.ofChangesInPlace(now));
        RequiresRecreation recreation = recreation(place, differences);
        why.stream()
                .distinct()
                .forEach(cause ->
                        details.add(detail(cause, target(place, recreation).build())));
    }

    private void compareValues(
            Place place, Optional<JsonValue> oldWritten, Optional<JsonValue> newWritten, Difference difference) {
        Optional<JsonValue> written = difference
                .after()
                .flatMap(value -> newWritten)
                .map(value -> WrittenAt.path(after, value, difference.path()));
        Side now = Side.of(after, written);
        List<String> path = new ArrayList<>(place.path());
        path.addAll(difference.path());
        ResourceTargetDefinition.Builder target = target(place, recreation(place, List.of(difference)))
                .path("/" + String.join("/", path))
                .attributeChangeType(changeType(difference));
        difference
                .before()
                .map(value -> masking.shown(value, oldWritten, newWritten))
                .ifPresent(target::beforeValue);
        difference
                .after()
                .map(value -> masking.shown(value, oldWritten, newWritten))
                .ifPresent(target::afterValue);
        causes.ofDifference(oldWritten, now).stream()
                .distinct()
                .forEach(cause -> details.add(detail(cause, target.build())));
    }

    private static AttributeChangeType changeType(Difference difference) {
        if (difference.before().isEmpty()) {
            return AttributeChangeType.ADD;
        }
        return difference.after().isEmpty() ? AttributeChangeType.REMOVE : AttributeChangeType.MODIFY;
    }

    private RequiresRecreation recreation(Place place, List<Difference> differences) {
        if (place.property().isEmpty()) {
            return RequiresRecreation.NEVER;
        }
        String property = place.property().get();
        UpdateBehaviour behaviour = differences.stream()
                .map(difference -> {
                    List<String> path = new ArrayList<>(List.of(property));
                    path.addAll(difference.path());
                    return UpdateBehaviours.requires(schema, path);
                })
                .reduce(UpdateBehaviours::moreIntrusive)
                .orElseGet(() -> UpdateBehaviours.requires(schema, List.of(property)));
        return switch (behaviour) {
            case NO_INTERRUPTION, SOME_INTERRUPTIONS -> RequiresRecreation.NEVER;
            case CONDITIONAL -> RequiresRecreation.CONDITIONALLY;
            case REPLACEMENT -> RequiresRecreation.ALWAYS;
        };
    }

    private static ResourceTargetDefinition.Builder target(Place place, RequiresRecreation recreation) {
        ResourceTargetDefinition.Builder target =
                ResourceTargetDefinition.builder().attribute(place.attribute()).requiresRecreation(recreation);
        if (place.attribute() == ResourceAttribute.PROPERTIES) {
            place.property().ifPresent(target::name);
        }
        return target;
    }

    static ResourceChangeDetail detail(Causes.Cause cause, ResourceTargetDefinition target) {
        ResourceChangeDetail.Builder detail = ResourceChangeDetail.builder()
                .target(target)
                .changeSource(cause.source())
                .evaluation(cause.evaluation());
        cause.entity().ifPresent(detail::causingEntity);
        return detail.build();
    }
}

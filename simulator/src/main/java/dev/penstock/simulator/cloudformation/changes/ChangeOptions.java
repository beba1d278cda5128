package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.wire.JsonValue;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;

/**
 * How a change set is asked for.
 *
 * @param propertyValues whether it is to say values, as DescribeChangeSet's {@code IncludePropertyValues}
 * @param tags the stack's own tags after the change
 * @param nested looks into nested stacks; empty when they are not looked into, as CreateChangeSet's
 *     {@code IncludeNestedStacks} leaves it
 * @param imported the physical ids of resources that are imported, by logical id
 * @param live what the stack's resources are now, by logical id; empty where only what they were made as counts
 */
public record ChangeOptions(
        boolean propertyValues,
        Map<String, String> tags,
        Optional<NestedLook> nested,
        Map<String, String> imported,
        Optional<Map<String, Live>> live) {

    public ChangeOptions {
        tags = Map.copyOf(tags);
        imported = Map.copyOf(imported);
        live = live.map(Map::copyOf);
    }

    /**
     * What a resource is now.
     *
     * @param status IN_SYNC, MODIFIED or DELETED
     * @param properties as they are; of no use unless they were modified
     */
    public record Live(StackResourceDriftStatus status, JsonValue.Structure properties) {

        /** As it was made. */
        public static Live unchanged() {
            return new Live(StackResourceDriftStatus.IN_SYNC, new JsonValue.Structure(Map.of()));
        }

        /** Nothing. */
        public static Live gone() {
            return new Live(StackResourceDriftStatus.DELETED, new JsonValue.Structure(Map.of()));
        }

        /** Something else. */
        public static Live changed(JsonValue.Structure properties) {
            return new Live(StackResourceDriftStatus.MODIFIED, properties);
        }
    }

    /**
     * The change set of a nested stack.
     *
     * @param id its ARN
     * @param changes whether it has any
     */
    public record NestedChangeSet(String id, boolean changes) {}

    /** Looks into a nested stack that is in the template, in the order of dependencies. */
    @FunctionalInterface
    public interface NestedLook {

        /**
         * What it comes to.
         *
         * @param there the nested stack as it is; empty for one that is to be made
         * @param properties of the resource, with {@code {{changeSet:KNOWN_AFTER_APPLY}}} where they are not known yet
         * @return empty when it cannot be told
         */
        Optional<NestedChangeSet> of(String logicalId, Optional<Deployed> there, JsonValue properties);
    }

    /** An overview, with the tags that the stack has. */
    public static ChangeOptions overview(Map<String, String> tags) {
        return new ChangeOptions(false, tags, Optional.empty(), Map.of(), Optional.empty());
    }

    /** The same with or without property values. */
    public ChangeOptions withPropertyValues(boolean included) {
        return new ChangeOptions(included, tags, nested, imported, live);
    }
}

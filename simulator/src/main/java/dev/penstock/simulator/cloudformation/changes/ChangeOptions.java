package dev.penstock.simulator.cloudformation.changes;

import java.util.Map;
import java.util.Optional;

/**
 * How a change set is asked for.
 *
 * @param propertyValues whether it is to say values, as DescribeChangeSet's {@code IncludePropertyValues}
 * @param tags the stack's own tags after the change
 * @param nested the change sets of nested stacks by logical id; empty when nested stacks are not looked into, as
 *     CreateChangeSet's {@code IncludeNestedStacks} leaves it
 * @param imported the physical ids of resources that are imported, by logical id
 */
public record ChangeOptions(
        boolean propertyValues,
        Map<String, String> tags,
        Optional<Map<String, NestedChangeSet>> nested,
        Map<String, String> imported) {

    public ChangeOptions {
        tags = Map.copyOf(tags);
        nested = nested.map(Map::copyOf);
        imported = Map.copyOf(imported);
    }

    /**
     * The change set of a nested stack.
     *
     * @param id its ARN
     * @param changes whether it has any
     */
    public record NestedChangeSet(String id, boolean changes) {}

    /** An overview, with the tags that the stack has. */
    public static ChangeOptions overview(Map<String, String> tags) {
        return new ChangeOptions(false, tags, Optional.empty(), Map.of());
    }

    /** The same with or without property values. */
    public ChangeOptions withPropertyValues(boolean included) {
        return new ChangeOptions(included, tags, nested, imported);
    }
}

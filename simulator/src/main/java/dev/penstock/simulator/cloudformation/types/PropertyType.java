package dev.penstock.simulator.cloudformation.types;

import java.util.Set;

/** What kind of value a property takes. Source: the CloudFormation registry's resource schemas. */
public sealed interface PropertyType {

    /** CloudFormation turns what a template has into these: a number where text is wanted becomes that text. */
    enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        TRUTH
    }

    /**
     * One value.
     *
     * @param choices the only values that are possible; empty when any is
     */
    record Scalar(Kind kind, Set<String> choices) implements PropertyType {
        public Scalar {
            choices = Set.copyOf(choices);
        }
    }

    /**
     * Values of one kind.
     *
     * @param ordered whether the same elements in another order are another value
     */
    record Listing(PropertyType element, boolean ordered) implements PropertyType {}

    /** Any keys, all values of one kind. */
    record Mapping(PropertyType value) implements PropertyType {}

    /**
     * A structure.
     *
     * @param definition its name within its schema
     */
    record Named(String definition) implements PropertyType {}

    /** Any JSON, like a policy. */
    record Json() implements PropertyType {}
}

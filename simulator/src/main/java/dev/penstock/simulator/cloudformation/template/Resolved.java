package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a value of a template comes to. */
public sealed interface Resolved {

    /** What stands in a change set for a value that is not known yet, or for that part of it. */
    String KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}";

    /** The value, with no function left in it. */
    record Known(JsonValue value) implements Resolved {}

    /**
     * A value that depends on what is not there yet.
     *
     * @param of what it waits for; empty when that is no resource of the template, like an export
     * @param partly the value with {@link #KNOWN_AFTER_APPLY} where it is not known
     * @param problems what CloudFormation found wrong while it tried, in its words
     */
    record Unknown(Set<Reference> of, JsonValue partly, Set<String> problems) implements Resolved {

        public Unknown {
            of = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(of));
            problems = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(problems));
        }

        static Unknown of(Set<Reference> of) {
            return new Unknown(of, new JsonValue.Text(KNOWN_AFTER_APPLY), Set.of());
        }

        static Unknown of(Reference reference) {
            return of(Set.of(reference));
        }

        /** The same, as another value that is not known for the same reasons. */
        Unknown as(JsonValue value) {
            return new Unknown(of, value, problems);
        }

        Unknown because(String problem) {
            Set<String> all = new LinkedHashSet<>(problems);
            all.add(problem);
            return new Unknown(of, partly, all);
        }
    }

    /** {@code AWS::NoValue}: what holds it is as if it were not written. */
    record NoValue() implements Resolved {}
}

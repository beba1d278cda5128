package dev.penstock.stack.review;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a change set does to one resource, and what comes of it.
 *
 * @param path the logical ids of the nested stacks that it is in, then its own, with dots between them
 * @param type such as {@code AWS::RDS::DBInstance}
 * @param physicalId its own id now; empty if it has none yet
 * @param effect what is done to it
 * @param consequences what comes of it, the worst first; none for what is made new
 * @param certain whether the consequences are certain; otherwise they come about if the resource is replaced
 * @param explanation what the consequences mean for this type, a full sentence; may be empty
 * @param properties what changes about it, in the platform's order
 */
public record ReviewedChange(
        String path,
        String type,
        String physicalId,
        Effect effect,
        Set<Consequence> consequences,
        boolean certain,
        String explanation,
        List<PropertyChange> properties) {

    public ReviewedChange {
        consequences = consequences.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(consequences));
        properties = List.copyOf(properties);
    }

    /** What is done to a resource. */
    public enum Effect {
        ADD("is added"),
        IMPORT("is imported"),
        UPDATE("is changed in place"),
        /** Perhaps replaced, perhaps changed in place. */
        PERHAPS_REPLACE("is perhaps replaced"),
        REPLACE("is replaced"),
        REMOVE("is removed"),
        /** Is no longer the stack's, and stays as it is. */
        LET_GO("is let go, and stays"),
        /** The platform says something that is newer than this version of Penstock, or known only when a macro has run. */
        UNKNOWN("is changed in a way that cannot be told");

        private final String words;

        Effect(String words) {
            this.words = words;
        }

        /** For people: the rest of a sentence that begins with the resource. */
        public String words() {
            return words;
        }
    }

    /** Whether this comes of it, certainly or not. */
    public boolean has(Consequence consequence) {
        return consequences.contains(consequence);
    }
}

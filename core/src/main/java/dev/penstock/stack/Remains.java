package dev.penstock.stack;

import java.util.List;
import java.util.Set;

/**
 * What is known of the resources of a stack that an earlier operation left broken.
 *
 * @param stateful logical ids of resources that exist and hold data
 * @param fresh logical ids of those among them that the failed operation made, and taking it back would delete
 * @param retained logical ids of resources that were taken out of the stack and still exist
 * @param failed resources that the last rollback failed at, as {@link Stacks#continueUpdateRollback} takes them
 */
public record Remains(Set<String> stateful, Set<String> fresh, Set<String> retained, List<String> failed) {

    /** Nothing. */
    public static final Remains NONE = new Remains(Set.of(), Set.of(), Set.of(), List.of());

    public Remains {
        stateful = Set.copyOf(stateful);
        fresh = Set.copyOf(fresh);
        retained = Set.copyOf(retained);
        failed = List.copyOf(failed);
    }
}

package dev.penstock.stack;

import dev.penstock.observe.Observation;
import java.util.List;

/**
 * A stack and its latest operation, as they were seen at one time.
 *
 * @param stack the stack
 * @param events of the latest operation that is known to have begun, oldest first, those of nested stacks among them; may lag
 *     behind the status while nothing ends
 */
public record StackSnapshot(Stack stack, List<StackEvent> events) implements Observation {

    /** The kind under which stacks are observed, by their ARN. */
    public static final String KIND = "cloudformation-stack";

    public StackSnapshot {
        events = List.copyOf(events);
    }
}

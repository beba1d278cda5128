package dev.penstock.execution;

import dev.penstock.execution.GraphState.TurnedBack;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a member of a release graph may do, as the others stand.
 *
 * @param open the points that it may go on from
 * @param back why it is to bring back what ran before; absent while it is not, or while what comes after it is there still
 * @param missing the names of those that have not come far enough
 */
public record GraphStanding(Set<GraphPoint> open, Optional<TurnedBack> back, List<String> missing) {

    /** The others have come nowhere yet. */
    public static final GraphStanding NOTHING_YET = new GraphStanding(Set.of(), Optional.empty(), List.of());

    public GraphStanding {
        open = Set.copyOf(open);
        missing = List.copyOf(missing);
    }

    /** Whether it says the same of what may be done. */
    public boolean allowsTheSameAs(GraphStanding other) {
        return open.equals(other.open) && back.equals(other.back);
    }
}

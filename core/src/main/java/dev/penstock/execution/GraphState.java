package dev.penstock.execution;

import dev.penstock.execution.ReleaseGraph.Member;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a release graph is, in one try of its stage.
 *
 * @param graph as it was when the stage was entered
 * @param back why it goes back; absent while it does not
 */
public record GraphState(ReleaseGraph graph, Optional<TurnedBack> back) {

    /**
     * Why a graph goes back.
     *
     * @param action whose failure it is; absent if somebody wants it
     * @param by who or what, in words
     * @param reason why; may be empty
     */
    public record TurnedBack(Optional<String> action, String by, String reason) {}

    /** What a member may do now; absent for an action that is none. */
    Optional<GraphStanding> standing(StageState stage, String action) {
        return graph.member(action).map(member -> standing(stage, member));
    }

    private GraphStanding standing(StageState stage, Member member) {
        List<String> missing = missing(stage);
        Set<GraphPoint> open = EnumSet.noneOf(GraphPoint.class);
        if (all(stage, names(), GraphPoint.SHARE)) {
            open.add(GraphPoint.SHARE);
        }
        // Who gets all requests comes before those that come after it, as it does with a part of them.
        if (missing.isEmpty()
                && all(stage, names(), GraphPoint.PROVEN)
                && all(stage, member.after(), GraphPoint.MOVED)) {
            open.add(GraphPoint.PROVEN);
        }
        if (missing.isEmpty() && all(stage, names(), GraphPoint.READY)) {
            open.add(GraphPoint.READY);
        }
        return new GraphStanding(open, back.filter(why -> mayGoBack(stage, member)), missing);
    }

    private List<String> names() {
        return graph.members().stream().map(Member::action).toList();
    }

    /** Those of the stage for which the others wait still. */
    List<String> missing(StageState stage) {
        List<String> missing = new ArrayList<>(names());
        missing.addAll(graph.checks());
        missing.removeIf(name -> stage.action(name).flatMap(ActionState::result).isPresent());
        return missing;
    }

    private static boolean all(StageState stage, List<String> names, GraphPoint point) {
        return names.stream()
                .allMatch(name -> stage.action(name)
                        .filter(action -> action.result().isPresent())
                        .filter(action -> action.phase() instanceof ActionPhase.Succeeded
                                || action.reached()
                                        .filter(reached -> reached.compareTo(point) >= 0)
                                        .isPresent())
                        .isPresent());
    }

    /** Whether all that come after it, directly or not, have ended: what needs it is not there any more. */
    boolean mayGoBack(StageState stage, Member member) {
        Set<String> followers = new HashSet<>();
        collect(member.action(), followers);
        return followers.stream()
                .allMatch(name -> stage.action(name)
                        .map(action -> action.phase().hasEnded())
                        .orElse(true));
    }

    private void collect(String action, Set<String> followers) {
        for (Member next : graph.following(action)) {
            if (followers.add(next.action())) {
                collect(next.action(), followers);
            }
        }
    }

    /** Whether an action may begin as far as the graph goes. */
    boolean mayBegin(StageState stage, String action) {
        return graph.member(action)
                .map(member -> member.after().stream()
                        .allMatch(name ->
                                stage.action(name).flatMap(ActionState::result).isPresent()))
                .orElse(true);
    }

    GraphState anew() {
        return new GraphState(graph, Optional.empty());
    }

    GraphState turnedBack(TurnedBack why) {
        return new GraphState(graph, Optional.of(why));
    }
}

package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.action.Instruction;
import dev.penstock.action.StepResult;
import dev.penstock.execution.Asking;
import dev.penstock.execution.GraphPoint;
import dev.penstock.execution.GraphStanding;
import dev.penstock.execution.GraphState.TurnedBack;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.rollout.ReleaseSettings.GoOn;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A release as a member of a release graph: it waits for the others where its plan says so, and goes back when they do. */
final class Grouping<C, T> {

    private final ReleaseRun<C, T> run;

    Grouping(ReleaseRun<C, T> run) {
        this.run = run;
    }

    /** Why settings of a release do not go together with a graph; absent if they do. */
    static Optional<Refusal> refusal(Optional<ReleaseGraph> graph, ReleaseSettings release) {
        if (graph.isEmpty() || release.goOn() == GoOn.END) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                "An action of a release graph keeps what ran before until all others have moved, so that 'goOn: traffic'"
                        + " counts for nothing.",
                "Leave 'goOn' away: what comes after it in the graph begins when its requests have moved."));
    }

    /**
     * What people told the release, and what its graph does: to go back together is to be taken back. What has begun to give up what
     * ran before, which it does when all have moved, goes through with that, as others may have.
     */
    static List<Instruction> instructions(ActionContext context, OnTheWay on) {
        boolean givesUp = on.begun() && on.plan().steps().get(on.step()) instanceof ReleaseStep.Finish;
        Optional<TurnedBack> back = context.standing().flatMap(GraphStanding::back);
        if (back.isEmpty() || givesUp) {
            return context.instructions();
        }
        List<Instruction> all = new ArrayList<>(context.instructions());
        all.add(new Instruction(
                Instruction.Kind.ROLL_BACK, back.get().by(), back.get().reason()));
        return all;
    }

    /** Whether all of its graph goes back. */
    static boolean goesBack(ActionContext context) {
        return context.standing().flatMap(GraphStanding::back).isPresent();
    }

    /** All requests have the new version: what comes after it may begin. */
    StepResult<ReleaseState> moved(OnTheWay next) throws IOException, InterruptedException {
        String told = "all requests go to the new version, what comes after it may begin";
        return new StepResult.Pass<>(next, run.result(next, told), told, Optional.of(GraphPoint.MOVED));
    }

    /** Tells the others that it has come so far, and waits until it may go on. What runs is watched meanwhile. */
    StepResult<ReleaseState> hold(OnTheWay on, ReleaseStep.Hold hold) throws IOException, InterruptedException {
        String words = ReleaseRun.words(on);
        if (!on.begun()) {
            OnTheWay begun = on.with(on.target());
            return new StepResult.Pass<>(begun, run.result(begun, words), words, Optional.of(hold.point()));
        }
        if (on.pause().isPresent()) {
            return new People<>(run).pause(on);
        }
        Optional<GraphStanding> standing = run.release().action().standing();
        if (standing.isEmpty() || standing.get().open().contains(hold.point())) {
            return run.next(on, "all others have come as far");
        }
        Lookout<C, T> lookout = new Lookout<>(run, on);
        return switch (lookout.look(Set.of(run.release().share()), false)) {
            case Lookout.Seen.Turned(StepResult<ReleaseState> result) -> result;
            case Lookout.Seen.Staying seen ->
                lookout.awaitPeople(seen, new Asking.Others(), words + missing(standing.get()));
        };
    }

    private static String missing(GraphStanding standing) {
        return standing.missing().isEmpty()
                ? ""
                : standing.missing().stream()
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(", ", ": waits for ", ""));
    }
}

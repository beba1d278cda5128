package dev.penstock.execution;

import dev.penstock.execution.ExecutionEvent.GraphTurnedBack;
import dev.penstock.execution.GraphState.TurnedBack;
import dev.penstock.execution.ReleaseGraph.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What follows in a stage whose actions are released together. Pure. */
final class GraphCourse {

    /** Who takes a member back, where no person does. */
    static final String BY = "the release graph";

    private GraphCourse() {}

    /** What follows of the graph alone; absent if what follows is what follows in any stage. */
    static Optional<Decision> next(StageState stage) {
        Optional<GraphState> graph = stage.graph();
        if (graph.isEmpty()) {
            return Optional.empty();
        }
        if (graph.get().back().isPresent()) {
            boolean goesBack =
                    stage.actions().stream().anyMatch(action -> !action.phase().hasEnded());
            return goesBack ? Optional.of(new Decision.Wait()) : Optional.empty();
        }
        return failed(stage).map(action -> new Decision.Record(new GraphTurnedBack(stage.name(), because(action))));
    }

    /** Whether it has gone back, or does: where all went through before that was asked for, it has not. */
    static boolean isTurnedBack(StageState stage) {
        return stage.graph()
                .filter(graph ->
                        graph.back().isPresent() && !graph.missing(stage).isEmpty())
                .isPresent();
    }

    /** Whether something of the stage goes on that its end has to wait for. */
    static boolean isOpen(StageState stage) {
        // What is released together is no success before nothing of it can go back any more.
        return stage.isHeld()
                || (stage.graph().isPresent() && stage.actions().stream().anyMatch(ActionState::isTail));
    }

    private static Optional<ActionState> failed(StageState stage) {
        return stage.actions().stream()
                .filter(action -> action.stageAttempt() == stage.attempt())
                .filter(action ->
                        action.phase() instanceof ActionPhase.Failed || action.phase() instanceof ActionPhase.Abandoned)
                .findFirst();
    }

    private static TurnedBack because(ActionState action) {
        String why = action.phase() instanceof ActionPhase.Failed(ActionFailure failure, var at)
                ? "'" + action.name() + "' did not come through. " + failure.message()
                : "'" + action.name() + "' was abandoned.";
        return new TurnedBack(Optional.of(action.name()), BY, why);
    }

    /**
     * What follows while the execution is stopped and what goes on is waited for: what is on its way comes to its end, and as nothing
     * more begins, what has moved goes back unless all have. Absent if that is for others to say.
     */
    static Optional<Decision> stopping(StageState stage, String stopped) {
        Optional<GraphState> graph = stage.graph();
        if (graph.isEmpty() || !stage.hasActiveActions()) {
            return Optional.empty();
        }
        boolean isOver =
                graph.get().back().isPresent() || graph.get().missing(stage).isEmpty();
        if (isOver || (stage.isHeld() && failed(stage).isEmpty())) {
            return Optional.of(new Decision.Wait());
        }
        return Optional.of(new Decision.Record(new GraphTurnedBack(
                stage.name(),
                failed(stage)
                        .map(GraphCourse::because)
                        .orElseGet(() -> new TurnedBack(Optional.empty(), BY, "The execution was " + stopped + ".")))));
    }

    /** Those of the actions that go on which may be abandoned now: those that nothing comes after which goes on. */
    static List<String> abandoned(StageState stage, List<String> active) {
        return stage.graph()
                .map(graph -> active.stream()
                        .filter(name -> graph.graph()
                                .member(name)
                                .map(member -> graph.mayGoBack(stage, member))
                                .orElse(true))
                        .toList())
                .orElse(active);
    }

    /**
     * How an execution ends whose graph went back: by what failed first, with what became of the others.
     */
    static ExecutionEvent.ExecutionEnded ended(StageState stage, GraphState graph, TurnedBack why) {
        Optional<ActionState> first = why.action().flatMap(stage::action);
        List<String> back = new ArrayList<>();
        List<String> other = new ArrayList<>();
        for (Member member : inReverse(graph.graph())) {
            Optional<ActionState> action = stage.action(member.action())
                    .filter(each -> each.stageAttempt() == stage.attempt()
                            || each.result().isPresent());
            if (action.isEmpty() || why.action().equals(Optional.of(member.action()))) {
                continue;
            }
            String name = "'" + member.action() + "'";
            switch (action.get().phase()) {
                case ActionPhase.Failed(ActionFailure failure, var at) -> {
                    if (failure.kind().outcome() == Outcome.ROLLED_BACK) {
                        back.add(name);
                    } else {
                        other.add(name + ": " + failure.message());
                    }
                }
                case ActionPhase.Succeeded ignored -> other.add(name + " stays as it is.");
                case ActionPhase.Abandoned ignored -> other.add(name + " was abandoned.");
                case ActionPhase.Running ignored -> {}
                case ActionPhase.Waiting ignored -> {}
            }
        }
        String cause = first.flatMap(GraphCourse::failure)
                .map(failure ->
                        "action " + why.action().orElse("") + " of stage " + stage.name() + ": " + failure.message())
                .orElse("the release graph of stage " + stage.name() + " was taken back by " + why.by()
                        + (why.reason().isEmpty() ? "." : ": " + why.reason()));
        String words = cause
                + (back.isEmpty() ? "" : " Taken back in reverse order: " + String.join(", ", back) + ".")
                + (other.isEmpty() ? "" : " Not taken back: " + String.join(" ", other));
        return new ExecutionEvent.ExecutionEnded(outcome(graph, why, first, other.isEmpty()), words);
    }

    /** Rolled back only where nothing is left of what the graph did. */
    private static Outcome outcome(GraphState graph, TurnedBack why, Optional<ActionState> first, boolean isAllBack) {
        Outcome own = first.flatMap(GraphCourse::failure)
                .map(failure -> failure.kind().outcome())
                .orElse(Outcome.ROLLED_BACK);
        if (!isAllBack) {
            return own == Outcome.ROLLED_BACK ? Outcome.FAILED : own;
        }
        boolean isCheck = why.action().isPresent()
                && graph.graph().member(why.action().get()).isEmpty();
        return isCheck && own == Outcome.FAILED ? Outcome.ROLLED_BACK : own;
    }

    private static Optional<ActionFailure> failure(ActionState action) {
        return action.phase() instanceof ActionPhase.Failed(ActionFailure failure, var at)
                ? Optional.of(failure)
                : Optional.empty();
    }

    private static List<Member> inReverse(ReleaseGraph graph) {
        List<Member> reverse = new ArrayList<>();
        for (List<String> wave : graph.waves().reversed()) {
            wave.reversed().forEach(name -> graph.member(name).ifPresent(reverse::add));
        }
        return reverse;
    }
}

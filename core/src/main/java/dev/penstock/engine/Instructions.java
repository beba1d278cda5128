package dev.penstock.engine;

import dev.penstock.action.Instruction;
import dev.penstock.action.Instruction.Kind;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.GraphState;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which action of an execution an instruction is for, or why none takes it. Pure. */
final class Instructions {

    private Instructions() {}

    /**
     * The attempt that takes an instruction.
     *
     * @param asked the action's name; absent for the only one that takes it
     * @throws InstructionRefusedException if none does, or several do
     */
    static ActionAttempt attempt(ExecutionState state, Optional<String> asked, Kind kind) {
        if (state.progress() instanceof Progress.Ended) {
            throw refused(
                    "PEN-INSTRUCT-001", "The execution has ended, so nothing of it can be told '" + kind.word() + "'.");
        }
        if (isAbandoned(state)) {
            throw refused("PEN-INSTRUCT-002", "The execution is being stopped, and what it has going on is abandoned.");
        }
        List<ActionState> taking =
                going(state).filter(action -> action.takes().contains(kind)).toList();
        if (asked.isEmpty() && taking.size() > 1 && !areOfOneGraph(state, taking, kind)) {
            throw refused(
                    "PEN-INSTRUCT-005",
                    "Several actions take '" + kind.word() + "': " + names(taking) + ". Name the one that is meant.");
        }
        ActionState action = taking.stream()
                .filter(each -> asked.isEmpty() || asked.get().equals(each.name()))
                .findFirst()
                .orElseThrow(() -> notTaken(state, asked, kind));
        String stage = state.stages().stream()
                .filter(each -> each.actions().contains(action))
                .findFirst()
                .orElseThrow()
                .name();
        return new ActionAttempt(stage, action.name(), action.attempt());
    }

    /** Whoever takes back one of them takes back the graph, so that it need not be said which. */
    private static boolean areOfOneGraph(ExecutionState state, List<ActionState> taking, Kind kind) {
        return kind == Kind.ROLL_BACK
                && state.stages().stream()
                        .filter(stage -> stage.actions().containsAll(taking))
                        .anyMatch(stage -> taking.stream()
                                .allMatch(
                                        action -> stage.standing(action.name()).isPresent()));
    }

    /** The release graph that an instruction is for, though it was given to one of its members; absent if it is for that alone. */
    static Optional<GraphState> graph(ExecutionState state, ActionAttempt attempt, Kind kind) {
        return state.stage(attempt.stage())
                .flatMap(StageState::graph)
                .filter(graph -> kind == Kind.ROLL_BACK
                        && graph.graph().member(attempt.action()).isPresent());
    }

    /** The action of an attempt, if it goes on and takes an instruction. */
    static Optional<ActionState> taking(ExecutionState state, ActionAttempt attempt, Kind kind) {
        if (state.progress() instanceof Progress.Ended || isAbandoned(state)) {
            return Optional.empty();
        }
        return state.stage(attempt.stage())
                .flatMap(stage -> stage.action(attempt.action()))
                .filter(action -> action.attempt() == attempt.attempt()
                        && !action.phase().hasEnded()
                        && action.takes().contains(kind));
    }

    private static boolean isAbandoned(ExecutionState state) {
        return state.progress() instanceof Progress.Stopping stopping && stopping.abandon();
    }

    /** Whether the instruction says nothing that the action was not just told. */
    static boolean isRepeated(ActionState action, Instruction instruction) {
        List<Instruction> told = action.phase().instructions();
        return !told.isEmpty() && told.getLast().kind() == instruction.kind();
    }

    private static InstructionRefusedException notTaken(ExecutionState state, Optional<String> asked, Kind kind) {
        List<ActionState> going = going(state).toList();
        if (asked.isEmpty()) {
            return refused(
                    "PEN-INSTRUCT-003",
                    "No action that goes on takes '" + kind.word() + "'."
                            + going.stream().map(each -> " " + takes(each)).collect(Collectors.joining()));
        }
        String name = asked.get();
        return going.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(each -> refused(
                        "PEN-INSTRUCT-003", "Action '" + name + "' takes no '" + kind.word() + "'. " + takes(each)))
                .orElseGet(() -> refused(
                        "PEN-INSTRUCT-004",
                        "No action '" + name + "' goes on."
                                + (going.isEmpty() ? "" : " There is " + names(going) + ".")));
    }

    private static Stream<ActionState> going(ExecutionState state) {
        return state.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(action -> !action.phase().hasEnded());
    }

    private static String takes(ActionState action) {
        List<String> words = Stream.of(Kind.values())
                .filter(action.takes()::contains)
                .map(Kind::word)
                .toList();
        return "'" + action.name() + "' takes " + (words.isEmpty() ? "none" : String.join(", ", words)) + ".";
    }

    private static String names(List<ActionState> actions) {
        return String.join(
                ", ", actions.stream().map(action -> "'" + action.name() + "'").toList());
    }

    private static InstructionRefusedException refused(String id, String message) {
        return new InstructionRefusedException(id, message);
    }
}

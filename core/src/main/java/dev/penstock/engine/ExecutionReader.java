package dev.penstock.engine;

import dev.penstock.action.Instruction;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Entry;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.secret.SecretMasker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads executions without driving them: for status, lists and whoever watches. */
public final class ExecutionReader {

    private final Journal journal;
    private final Definitions definitions;

    /** Made when the first execution is read: many a call of a function finds that there is none to read. */
    private static final class Lazy {
        static final ExecutionCodec CODEC = new ExecutionCodec(new SecretMasker());
    }

    /** A reader of a journal. */
    public ExecutionReader(Journal journal) {
        this.journal = journal;
        this.definitions = new Definitions(journal);
    }

    /** What an execution is now; empty if there is none of that id. */
    public Optional<ExecutionState> state(ExecutionId id) {
        return journal.read(id)
                .map(stored -> Loaded.replay(id, stored, Lazy.CODEC).state());
    }

    /** The facts of an execution, oldest first, as far as its journal was not compacted; none if there is none of that id. */
    public List<TimedFact> facts(ExecutionId id) {
        List<TimedFact> facts = new ArrayList<>();
        for (Entry entry : journal.entriesAfter(id, 0)) {
            Lazy.CODEC.events(entry.payload()).forEach(event -> facts.add(new TimedFact(entry.at(), event)));
        }
        return facts;
    }

    /**
     * Reads the facts of an execution piece by piece, as they come.
     *
     * @param after only what comes after so many facts is told; 0 for all
     * @throws IllegalArgumentException if it is negative
     */
    public ExecutionStory story(ExecutionId id, long after) {
        return new ExecutionStory(journal, Lazy.CODEC, id, after);
    }

    /**
     * A fact.
     *
     * @param at when it happened
     * @param event what
     */
    public record TimedFact(Instant at, ExecutionEvent event) {}

    /** The definition that an execution is pinned to. */
    public Pipeline definition(ExecutionState state) {
        return definitions.of(state.definition());
    }

    /** Leaves a message to an execution, for whoever drives it. */
    public void send(ExecutionId id, Signal signal, Instant at) {
        journal.send(id, Lazy.CODEC.signal(signal), at);
    }

    /**
     * The attempt that takes an instruction, to which {@link Signal.Instruct} is then {@linkplain #send sent}.
     *
     * @param action the action's name; absent for the only one that takes it
     * @throws InstructionRefusedException if nothing takes it
     */
    public static ActionAttempt taking(ExecutionState state, Optional<String> action, Instruction.Kind kind) {
        return Instructions.attempt(state, action, kind);
    }

    /**
     * Why a stage of an execution cannot be run again, by CodePipeline's rules ({@code RetryStageExecution}); empty if it
     * can.
     *
     * @param asked the stage; absent for the one that failed
     */
    public Optional<String> whyNotRetryable(ExecutionState state, Optional<String> asked) {
        Optional<String> stage = Signals.retryable(state, asked);
        if (stage.isEmpty()) {
            return Optional.of(
                    state.outcome().isEmpty()
                            ? "The execution has not ended."
                            : asked.map(name -> "Stage " + name + " of the execution has not failed.")
                                    .orElse("No stage of the execution has failed."));
        }
        return overtaken(state, stage.get());
    }

    /**
     * Why nobody can pass over a condition of a stage, by CodePipeline's rules ({@code OverrideStageCondition}); empty if somebody
     * can.
     */
    public Optional<String> whyNotOverridable(ExecutionState state, String stage, ConditionKind kind) {
        Optional<String> obstacle = state.whyNotOverridable(stage, kind);
        return obstacle.isPresent() || state.outcome().isEmpty() ? obstacle : overtaken(state, stage);
    }

    private Optional<String> overtaken(ExecutionState state, String stage) {
        var others = new ExecutionQuery(Optional.of(state.pipeline()), false, 1_000);
        for (ExecutionSummary other : journal.list(others)) {
            boolean newer =
                    other.startedAt().isAfter(state.startedAt()) && !other.id().equals(state.id());
            if (newer && hasEntered(other.id(), stage)) {
                return Optional.of("A newer execution, " + other.id() + ", has entered stage " + stage + ".");
            }
        }
        return Optional.empty();
    }

    private boolean hasEntered(ExecutionId id, String stage) {
        return state(id)
                .flatMap(state -> state.stage(stage))
                .flatMap(known -> known.enteredAt())
                .isPresent();
    }
}

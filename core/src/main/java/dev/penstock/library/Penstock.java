package dev.penstock.library;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionNews;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.InstructionRefusedException;
import dev.penstock.engine.Preflight;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.engine.TooManyExecutionsException;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.pipeline.UnresolvedValue;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;

/**
 * Pipelines run from Java: the one entry of the library. Made by {@link #builder()}. Safe for use by many threads.
 *
 * <p>All that is known of executions is in the journal: what one instance starts, another may follow, approve or finish, in
 * this process or elsewhere. An instance shares nothing with another one but the ports that both were given. It may be
 * closed at any time; what it drove goes on when another instance {@linkplain #resume resumes} it.
 *
 * <p>Methods that change something return when the change is durable. All of them fail with {@link JournalException.Closed}
 * once the instance is closed, and with another {@link JournalException} if the journal does not answer.
 */
public final class Penstock implements AutoCloseable {

    private final Journal journal;
    private final Engine engine;
    private final ExecutionReader reader;
    private final Preflight preflight;
    private final Followers followers;
    private final ToldValues told;

    Penstock(
            Journal journal,
            Engine engine,
            ExecutionReader reader,
            Preflight preflight,
            Followers followers,
            ToldValues told) {
        this.told = told;
        this.journal = journal;
        this.engine = engine;
        this.reader = reader;
        this.preflight = preflight;
        this.followers = followers;
    }

    /** Begins to put one together. */
    public static PenstockBuilder builder() {
        return new PenstockBuilder();
    }

    /**
     * What stands in the way of a run, found before anything starts: actions that nothing here carries out, settings of
     * actions that are incomplete, variables without a value. Empty if nothing does.
     *
     * @param variables the values that it would be started with
     */
    public List<Problem> problems(PipelineDefinition definition, Map<String, String> variables) {
        return Obstacles.of(definition, List.of(), preflight, variables);
    }

    /**
     * Starts an execution of a definition in a file. The variables of its settings count where the request has none. Values of a
     * template's parameters with {@code NoEcho} are not kept with the execution but here, until this instance is closed.
     *
     * @return when the execution is durable; it goes on by itself
     * @throws InvalidDefinitionException if it cannot be carried out here: all that stands in the way, with file and line
     * @throws TooManyExecutionsException if the pipeline has as many executions under way as it may have
     */
    public ExecutionId start(PipelineFile file, StartRequest request) {
        Map<String, String> variables = new LinkedHashMap<>(file.settings().variables());
        variables.putAll(request.variables());
        told.tell(file.pipeline().name(), file.hiddenValues());
        return start(
                file.definition(), file.unresolved(), new StartRequest(request.trigger(), variables, request.labels()));
    }

    /**
     * Starts an execution of a pipeline that was made in Java, by {@code PipelineBuilder} for example.
     *
     * @return when the execution is durable; it goes on by itself
     * @throws InvalidDefinitionException if it cannot be carried out here: all that stands in the way
     * @throws TooManyExecutionsException if the pipeline has as many executions under way as it may have
     */
    public ExecutionId start(PipelineDefinition definition, StartRequest request) {
        return start(definition, List.of(), request);
    }

    private ExecutionId start(PipelineDefinition definition, List<UnresolvedValue> unresolved, StartRequest request) {
        List<Problem> problems = Obstacles.of(definition, unresolved, preflight, request.variables());
        if (problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
            throw new InvalidDefinitionException(problems);
        }
        return engine.start(definition.pipeline(), request);
    }

    /**
     * Goes on with an execution where it stands. Does nothing if this instance drives it already.
     *
     * @throws JournalException.Held if another runner that is alive drives it
     * @throws JournalException.Unknown if there is no such execution
     */
    public void resume(ExecutionId id) {
        engine.resume(id);
    }

    /**
     * Goes on with all executions that have not ended and that no other runner drives.
     *
     * @return how many
     */
    public int resumeAll() {
        return engine.resumeAll();
    }

    /** Follows an execution from its first fact on; see {@link #follow(ExecutionId, long)}. */
    public Flow.Publisher<ExecutionNews> follow(ExecutionId id) {
        return follow(id, 0);
    }

    /**
     * What happens to an execution, whoever drives it: what has happened already, then what happens, each fact once and in
     * its order. It completes with the end of the execution: its last fact is {@code ExecutionEnded}, with the outcome. It
     * fails with {@link JournalException.Unknown} if there is no such execution, and with {@link JournalException.Closed}
     * if this instance is closed before.
     *
     * <p>Each subscriber has a place of its own in the journal, so that a slow one costs no memory, and one that throws is
     * left alone; the execution and the others take no notice. Subscribers are called on virtual threads, one call after
     * the other.
     *
     * @param after the number of the last news that is known already, to go on after it; 0 for all
     * @throws IllegalArgumentException if the number is negative
     */
    public Flow.Publisher<ExecutionNews> follow(ExecutionId id, long after) {
        if (after < 0) {
            throw new IllegalArgumentException("facts are counted from 1, so that none comes after " + after);
        }
        return followers.publisher(id, after);
    }

    /**
     * The state in which an execution that this instance drives ends. Fails with a {@link JournalException} if this
     * instance loses it from now on, or is closed.
     */
    public CompletableFuture<ExecutionState> whenEnded(ExecutionId id) {
        return engine.whenEnded(id);
    }

    /**
     * Waits for the end of an execution that this instance drives. An interrupt ends the waiting, never the execution.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public ExecutionState await(ExecutionId id) throws InterruptedException {
        try {
            return whenEnded(id).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e);
        }
    }

    /**
     * Lets an execution go on that waits for an approval. It goes on once somebody drives it.
     *
     * @param action the action's name; absent for the only one that waits
     * @param by who approves
     * @param summary why, up to 512 characters; may be empty
     * @throws RequestRefusedException if no such action waits
     * @throws JournalException.Unknown if there is no such execution
     */
    public void approve(ExecutionId id, Optional<String> action, String by, String summary) {
        answer(id, action, new ApprovalAnswer(true, summary, by));
    }

    /** Says no to what an execution waits for; everything else is as for {@link #approve}. */
    public void reject(ExecutionId id, Optional<String> action, String by, String summary) {
        answer(id, action, new ApprovalAnswer(false, summary, by));
    }

    private void answer(ExecutionId id, Optional<String> action, ApprovalAnswer answer) {
        if (answer.summary().codePointCount(0, answer.summary().length()) > ApprovalAnswer.LONGEST_SUMMARY) {
            throw new IllegalArgumentException(
                    "an approval keeps " + ApprovalAnswer.LONGEST_SUMMARY + " characters of why, and was given more");
        }
        engine.send(id, Questions.answer(known(id), action, answer));
    }

    /**
     * Tells an action that goes on to pause, to go on, to promote or to roll back what it releases.
     *
     * @param action the action's name; absent for the only one that takes it
     * @return the attempt that takes it
     * @throws InstructionRefusedException if no action takes it
     * @throws JournalException.Unknown if there is no such execution
     */
    public ActionAttempt instruct(ExecutionId id, Optional<String> action, Instruction instruction) {
        return engine.instruct(id, action, instruction);
    }

    /** Tells an action to take back what it has released; see {@link #instruct}. */
    public ActionAttempt rollBack(ExecutionId id, Optional<String> action, String by, String reason) {
        return instruct(id, action, new Instruction(Instruction.Kind.ROLL_BACK, by, reason));
    }

    /**
     * Stops an execution; if nobody drives it, this instance does what stopping takes.
     *
     * @param abandon whether actions that run are abandoned, or waited for
     * @param by who stops it
     * @param reason why; may be empty
     * @throws RequestRefusedException if it has ended
     * @throws JournalException.Unknown if there is no such execution
     */
    public void stop(ExecutionId id, boolean abandon, String by, String reason) {
        if (known(id).outcome().isPresent()) {
            throw new RequestRefusedException("PEN-REQUEST-004", "Execution " + id + " has ended already.");
        }
        engine.send(id, new Signal.Stop(abandon, reason, by));
        if (!engine.isDriving(id) && journal.holder(id).isEmpty()) {
            resumeUnlessHeld(id);
        }
    }

    private void resumeUnlessHeld(ExecutionId id) {
        try {
            engine.resume(id);
        } catch (JournalException.Held e) {
            // Somebody else was faster, and does it.
            return;
        }
    }

    /**
     * Runs the stage again that failed, on this instance.
     *
     * @param stage the stage's name; absent for the one that failed
     * @param mode which of its actions
     * @param by who asks for it
     * @throws RequestRefusedException if CodePipeline's rules do not allow it
     * @throws JournalException.Unknown if there is no such execution
     */
    public void retry(ExecutionId id, Optional<String> stage, RetryMode mode, String by) {
        Optional<String> why = reader.whyNotRetryable(known(id), stage);
        if (why.isPresent()) {
            throw new RequestRefusedException("PEN-REQUEST-005", "No stage can be run again. " + why.get());
        }
        engine.send(id, new Signal.Retry(stage, mode, by));
        engine.resume(id);
    }

    /**
     * Passes over a condition that keeps a stage from going on, or that is being checked. If the execution has ended for it, it goes on
     * behind the condition, on this instance.
     *
     * @param stage the stage's name
     * @param kind which of its conditions
     * @param by who asks for it
     * @throws RequestRefusedException if CodePipeline's rules do not allow it
     * @throws JournalException.Unknown if there is no such execution
     */
    public void override(ExecutionId id, String stage, ConditionKind kind, String by) {
        ExecutionState state = known(id);
        Optional<String> why = reader.whyNotOverridable(state, stage, kind);
        if (why.isPresent()) {
            throw new RequestRefusedException("PEN-REQUEST-006", why.get());
        }
        engine.send(id, new Signal.Override(stage, kind, by));
        if (state.outcome().isPresent()) {
            engine.resume(id);
        }
    }

    /** What an execution is now; empty if there is none of that id. */
    public Optional<ExecutionState> execution(ExecutionId id) {
        return reader.state(id);
    }

    /** Executions in one line each, newest first. */
    public List<ExecutionSummary> query(ExecutionQuery query) {
        return engine.executions(query);
    }

    /** The pipeline that an execution is pinned to. */
    public Pipeline pipelineOf(ExecutionState execution) {
        return reader.definition(execution);
    }

    private ExecutionState known(ExecutionId id) {
        return execution(id).orElseThrow(() -> new JournalException.Unknown(id));
    }

    /**
     * Stops driving; steps that are being done are interrupted. When this returns, no thread of this instance is left,
     * unless an action or a subscriber takes no notice of interrupts for seconds. The ports that it was given stay open:
     * who opened them closes them, afterwards.
     */
    @Override
    public void close() {
        followers.close();
        engine.close();
    }
}

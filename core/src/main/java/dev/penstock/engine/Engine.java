package dev.penstock.engine;

import dev.penstock.action.Instruction;
import dev.penstock.execution.Execution;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.Taken;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.time.EngineClock.Busy;
import dev.penstock.time.ScheduledClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Advances executions: the library's main entry. Made by {@link EngineBuilder}. Safe for use by many threads.
 *
 * <p>All state is in the journal. An engine may be closed, or its process killed, at any time; another engine on the same
 * journal {@linkplain #resume resumes} what it left.
 */
public final class Engine implements AutoCloseable {

    private final EngineParts parts;
    private final Driving driving;
    private final RunnerRegistration registration;
    private final boolean ownsRegistration;
    private final Supplier<UUID> ids;
    private final Optional<ScheduledClock> ownClock;
    private final SignalLook signalLook;

    Engine(
            EngineParts parts,
            RunnerRegistration registration,
            boolean ownsRegistration,
            Supplier<UUID> ids,
            Duration signalInterval,
            Optional<ScheduledClock> ownClock,
            Handover handover) {
        this.ownsRegistration = ownsRegistration;
        this.parts = parts;
        this.driving = new Driving(parts, handover);
        this.registration = registration;
        this.ids = ids;
        this.ownClock = ownClock;
        this.signalLook = new SignalLook(parts.journal(), driving, signalInterval);
    }

    /** Begins to put an engine together. */
    public static EngineBuilder builder(Journal journal) {
        return new EngineBuilder(journal);
    }

    /**
     * Starts an execution. When this returns, the execution is durable and goes on by itself.
     *
     * @param pipeline a pipeline without problems; see {@link Preflight}
     * @throws IllegalArgumentException if a variable is unknown, or one without a default has no value
     * @throws TooManyExecutionsException if the pipeline has as many executions under way as it may have
     * @throws JournalException if it cannot be made durable; then nothing was started
     */
    public ExecutionId start(Pipeline pipeline, StartRequest request) {
        ExecutionId id = new ExecutionId(ids.get());
        try (Busy busy = parts.clock().busy()) {
            Fence fence = registration.firstFence();
            driving.begin(id, fence, create(id, fence, pipeline, request));
        }
        return id;
    }

    /**
     * Makes an execution durable without driving it: it is due at once, for whoever takes what is due.
     *
     * @param id names it; whoever may be told twice to start the same makes the same id of what it is told
     * @param pipeline a pipeline without problems; see {@link Preflight}
     * @return whether it was started; false if there is an execution of that id already, which is left as it is
     * @throws IllegalArgumentException if a variable is unknown, or one without a default has no value
     * @throws TooManyExecutionsException if the pipeline has as many executions under way as it may have
     * @throws JournalException if it cannot be made durable; then nothing was started
     */
    public boolean submit(ExecutionId id, Pipeline pipeline, StartRequest request) {
        try (Busy busy = parts.clock().busy()) {
            Fence fence = registration.firstFence();
            Committer.Result created = create(id, fence, pipeline, request);
            parts.journal().release(id, fence);
            driving.tellFreed(created.freed());
            return true;
        } catch (JournalException.VersionConflict e) {
            return false;
        }
    }

    /**
     * Makes an execution durable without driving it, under a new id.
     *
     * @throws IllegalArgumentException if a variable is unknown, or one without a default has no value
     * @throws TooManyExecutionsException if the pipeline has as many executions under way as it may have
     * @throws JournalException if it cannot be made durable; then nothing was started
     */
    public ExecutionId submit(Pipeline pipeline, StartRequest request) {
        ExecutionId id = new ExecutionId(ids.get());
        if (!submit(id, pipeline, request)) {
            throw new IllegalStateException("there is an execution " + id + " already");
        }
        return id;
    }

    private Committer.Result create(ExecutionId id, Fence fence, Pipeline pipeline, StartRequest request) {
        PipelineVariables.check(pipeline, request.variables());
        checkOpen();
        StartLimit.check(parts.journal(), id, pipeline);
        Instant now = parts.clock().instant();
        var started = new ExecutionEvent.ExecutionStarted(
                pipeline.name(),
                parts.definitions().pin(pipeline),
                request.trigger(),
                request.variables(),
                request.labels());
        Loaded begun = new Loaded(Execution.begin(id, started, now), 0, 0, pipeline);
        return new Committer(parts, fence).create(begun, started);
    }

    /**
     * Goes on with an execution where it stands. Does nothing if this engine drives it already.
     *
     * @throws JournalException.Held if another runner that is alive drives it
     * @throws JournalException.Unknown if there is no such execution
     */
    public void resume(ExecutionId id) {
        checkOpen();
        driving.resume(id, registration.runner());
    }

    private void checkOpen() {
        if (driving.isClosed()) {
            throw new JournalException.Closed();
        }
    }

    /**
     * Goes on with an execution that was {@linkplain Journal#takeDue taken} for this engine's runner. One that is taken
     * while the engine is being {@linkplain #drain drained} or is closed is given back at once.
     */
    public void drive(Taken taken) {
        if (driving.isClosed() || driving.handover().isDraining()) {
            parts.journal().release(taken.execution(), taken.fence());
            return;
        }
        driving.drive(taken.execution(), taken.fence());
    }

    /**
     * From now on gives back what only waits by another rule; what waits already is judged by it at once.
     *
     * @param when the rule; see {@link EngineBuilder#parking}
     */
    public void parking(Parking when) {
        driving.handover().parking(when);
        driving.letGo();
    }

    /**
     * Begins no step any more, and gives each execution back as soon as none of its steps is under way. Those that have
     * something to do are due at once, the others when their waits end.
     *
     * @return completes when nothing is driven any more; {@link #close} ends it earlier, and interrupts what is under way
     */
    public CompletableFuture<Void> drain() {
        driving.handover().drain();
        driving.letGo();
        driving.tellIfDrained();
        return driving.handover().drained();
    }

    /**
     * Goes on with all executions that have not ended and that no other runner drives.
     *
     * @return how many
     */
    public int resumeAll() {
        int resumed = 0;
        for (ExecutionSummary summary : parts.journal().list(ExecutionQuery.open())) {
            try {
                resume(summary.id());
                resumed++;
            } catch (JournalException.Held e) {
                // Somebody else drives it, which is as good.
            }
        }
        return resumed;
    }

    /**
     * Sends a message to an execution. It is durable when this returns, and is taken in by whoever drives the execution,
     * now or later. Nobody drives an execution that has ended: {@linkplain #resume resume} it after a retry was sent, not
     * before.
     *
     * @throws JournalException.Unknown if there is no such execution
     */
    public void send(ExecutionId id, Signal signal) {
        parts.journal().send(id, parts.codec().signal(signal), parts.clock().instant());
        driving.tellToLook(id);
    }

    /**
     * Tells an action that goes on something: to pause, to go on, to promote, to roll back. It is durable when this returns,
     * and the action's next step sees it, whoever drives the execution.
     *
     * @param action the action's name; absent for the only one that takes it
     * @return the attempt that takes it
     * @throws InstructionRefusedException if no action takes it
     * @throws JournalException.Unknown if there is no such execution
     */
    public ActionAttempt instruct(ExecutionId id, Optional<String> action, Instruction instruction) {
        ExecutionState state = state(id).orElseThrow(() -> new JournalException.Unknown(id));
        ActionAttempt taking = Instructions.attempt(state, action, instruction.kind());
        send(id, new Signal.Instruct(taking, instruction));
        return taking;
    }

    /**
     * The state in which an execution ends. Fails with a {@link JournalException} if this engine loses it from now on, or is
     * closed, or the journal cannot be read. Of an execution that this engine does not drive, nothing is heard until it {@linkplain #resume resumes} it.
     */
    public CompletableFuture<ExecutionState> whenEnded(ExecutionId id) {
        CompletableFuture<ExecutionState> waiter = driving.waiter(id);
        if (!driving.isDriving(id)) {
            // It may have ended between the two looks, or never have been driven here.
            try {
                state(id)
                        .filter(state -> state.outcome().isPresent())
                        .ifPresent(state -> driving.endFound(id, waiter, state));
            } catch (JournalException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        return waiter;
    }

    /** What an execution is now, by the journal. */
    public Optional<ExecutionState> state(ExecutionId id) {
        return parts.journal()
                .read(id)
                .map(stored -> Loaded.replay(id, stored, parts.codec()).state());
    }

    /** Executions in one line each, newest first. */
    public List<ExecutionSummary> executions(ExecutionQuery query) {
        return parts.journal().list(query);
    }

    /** Whether this engine drives an execution; one that waits included. */
    public boolean isDriving(ExecutionId id) {
        return driving.isDriving(id);
    }

    /** How many executions this engine drives; those that wait included. */
    public int driving() {
        return driving.size();
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return driving.isClosed();
    }

    /**
     * Stops driving. Steps that are being done are interrupted; all executions can be resumed by another engine. When this
     * returns, none of the engine's threads is left, unless a step takes no notice of interrupts for seconds.
     */
    @Override
    public void close() {
        signalLook.end();
        List<Driver> left = driving.close();
        parts.observer().close();
        parts.threads().close();
        signalLook.awaitEnd();
        ownClock.ifPresent(ScheduledClock::close);
        if (ownsRegistration) {
            registration.close();
        } else {
            left.forEach(driving.handover()::releaseQuietly);
        }
        driving.handover().drained().complete(null);
        driving.abandonWaiters();
    }
}

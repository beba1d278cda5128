package dev.penstock.engine;

import dev.penstock.action.Instruction;
import dev.penstock.execution.Execution;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.time.EngineClock.Busy;
import dev.penstock.time.ScheduledClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Advances executions: the library's main entry. Made by {@link EngineBuilder}. Safe for use by many threads.
 *
 * <p>All state is in the journal. An engine may be closed, or its process killed, at any time; another engine on the same
 * journal {@linkplain #resume resumes} what it left.
 */
public final class Engine implements AutoCloseable {

    /** So many executions that wait are kept in memory; the others are read again when something happens to them. */
    private static final int KEPT_LOADED = 256;

    private final EngineParts parts;
    private final Stepper stepper;
    private final RunnerRegistration registration;
    private final boolean ownsRegistration;
    private final Supplier<UUID> ids;
    private final Optional<ScheduledClock> ownClock;
    private final ScheduledThreadPoolExecutor signalLook;
    private final Map<ExecutionId, Driver> drivers = new ConcurrentHashMap<>();
    private final Map<ExecutionId, CompletableFuture<ExecutionState>> waiters = new ConcurrentHashMap<>();
    private final Set<ExecutionId> queued = ConcurrentHashMap.newKeySet();
    private final Handover handover;
    private volatile boolean closed;

    Engine(
            EngineParts parts,
            RunnerRegistration registration,
            boolean ownsRegistration,
            Supplier<UUID> ids,
            Duration signalInterval,
            Optional<ScheduledClock> ownClock,
            Handover handover) {
        this.ownsRegistration = ownsRegistration;
        this.handover = handover;
        this.parts = parts;
        this.stepper = new Stepper(parts);
        this.registration = registration;
        this.ids = ids;
        this.ownClock = ownClock;
        // Signals come from people and other processes: they are looked for in real time, whatever the clock is.
        this.signalLook = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "penstock-signals");
            thread.setDaemon(true);
            return thread;
        });
        long millis = signalInterval.toMillis();
        var unused = signalLook.scheduleWithFixedDelay(this::lookForSignals, millis, millis, TimeUnit.MILLISECONDS);
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
            Committer.Result created = create(id, fence, pipeline, request);
            Driver driver = new Driver(this, parts, id, fence);
            driver.begin(created.loaded());
            drivers.put(id, driver);
            committed(driver, created.loaded().state(), created.freed());
            if (created.loaded().state().outcome().isPresent()) {
                ended(driver, created.loaded().state());
            } else {
                driver.tell(new Message.Begun());
            }
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
            tellFreed(created.freed());
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
        if (closed) {
            throw new JournalException.Closed();
        }
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
        if (closed) {
            throw new JournalException.Closed();
        }
        Driver known = drivers.get(id);
        if (known == null) {
            Fence fence = parts.journal().take(id, registration.runner());
            parts.workFolders().mayBeLeft(id);
            known = drivers.computeIfAbsent(id, ignored -> new Driver(this, parts, id, fence));
        }
        known.tell(new Message.GoOn());
    }

    /**
     * Goes on with an execution that was {@linkplain Journal#takeDue taken} for this engine's runner. One that is taken
     * while the engine is being {@linkplain #drain drained} or is closed is given back at once.
     */
    public void drive(Taken taken) {
        ExecutionId id = taken.execution();
        if (closed || handover.isDraining()) {
            parts.journal().release(id, taken.fence());
            return;
        }
        parts.workFolders().mayBeLeft(id);
        Driver driver = new Driver(this, parts, id, taken.fence());
        // One that is there is about to let go: what it has released was taken anew.
        Driver before = drivers.put(id, driver);
        if (before != null) {
            before.close();
        }
        driver.tell(new Message.GoOn());
    }

    /**
     * From now on gives back what only waits by another rule; what waits already is judged by it at once.
     *
     * @param when the rule; see {@link EngineBuilder#parking}
     */
    public void parking(Parking when) {
        handover.parking(when);
        letGo();
    }

    /**
     * Begins no step any more, and gives each execution back as soon as none of its steps is under way. Those that have
     * something to do are due at once, the others when their waits end.
     *
     * @return completes when nothing is driven any more; {@link #close} ends it earlier, and interrupts what is under way
     */
    public CompletableFuture<Void> drain() {
        handover.drain();
        letGo();
        tellIfDrained();
        return handover.drained();
    }

    private void letGo() {
        drivers.values().forEach(driver -> driver.tell(new Message.LetGo()));
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
        Driver driver = drivers.get(id);
        if (driver != null) {
            driver.tell(new Message.LookForSignals());
        }
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
     * closed. Of an execution that this engine does not drive, nothing is heard until it {@linkplain #resume resumes} it.
     */
    public CompletableFuture<ExecutionState> whenEnded(ExecutionId id) {
        CompletableFuture<ExecutionState> waiter = waiters.computeIfAbsent(id, ignored -> new CompletableFuture<>());
        if (!drivers.containsKey(id)) {
            // It may have ended between the two looks, or never have been driven here.
            state(id).filter(state -> state.outcome().isPresent()).ifPresent(state -> {
                waiters.remove(id, waiter);
                waiter.complete(state);
            });
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
        return drivers.containsKey(id);
    }

    /** How many executions this engine drives; those that wait included. */
    public int driving() {
        return drivers.size();
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Stops driving. Steps that are being done are interrupted; all executions can be resumed by another engine. When this
     * returns, none of the engine's threads is left, unless a step takes no notice of interrupts for seconds.
     */
    @Override
    public void close() {
        closed = true;
        signalLook.shutdownNow();
        List<Driver> left = List.copyOf(drivers.values());
        left.forEach(Driver::close);
        drivers.clear();
        parts.observer().close();
        parts.threads().close();
        awaitSignalLook();
        ownClock.ifPresent(ScheduledClock::close);
        if (ownsRegistration) {
            registration.close();
        } else {
            left.forEach(handover::releaseQuietly);
        }
        handover.drained().complete(null);
        for (CompletableFuture<ExecutionState> waiter : waiters.values()) {
            waiter.completeExceptionally(new JournalException.Closed());
        }
    }

    private void awaitSignalLook() {
        try {
            boolean unused = signalLook.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Handover handover() {
        return handover;
    }

    boolean drives(Driver driver) {
        return driver.equals(drivers.get(driver.id()));
    }

    /** A driver has nothing to do until a wakeup, or begins nothing any more. */
    void giveBack(Driver driver, Wakeup wakeup) {
        handover.release(driver, wakeup);
        driver.close();
        forget(driver);
        parts.listener().givenBack(driver.id(), wakeup);
        parts.listener().left(driver.id());
    }

    private void forget(Driver driver) {
        if (drivers.remove(driver.id(), driver)) {
            queued.remove(driver.id());
        }
        tellIfDrained();
    }

    private void tellIfDrained() {
        if (handover.isDraining() && drivers.isEmpty()) {
            handover.drained().complete(null);
        }
    }

    Stepper stepper() {
        return stepper;
    }

    private void tellFreed(List<ExecutionId> freed) {
        for (ExecutionId id : freed) {
            Driver waiting = drivers.get(id);
            if (waiting != null) {
                waiting.tell(new Message.GoOn());
            } else {
                parts.listener().freed(id);
            }
        }
    }

    /** Something has become durable. */
    void committed(Driver driver, ExecutionState state, List<ExecutionId> freed) {
        boolean isQueued = state.outcome().isEmpty()
                && state.latestStage()
                        .map(stage -> stage.phase() == StageState.Phase.QUEUED)
                        .orElse(false);
        if (isQueued) {
            queued.add(driver.id());
        } else if (!queued.isEmpty()) {
            queued.remove(driver.id());
        }
        tellFreed(freed);
    }

    /** A driver has come to the end of its execution. */
    void ended(Driver driver, ExecutionState state) {
        forget(driver);
        parts.workFolders().ended(driver.id());
        CompletableFuture<ExecutionState> waiter = waiters.remove(driver.id());
        if (waiter != null) {
            waiter.complete(state);
        }
        parts.listener().left(driver.id());
    }

    /** A driver cannot go on. */
    void lose(Driver driver, RuntimeException reason) {
        forget(driver);
        driver.close();
        handover.putOff(driver);
        CompletableFuture<ExecutionState> waiter = waiters.remove(driver.id());
        if (waiter != null) {
            waiter.completeExceptionally(reason);
        }
        if (!closed) {
            parts.listener().lost(driver.id(), reason);
            parts.listener().left(driver.id());
        }
    }

    /** A driver has nothing to take in. */
    void idle(Driver driver) {
        if (drivers.size() > KEPT_LOADED) {
            driver.unload();
        }
    }

    private void lookForSignals() {
        try {
            for (ExecutionId id : parts.journal().signalled()) {
                tellToLook(id);
            }
            queued.forEach(this::tellToLook);
        } catch (JournalException e) {
            // Looked for again in a moment; a journal that is gone is noticed by the drivers.
        }
    }

    private void tellToLook(ExecutionId id) {
        Driver driver = drivers.get(id);
        if (driver != null) {
            driver.tell(new Message.LookForSignals());
        }
    }
}

package dev.penstock.engine;

import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.Wakeup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The executions that an engine drives, and those who wait for their ends. */
final class Driving {

    /** So many executions that wait are kept in memory; the others are read again when something happens to them. */
    private static final int KEPT_LOADED = 256;

    private final EngineParts parts;
    private final Handover handover;
    private final Stepper stepper;
    private final Map<ExecutionId, Driver> drivers = new ConcurrentHashMap<>();
    private final Map<ExecutionId, CompletableFuture<ExecutionState>> waiters = new ConcurrentHashMap<>();

    /** Those that wait in front of a stage. */
    private final Set<ExecutionId> queued = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    Driving(EngineParts parts, Handover handover) {
        this.parts = parts;
        this.handover = handover;
        this.stepper = new Stepper(parts);
    }

    Stepper stepper() {
        return stepper;
    }

    Handover handover() {
        return handover;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isDriving(ExecutionId id) {
        return drivers.containsKey(id);
    }

    boolean drives(Driver driver) {
        return driver.equals(drivers.get(driver.id()));
    }

    int size() {
        return drivers.size();
    }

    /** Goes on with an execution that was just created. */
    void begin(ExecutionId id, Fence fence, Committer.Result created) {
        Driver driver = new Driver(this, parts, id, fence);
        driver.begin(created.loaded());
        drivers.put(id, driver);
        ExecutionState state = created.loaded().state();
        committed(driver, state, created.freed());
        if (state.outcome().isPresent()) {
            ended(driver, state);
        } else {
            driver.tell(new Message.Begun());
        }
    }

    /** Goes on with an execution, which is taken for a runner unless it is driven already. */
    void resume(ExecutionId id, RunnerId runner) {
        Driver known = drivers.get(id);
        if (known == null) {
            Fence fence = parts.journal().take(id, runner);
            parts.workFolders().mayBeLeft(id);
            known = drivers.computeIfAbsent(id, ignored -> new Driver(this, parts, id, fence));
        }
        known.tell(new Message.GoOn());
    }

    /** Goes on with an execution that was taken. */
    void drive(ExecutionId id, Fence fence) {
        parts.workFolders().mayBeLeft(id);
        Driver driver = new Driver(this, parts, id, fence);
        // One that is there is about to let go: what it has released was taken anew.
        Driver before = drivers.put(id, driver);
        if (before != null) {
            before.close();
        }
        driver.tell(new Message.GoOn());
    }

    /** Has everything that only waits given back, as far as the handover now says so. */
    void letGo() {
        drivers.values().forEach(driver -> driver.tell(new Message.LetGo()));
    }

    /** Tells whoever drives an execution here that there may be signals for it. */
    void tellToLook(ExecutionId id) {
        Driver driver = drivers.get(id);
        if (driver != null) {
            driver.tell(new Message.LookForSignals());
        }
    }

    /** Has those look that wait in front of a stage, which another process may have left. */
    void tellQueuedToLook() {
        queued.forEach(this::tellToLook);
    }

    /** Those whose turn has come go on here, or somebody is told of it who may know where. */
    void tellFreed(List<ExecutionId> freed) {
        for (ExecutionId id : freed) {
            Driver waiting = drivers.get(id);
            if (waiting != null) {
                waiting.tell(new Message.GoOn());
            } else {
                parts.listener().freed(id);
            }
        }
    }

    /** The end of an execution that is driven here. */
    CompletableFuture<ExecutionState> waiter(ExecutionId id) {
        return waiters.computeIfAbsent(id, ignored -> new CompletableFuture<>());
    }

    /** Completes a waiter of an execution whose end was found without driving it. */
    void endFound(ExecutionId id, CompletableFuture<ExecutionState> waiter, ExecutionState state) {
        waiters.remove(id, waiter);
        waiter.complete(state);
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

    /** A driver has nothing to do until a wakeup, or begins nothing any more. */
    void giveBack(Driver driver, Wakeup wakeup) {
        boolean isDueAgain = handover.release(driver, wakeup);
        driver.close();
        forget(driver);
        parts.listener().givenBack(driver.id(), isDueAgain ? Wakeup.now() : wakeup);
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

    private void forget(Driver driver) {
        if (drivers.remove(driver.id(), driver)) {
            queued.remove(driver.id());
        }
        tellIfDrained();
    }

    void tellIfDrained() {
        if (handover.isDraining() && drivers.isEmpty()) {
            handover.drained().complete(null);
        }
    }

    /** Nothing is driven any more; gives the drivers that were closed upon. */
    List<Driver> close() {
        closed = true;
        List<Driver> left = List.copyOf(drivers.values());
        left.forEach(Driver::close);
        drivers.clear();
        return left;
    }

    /** Tells those who wait for an end that it is not heard of any more. */
    void abandonWaiters() {
        for (CompletableFuture<ExecutionState> waiter : waiters.values()) {
            waiter.completeExceptionally(new JournalException.Closed());
        }
    }
}

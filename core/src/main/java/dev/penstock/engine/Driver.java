package dev.penstock.engine;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.Decision;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageState;
import dev.penstock.execution.Wait;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.StoredSignal;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Sighting;
import dev.penstock.time.EngineClock.Busy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives one execution: takes in messages one after the other, makes durable what follows from each, and sees to it that
 * for every action that has not ended a step is being done or a wait is registered.
 *
 * <p>While there is nothing to take in, it has no thread; when everything waits, it may also {@linkplain #unload() forget}
 * the execution's state until something happens.
 */
final class Driver {

    private static final Duration JOURNAL_PAUSE = Duration.ofSeconds(1);

    private final Engine engine;
    private final EngineParts parts;
    private final ExecutionId id;
    private final Fence fence;
    private final Map<ActionAttempt, Activity> activities = new HashMap<>(2);
    private final Object mailbox = new Object();
    private @Nullable ArrayDeque<Message> messages;
    private boolean draining;
    private boolean closed;
    private @Nullable Loaded loaded;

    Driver(Engine engine, EngineParts parts, ExecutionId id, Fence fence) {
        this.engine = engine;
        this.parts = parts;
        this.id = id;
        this.fence = fence;
    }

    ExecutionId id() {
        return id;
    }

    Fence fence() {
        return fence;
    }

    /** Tells it something. Never blocks. */
    void tell(Message message) {
        synchronized (mailbox) {
            if (closed) {
                return;
            }
            if (messages == null) {
                messages = new ArrayDeque<>(2);
            }
            messages.add(message);
            if (draining) {
                return;
            }
            draining = true;
        }
        start();
    }

    private void start() {
        // The token is taken before the thread runs, so that virtual time does not slip in between.
        Busy busy = parts.clock().busy();
        Thread.ofVirtual().name("execution-" + id).start(() -> {
            try (busy) {
                drain();
            }
        });
    }

    /** Stops driving; whatever goes on for the execution on this machine is interrupted. */
    void close() {
        synchronized (mailbox) {
            closed = true;
            messages = null;
            if (draining) {
                // The thread that takes in messages ends the activities: they are its own.
                return;
            }
        }
        endActivities();
    }

    private void endActivities() {
        activities.values().forEach(Activity::end);
        activities.clear();
    }

    private void drain() {
        while (true) {
            Message message;
            synchronized (mailbox) {
                if (closed) {
                    break;
                }
                if (messages == null || messages.isEmpty()) {
                    draining = false;
                    messages = null;
                    engine.idle(this);
                    return;
                }
                message = messages.peek();
            }
            try {
                takeIn(message);
            } catch (JournalException.Unavailable e) {
                pauseForJournal();
                return;
            } catch (RuntimeException e) {
                engine.lose(this, e);
                endActivities();
                return;
            }
            synchronized (mailbox) {
                if (messages != null) {
                    messages.poll();
                }
            }
        }
        endActivities();
    }

    /** The journal takes nothing at the moment: the message stays where it is and is taken in again after a while. */
    private void pauseForJournal() {
        parts.clock().at(parts.clock().instant().plus(JOURNAL_PAUSE), () -> {
            synchronized (mailbox) {
                if (closed) {
                    return;
                }
            }
            start();
        });
    }

    /** Forgets the state until something happens. Called when there is nothing to take in. */
    void unload() {
        boolean stepping = activities.values().stream().anyMatch(Activity::isStepping);
        if (!stepping) {
            loaded = null;
        }
    }

    private Loaded loaded() {
        Loaded known = loaded;
        if (known == null) {
            known = Loaded.of(
                    id,
                    parts.journal().read(id).orElseThrow(() -> new JournalException.Unknown(id)),
                    parts.codec(),
                    parts.definitions());
            loaded = known;
        }
        return known;
    }

    /** Takes the state that an append has just made durable. */
    void begin(Loaded begun) {
        loaded = begun;
    }

    private void takeIn(Message message) {
        switch (message) {
            case Message.Begun ignored -> reconcile();
            case Message.GoOn ignored -> {
                takeInSignals();
                commit(List.of(), List.of());
            }
            case Message.LookForSignals ignored -> {
                takeInSignals();
                retryOccupiedStage();
            }
            case Message.StepEnded(ActionAttempt action, Stepped stepped) -> stepEnded(action, stepped);
            case Message.Due(ActionAttempt action) -> due(action);
            case Message.Sighted(ActionAttempt action, Sighting sighting) -> sighted(action, sighting);
            case Message.DeadlinePassed(ActionAttempt action) -> deadlinePassed(action);
        }
    }

    private void takeInSignals() {
        for (StoredSignal stored : parts.journal().signals(id)) {
            Signal signal = parts.codec().signal(stored.payload());
            commit(Signals.events(loaded().state(), signal), List.of(stored.id()));
        }
    }

    private void retryOccupiedStage() {
        boolean queued = loaded().state()
                .latestStage()
                .map(stage -> stage.phase() == StageState.Phase.QUEUED)
                .orElse(false);
        if (queued) {
            commit(List.of(), List.of());
        }
    }

    private void stepEnded(ActionAttempt attempt, Stepped stepped) {
        Activity activity = activities.get(attempt);
        Optional<ActionState> action = active(attempt);
        if (activity == null || action.isEmpty()) {
            return;
        }
        activity.stepped();
        String stage = attempt.stage();
        String name = attempt.action();
        int number = attempt.attempt();
        switch (stepped) {
            case Stepped.Next(var state, String summary) -> {
                activity.progressed();
                tellProgress(attempt, summary);
                commit(new ExecutionEvent.ActionAdvanced(stage, name, number, state, summary));
            }
            case Stepped.Await(var state, Wait until, String summary) -> {
                activity.progressed();
                tellProgress(attempt, summary);
                if (isWaitingWith(action.get(), state, until)) {
                    // Nothing new: no write, and the wait that is registered goes on.
                    reconcile();
                } else {
                    commit(new ExecutionEvent.ActionWaiting(stage, name, number, state, until, summary));
                }
            }
            case Stepped.Succeed(var result) -> commit(new ExecutionEvent.ActionSucceeded(stage, name, number, result));
            case Stepped.Fail(ActionFailure failure) ->
                commit(new ExecutionEvent.ActionFailed(stage, name, number, failure));
            case Stepped.Abandoned() -> commit(new ExecutionEvent.ActionAbandoned(stage, name, number));
            case Stepped.Again(String reason) -> tryAgain(attempt, activity, reason);
            case Stepped.Interrupted() -> {
                // The runner shuts down, or the action was ended meanwhile; the next runner asks again.
            }
        }
    }

    private static boolean isWaitingWith(ActionState action, Object state, Wait until) {
        return action.phase() instanceof ActionPhase.Waiting waiting
                && waiting.answer().isEmpty()
                && waiting.state().equals(state)
                && waiting.until().equals(until);
    }

    private void tryAgain(ActionAttempt attempt, Activity activity, String reason) {
        int tries = activity.failedTry();
        long seconds = Math.min(30, 1L << Math.min(5, tries - 1));
        parts.listener()
                .logged(id, attempt, parts.clock().instant(), masked(reason) + " Asked again in " + seconds + " s.");
        activity.alarm(
                parts.clock().at(parts.clock().instant().plusSeconds(seconds), () -> tell(new Message.Due(attempt))));
    }

    private void due(ActionAttempt attempt) {
        Activity activity = activities.get(attempt);
        Optional<ActionState> action = active(attempt);
        if (activity != null && action.isPresent()) {
            activity.rang();
            step(attempt, activity);
        }
    }

    private void sighted(ActionAttempt attempt, Sighting sighting) {
        Activity activity = activities.get(attempt);
        if (activity == null || active(attempt).isEmpty()) {
            return;
        }
        switch (sighting) {
            case Sighting.Seen(var observation) -> {
                activity.saw(observation);
                if (!activity.isStepping() && !activity.hasAlarm() && activity.takeNews()) {
                    step(attempt, activity);
                }
            }
            case Sighting.Unreadable(var cause) ->
                commit(new ExecutionEvent.ActionFailed(
                        attempt.stage(), attempt.action(), attempt.attempt(), Stepper.remoteFailure(cause)));
        }
    }

    private void deadlinePassed(ActionAttempt attempt) {
        Optional<ActionState> action = active(attempt);
        if (action.isEmpty()) {
            return;
        }
        Duration allowed =
                Duration.between(action.get().startedAt(), action.get().deadline());
        String where = summary(action.get().phase());
        commit(new ExecutionEvent.ActionFailed(
                attempt.stage(),
                attempt.action(),
                attempt.attempt(),
                new ActionFailure(
                        ActionFailure.Kind.TIMED_OUT,
                        "PEN-ENGINE-005",
                        "The action did not end within " + Durations.inWords(allowed)
                                + (where.isEmpty() ? "." : "; it stood at: " + where + "."),
                        List.of())));
    }

    private static String summary(ActionPhase phase) {
        return switch (phase) {
            case ActionPhase.Running running -> running.summary();
            case ActionPhase.Waiting waiting -> waiting.summary();
            case ActionPhase.Succeeded ignored -> "";
            case ActionPhase.Failed ignored -> "";
            case ActionPhase.Abandoned ignored -> "";
        };
    }

    private void commit(ExecutionEvent event) {
        commit(List.of(event), List.of());
    }

    private void commit(List<ExecutionEvent> events, List<SignalId> takenIn) {
        var committer = new Committer(parts, fence);
        Committer.Result result = committer.commit(loaded(), events, takenIn);
        loaded = result.loaded();
        engine.committed(this, result.loaded().state(), result.freed());
        reconcile();
        result.abandon().ifPresent(this::abandon);
        if (result.loaded().state().progress() instanceof Progress.Ended) {
            engine.ended(this, result.loaded().state());
        }
    }

    private void abandon(Decision.Abandon abandon) {
        for (String name : abandon.actions()) {
            loaded().state()
                    .stage(abandon.stage())
                    .flatMap(stage -> stage.action(name))
                    .ifPresent(action -> {
                        ActionAttempt attempt = attempt(abandon.stage(), action);
                        Activity activity = activities.computeIfAbsent(attempt, ignored -> new Activity());
                        if (!activity.isAbandoning()) {
                            activity.end();
                            activity.abandoning();
                            carryOut(
                                    activity,
                                    attempt,
                                    () -> engine.stepper().abandon(loaded().pipeline(), loaded().state(), attempt));
                        }
                    });
        }
    }

    /** Sees to it that every action that has not ended has a step going on or a wait registered, and no other has. */
    private void reconcile() {
        List<ActionAttempt> wanted = new ArrayList<>(2);
        loaded().state().latestStage().ifPresent(stage -> {
            for (ActionState action : stage.actions()) {
                if (!action.phase().hasEnded()) {
                    ActionAttempt attempt = attempt(stage.name(), action);
                    wanted.add(attempt);
                    keepGoing(attempt, action);
                }
            }
        });
        for (Iterator<Map.Entry<ActionAttempt, Activity>> all =
                        activities.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<ActionAttempt, Activity> each = all.next();
            if (!wanted.contains(each.getKey())) {
                each.getValue().end();
                parts.workFolders().remove(id, each.getKey());
                all.remove();
            }
        }
    }

    private void keepGoing(ActionAttempt attempt, ActionState action) {
        Activity activity = activities.computeIfAbsent(attempt, ignored -> new Activity());
        if (activity.isAbandoning()) {
            return;
        }
        if (!activity.hasDeadline()) {
            activity.deadline(parts.clock().at(action.deadline(), () -> tell(new Message.DeadlinePassed(attempt))));
        }
        if (activity.isStepping()) {
            return;
        }
        switch (action.phase()) {
            case ActionPhase.Running ignored -> {
                if (!activity.hasAlarm()) {
                    step(attempt, activity);
                }
            }
            case ActionPhase.Waiting waiting -> await(attempt, activity, action, waiting);
            case ActionPhase.Succeeded ignored -> {}
            case ActionPhase.Failed ignored -> {}
            case ActionPhase.Abandoned ignored -> {}
        }
    }

    private void await(ActionAttempt attempt, Activity activity, ActionState action, ActionPhase.Waiting waiting) {
        if (waiting.answer().isPresent() || (activity.waitsFor(waiting.until()) && activity.takeNews())) {
            step(attempt, activity);
            return;
        }
        if (activity.waitsFor(waiting.until()) && !(waiting.until() instanceof Wait.Until)) {
            return;
        }
        activity.waiting(waiting.until());
        switch (waiting.until()) {
            case Wait.Until(Instant due) -> activity.alarm(parts.clock().at(due, () -> tell(new Message.Due(attempt))));
            case Wait.ForResource(var resource) ->
                activity.watch(parts.observer()
                        .watch(resource, Optional.empty(), sighting -> tell(new Message.Sighted(attempt, sighting))));
            case Wait.ForApproval ignored ->
                // A signal ends it; until then, virtual time does not run to the deadline for want of anything else.
                activity.deadline(
                        parts.clock().atTheLatest(action.deadline(), () -> tell(new Message.DeadlinePassed(attempt))));
        }
    }

    private void step(ActionAttempt attempt, Activity activity) {
        Loaded now = loaded();
        Optional<Observation> seen = activity.seen();
        activity.takeNews();
        carryOut(activity, attempt, () -> engine.stepper().step(now.pipeline(), now.state(), attempt, seen));
    }

    private void carryOut(Activity activity, ActionAttempt attempt, Supplier<Stepped> work) {
        Busy busy = parts.clock().busy();
        activity.stepping(Thread.ofVirtual().name("step-" + attempt.action()).start(() -> {
            try (busy) {
                tell(new Message.StepEnded(attempt, work.get()));
            }
        }));
    }

    private Optional<ActionState> active(ActionAttempt attempt) {
        return loaded().state()
                .stage(attempt.stage())
                .flatMap(stage -> stage.action(attempt.action()))
                .filter(action ->
                        action.attempt() == attempt.attempt() && !action.phase().hasEnded());
    }

    private void tellProgress(ActionAttempt attempt, String summary) {
        if (!summary.isEmpty()) {
            parts.listener().progressed(id, attempt, masked(summary));
        }
    }

    private String masked(String text) {
        return parts.masker().hasSecrets() ? parts.masker().mask(text) : text;
    }

    /** Names an attempt with the definition's own strings, so that a parked execution keeps none of its own. */
    private ActionAttempt attempt(String stage, ActionState action) {
        return loaded().pipeline()
                .stage(stage)
                .flatMap(declared -> declared.action(action.name())
                        .map(each -> new ActionAttempt(declared.name(), each.name(), action.attempt())))
                .orElseGet(() -> new ActionAttempt(stage, action.name(), action.attempt()));
    }
}

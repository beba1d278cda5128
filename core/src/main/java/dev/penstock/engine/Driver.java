package dev.penstock.engine;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageState;
import dev.penstock.execution.Wait;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.StoredSignal;
import dev.penstock.journal.Wakeup;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.Sighting;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Drives one execution: takes in messages one after the other, makes durable what follows from each, and has the
 * {@link Activities} do what the new state asks for.
 *
 * <p>When everything waits, it may forget the execution's state until something happens.
 */
final class Driver implements Mailbox.Receiver {

    private static final Duration JOURNAL_PAUSE = Duration.ofSeconds(1);

    private final Driving driving;
    private final EngineParts parts;
    private final ExecutionId id;
    private final Fence fence;
    private final Mailbox mailbox;
    private final Activities activities;
    private @Nullable Loaded loaded;

    /** Whether signals are to be looked for once a step has ended. */
    private boolean signalsLeft;

    /** Signals that were left for later when they were last looked for. */
    private Set<SignalId> heard = Set.of();

    Driver(Driving driving, EngineParts parts, ExecutionId id, Fence fence) {
        this.driving = driving;
        this.parts = parts;
        this.id = id;
        this.fence = fence;
        this.mailbox = new Mailbox(parts.clock(), parts.threads(), this);
        this.activities = new Activities(parts, driving.stepper(), id, mailbox::tell, driving.handover()::isDraining);
    }

    ExecutionId id() {
        return id;
    }

    /** Tells it something. Never blocks. */
    void tell(Message message) {
        mailbox.tell(message);
    }

    /** Stops driving; whatever goes on for the execution on this machine is interrupted. */
    void close() {
        mailbox.close();
    }

    /** Takes the state that an append has just made durable. */
    void begin(Loaded begun) {
        loaded = begun;
    }

    /** Forgets the state until something happens. */
    void unload() {
        if (!activities.isAnyStepping()) {
            loaded = null;
        }
    }

    @Override
    public void idle() {
        driving.idle(this);
    }

    @Override
    public void failed(RuntimeException reason) {
        driving.lose(this, reason);
    }

    @Override
    public void closed() {
        activities.end();
    }

    Fence fence() {
        return fence;
    }

    @Override
    public void takeIn(Message message) {
        carryOut(message);
        if (driving.handover().isOn() && !activities.isAnyStepping() && driving.drives(this)) {
            giveBack();
        }
    }

    /** Gives the execution back if it has nothing to do for long enough. The message that came before is taken in. */
    private void giveBack() {
        try {
            Wakeup wakeup = activities.wakeup(loaded(), driving.handover().looks(), heard);
            if (driving.handover().isWorthIt(wakeup)) {
                driving.giveBack(this, wakeup);
            }
        } catch (JournalException.Unavailable e) {
            parts.clock().at(parts.clock().instant().plus(JOURNAL_PAUSE), () -> mailbox.tell(new Message.LetGo()));
        }
    }

    private void carryOut(Message message) {
        switch (message) {
            case Message.Begun ignored -> activities.reconcile(loaded());
            case Message.GoOn ignored -> {
                activities.resumed();
                takeInSignals();
                commit(List.of(), List.of());
            }
            case Message.LetGo ignored -> {}
            case Message.LookForSignals ignored -> {
                takeInSignals();
                if (isQueued()) {
                    commit(List.of(), List.of());
                }
            }
            case Message.StepEnded(ActionAttempt attempt, int round, Stepped stepped) ->
                activity(attempt)
                        .filter(activity -> activity.round() == round)
                        .ifPresent(activity -> stepEnded(attempt, activity, stepped));
            case Message.Due(ActionAttempt attempt) -> activity(attempt).ifPresent(activity -> due(attempt, activity));
            case Message.Sighted(ActionAttempt attempt, ResourceId resource, Sighting sighting) ->
                activity(attempt).ifPresent(activity -> sighted(attempt, activity, resource, sighting));
            case Message.DeadlinePassed(ActionAttempt attempt) -> deadlinePassed(attempt);
        }
    }

    private void deadlinePassed(ActionAttempt attempt) {
        active(attempt)
                // A pause may have begun, and moved the deadline, while the alarm rang.
                .filter(action -> action.pausedSince().isEmpty()
                        && !parts.clock().instant().isBefore(action.deadline()))
                .ifPresent(action -> commit(tooLate(attempt, action)));
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

    private boolean isQueued() {
        return loaded().state()
                .latestStage()
                .map(stage -> stage.phase() == StageState.Phase.QUEUED)
                .orElse(false);
    }

    private void takeInSignals() {
        signalsLeft = false;
        Set<SignalId> left = new HashSet<>();
        for (StoredSignal stored : parts.journal().signals(id)) {
            Signal signal = parts.codec().signal(stored.payload());
            if (Signals.isForLater(loaded().state(), signal, this::isStepping)) {
                signalsLeft = true;
                left.add(stored.id());
                continue;
            }
            List<ExecutionEvent> events = Signals.events(loaded().state(), signal);
            for (ExecutionEvent event : events) {
                if (event instanceof ExecutionEvent.OfAction of) {
                    // People are not kept waiting for the end of a pause between two tries.
                    activity(attempt(of)).ifPresent(Activity::told);
                }
            }
            commit(events, List.of(stored.id()));
        }
        heard = left;
    }

    /** Between two steps: the next is to see what was said during the last. */
    private void takeInWhatWasLeft() {
        // What has ended takes nothing in: what was said too late is no part of it.
        if (signalsLeft && !(loaded().state().progress() instanceof Progress.Ended)) {
            try {
                takeInSignals();
            } catch (JournalException.Unavailable e) {
                // What came before is durable and must not be asked for again; these are looked for again in a moment.
                signalsLeft = true;
            }
        }
    }

    private static ActionAttempt attempt(ExecutionEvent.OfAction of) {
        return new ActionAttempt(of.stage(), of.action(), of.attempt());
    }

    private boolean isStepping(ActionState action) {
        return loaded().state().stages().stream()
                .filter(stage -> stage.actions().contains(action))
                .findFirst()
                .flatMap(stage -> activities.of(new ActionAttempt(stage.name(), action.name(), action.attempt())))
                .map(Activity::isStepping)
                .orElse(false);
    }

    private void stepEnded(ActionAttempt attempt, Activity activity, Stepped stepped) {
        activity.stepped();
        boolean tooLate = active(attempt)
                .filter(each -> activities.wasSeenTooLate(each, activity))
                .isPresent();
        String stage = attempt.stage();
        String action = attempt.action();
        int number = attempt.attempt();
        switch (stepped) {
            case Stepped.Next(JsonNode state, String summary) -> {
                activity.progressed();
                commit(new ExecutionEvent.ActionAdvanced(stage, action, number, state, summary), attempt, summary);
            }
            case Stepped.Await(JsonNode state, Wait until, String summary) -> {
                activity.progressed();
                if (isWaitingWith(attempt, state, until)) {
                    // Nothing new: no write, and the wait that is registered goes on.
                    tellProgress(attempt, summary);
                    takeInWhatWasLeft();
                    activities.reconcile(loaded());
                } else {
                    commit(
                            new ExecutionEvent.ActionWaiting(stage, action, number, state, until, summary),
                            attempt,
                            summary);
                }
                if (tooLate) {
                    deadlinePassed(attempt);
                }
            }
            case Stepped.Pass(JsonNode state, var result, String summary, var point) -> {
                activity.progressed();
                commit(
                        new ExecutionEvent.ActionPassed(stage, action, number, state, result, summary, point),
                        attempt,
                        summary);
            }
            case Stepped.Succeed(var result) ->
                commit(new ExecutionEvent.ActionSucceeded(stage, action, number, result));
            case Stepped.Fail(ActionFailure failure) ->
                commit(new ExecutionEvent.ActionFailed(stage, action, number, failure));
            case Stepped.Abandoned() -> commit(new ExecutionEvent.ActionAbandoned(stage, action, number));
            case Stepped.Stopping(String summary) -> {
                activity.progressed();
                tellProgress(attempt, summary);
                activities.lookAgain(attempt, activity);
            }
            case Stepped.Again(String reason) -> tryAgain(attempt, activity, reason);
            // Not by this driver, which would have closed or ended the action: then this is not told.
            case Stepped.Interrupted() -> tryAgain(attempt, activity, "The step was interrupted.");
        }
    }

    private void tryAgain(ActionAttempt attempt, Activity activity, String reason) {
        activities.tryAgain(attempt, activity, reason);
        takeInWhatWasLeft();
    }

    private boolean isWaitingWith(ActionAttempt attempt, JsonNode state, Wait until) {
        return active(attempt)
                .map(action -> action.phase() instanceof ActionPhase.Waiting waiting
                        && !waiting.wasTold()
                        && waiting.state().equals(state)
                        && waiting.until().equals(until))
                .orElse(false);
    }

    private void due(ActionAttempt attempt, Activity activity) {
        activity.rang();
        if (!activity.isStepping()) {
            activities.step(loaded(), attempt, activity);
        }
    }

    private void sighted(ActionAttempt attempt, Activity activity, ResourceId resource, Sighting sighting) {
        switch (sighting) {
            case Sighting.Seen(var observation) -> {
                activity.saw(resource, observation);
                if (!activity.isStepping() && !activity.hasAlarm()) {
                    activities.step(loaded(), attempt, activity);
                }
            }
            case Sighting.Obstructed(var cause) -> {
                String said = Stepper.message(cause);
                String message = parts.masker().hasSecrets() ? parts.masker().mask(said) : said;
                parts.listener().logged(id, attempt, parts.clock().instant(), message);
            }
            case Sighting.Unreadable(var cause) ->
                commit(new ExecutionEvent.ActionFailed(
                        attempt.stage(), attempt.action(), attempt.attempt(), Stepper.remoteFailure(cause)));
        }
    }

    private static ExecutionEvent tooLate(ActionAttempt attempt, ActionState action) {
        Duration allowed = Duration.between(action.startedAt(), action.deadline());
        String where = summary(action.phase());
        return new ExecutionEvent.ActionFailed(
                attempt.stage(),
                attempt.action(),
                attempt.attempt(),
                new ActionFailure(
                        ActionFailure.Kind.TIMED_OUT,
                        "PEN-ENGINE-005",
                        "The action did not end within " + Durations.inWords(allowed)
                                + (where.isEmpty() ? "." : "; it stood at: " + where + "."),
                        List.of()));
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

    /** Makes durable what became of an action, and does what follows. */
    private void commit(ExecutionEvent event) {
        commit(event, () -> {});
    }

    /** The same; it is told before anything follows, and when it is durable: who hears of a question may answer it at once. */
    private void commit(ExecutionEvent event, ActionAttempt attempt, String summary) {
        commit(event, () -> tellProgress(attempt, summary));
    }

    private void commit(ExecutionEvent event, Runnable whenDurable) {
        Loaded now = append(List.of(event), List.of());
        whenDurable.run();
        takeInWhatWasLeft();
        goOn(now);
    }

    private void commit(List<ExecutionEvent> events, List<SignalId> takenIn) {
        goOn(append(events, takenIn));
    }

    private Loaded append(List<ExecutionEvent> events, List<SignalId> takenIn) {
        Committer.Result result = new Committer(parts, fence).commit(loaded(), events, takenIn);
        Loaded now = result.loaded();
        loaded = now;
        driving.committed(this, now.state(), result.freed());
        result.abandon().ifPresent(abandon -> activities.abandon(now, abandon));
        return now;
    }

    private void goOn(Loaded appended) {
        activities.reconcile(loaded());
        if (appended.state().progress() instanceof Progress.Ended) {
            driving.ended(this, appended.state());
        }
    }

    /** What goes on for an attempt that has not ended. */
    private Optional<Activity> activity(ActionAttempt attempt) {
        return active(attempt).flatMap(ignored -> activities.of(attempt));
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
            parts.listener().progressed(id, attempt, summary);
        }
    }
}

package dev.penstock.engine;

import dev.penstock.engine.Activity.Patience;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.Decision;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.GraphStanding;
import dev.penstock.execution.StageState;
import dev.penstock.execution.Wait;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.Wakeup;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Observer;
import dev.penstock.observe.ResourceId;
import dev.penstock.time.EngineClock.Busy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an engine has going on for the actions of one execution. Sees to it that every action that has not ended has a step
 * on a thread, an alarm, or a wait that is registered, and that no other has.
 */
final class Activities {

    private static final Duration GRACE_AFTER_RESUMING = Duration.ofMinutes(1);
    private static final long LONGEST_PAUSE_SECONDS = 30;
    private static final Duration BETWEEN_LOOKS_AT_STOPPING = Duration.ofSeconds(5);

    private final EngineParts parts;
    private final Stepper stepper;
    private final ExecutionId id;
    private final Consumer<Message> tell;
    private final Map<ActionAttempt, Activity> byAttempt = new HashMap<>(2);
    private final BooleanSupplier lettingGo;
    private boolean resumed;

    /**
     * Activities of an execution.
     *
     * @param lettingGo whether no step is begun any more
     */
    Activities(EngineParts parts, Stepper stepper, ExecutionId id, Consumer<Message> tell, BooleanSupplier lettingGo) {
        this.parts = parts;
        this.stepper = stepper;
        this.id = id;
        this.tell = tell;
        this.lettingGo = lettingGo;
    }

    /** Says that the execution was left by another runner. */
    void resumed() {
        resumed = true;
    }

    Optional<Activity> of(ActionAttempt attempt) {
        return Optional.ofNullable(byAttempt.get(attempt));
    }

    boolean isAnyStepping() {
        for (Activity activity : byAttempt.values()) {
            if (activity.isStepping()) {
                return true;
            }
        }
        return false;
    }

    void reconcile(Loaded loaded) {
        List<ActionAttempt> wanted = new ArrayList<>(2);
        loaded.state().stages().forEach(stage -> {
            for (ActionState action : stage.work()) {
                if (!action.phase().hasEnded()) {
                    ActionAttempt attempt = attempt(loaded, stage.name(), action);
                    wanted.add(attempt);
                    keepGoing(loaded, attempt, action);
                }
            }
        });
        byAttempt.entrySet().removeIf(each -> {
            if (wanted.contains(each.getKey())) {
                return false;
            }
            each.getValue().end();
            parts.workFolders().remove(id, each.getKey());
            return true;
        });
    }

    void abandon(Loaded loaded, Decision.Abandon abandon) {
        for (String name : abandon.actions()) {
            loaded.state()
                    .stage(abandon.stage())
                    .flatMap(stage -> stage.action(name))
                    .ifPresent(action -> {
                        ActionAttempt attempt = attempt(loaded, abandon.stage(), action);
                        Activity activity = byAttempt.computeIfAbsent(attempt, ignored -> new Activity());
                        if (!activity.isAbandoning()) {
                            activity.end();
                            activity.abandoning();
                            step(loaded, attempt, activity);
                        }
                    });
        }
    }

    /** Asks the next step of an action, or goes on with abandoning it. */
    void step(Loaded loaded, ActionAttempt attempt, Activity activity) {
        if (lettingGo.getAsBoolean()) {
            return; // Whoever takes the execution next begins it.
        }
        Map<ResourceId, Observation> seen = activity.seen();
        activity.takeNews();
        activity.standing(standing(loaded, attempt));
        boolean asked = activity.wasAskedToStop();
        carryOut(
                activity,
                attempt,
                activity.isAbandoning()
                        ? () -> stepper.abandon(loaded.pipeline(), loaded.state(), attempt, asked)
                        : () -> stepper.step(loaded.pipeline(), loaded.state(), attempt, seen));
    }

    private static Optional<GraphStanding> standing(Loaded loaded, ActionAttempt attempt) {
        return loaded.state().stage(attempt.stage()).flatMap(stage -> stage.standing(attempt.action()));
    }

    /** Asks the same step again after a while, longer each time. */
    void tryAgain(ActionAttempt attempt, Activity activity, String reason) {
        int tries = activity.failedTry();
        long seconds = Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(5, tries - 1));
        parts.listener().logged(id, attempt, parts.clock().instant(), reason + " Asked again in " + seconds + " s.");
        alarm(attempt, activity, parts.clock().instant().plusSeconds(seconds));
    }

    /** Looks again after a while whether what was asked to stop has ended. */
    void lookAgain(ActionAttempt attempt, Activity activity) {
        activity.askedToStop();
        alarm(attempt, activity, parts.clock().instant().plus(BETWEEN_LOOKS_AT_STOPPING));
    }

    private void alarm(ActionAttempt attempt, Activity activity, Instant at) {
        activity.alarm(parts.clock().at(at, () -> tell.accept(new Message.Due(attempt))), at);
    }

    /**
     * When somebody has to look at the execution again if it is given back now, where no step is under way.
     *
     * @param looks after what time a resource is to be looked at
     */
    Wakeup wakeup(Loaded loaded, Function<ResourceId, Duration> looks, Set<SignalId> heard) {
        Instant now = parts.clock().instant();
        Wakeup wakeup = new Wakeup(Optional.empty(), Set.of(), heard);
        Set<String> resources = new HashSet<>();
        for (StageState stage : loaded.state().stages()) {
            for (ActionState action : stage.work()) {
                if (action.phase().hasEnded()) {
                    continue;
                }
                Activity activity = byAttempt.get(attempt(loaded, stage.name(), action));
                if (activity != null && activity.hasAlarm()) {
                    wakeup = wakeup.atTheLatest(activity.alarmAt());
                } else if (action.phase() instanceof ActionPhase.Waiting waiting
                        && !waiting.wasTold()
                        && (activity == null
                                || (!activity.isAbandoning()
                                        && !activity.standsOtherwise(stage.standing(action.name()))))) {
                    Wait until = waiting.until();
                    wakeup = until.time().map(wakeup::atTheLatest).orElse(wakeup);
                    until.toldOf()
                            .forEach(resource -> resources.add(parts.observer().wakeName(resource)));
                    if (!until.toldOf().isEmpty() && (activity == null || activity.round() == 0)) {
                        wakeup = wakeup.atTheLatest(now); // perhaps it was woken for one of them
                    }
                    // Whoever was woken for a resource looks at it before it goes back to waiting.
                    boolean seen = activity != null && activity.hasSeenAll();
                    for (ResourceId resource : until.resources()) {
                        resources.add(parts.observer().wakeName(resource));
                        wakeup = wakeup.atTheLatest(seen ? now.plus(looks.apply(resource)) : now);
                    }
                } else {
                    wakeup = wakeup.atTheLatest(now);
                }
                if (action.pausedSince().isEmpty()) {
                    wakeup = wakeup.atTheLatest(lastMoment(action));
                }
            }
        }
        return new Wakeup(wakeup.at(), resources, heard);
    }

    /** Whether an action has been looked at after its deadline, which passed while no runner was there, and still waits. */
    boolean wasSeenTooLate(ActionState action, Activity activity) {
        return resumed && activity.hasSeenAll() && !parts.clock().instant().isBefore(action.deadline());
    }

    /** Lets go of everything; what goes on on this machine is interrupted. */
    void end() {
        byAttempt.values().forEach(Activity::end);
        byAttempt.clear();
    }

    private void keepGoing(Loaded loaded, ActionAttempt attempt, ActionState action) {
        Activity activity = byAttempt.computeIfAbsent(attempt, ignored -> new Activity());
        if (activity.isAbandoning()) {
            return;
        }
        if (!activity.hasDeadline()) {
            deadline(attempt, activity, action, Patience.RUNS_OUT);
        }
        if (activity.isStepping()) {
            return;
        }
        if (activity.standsOtherwise(standing(loaded, attempt))) {
            activity.told();
            step(loaded, attempt, activity);
            return;
        }
        switch (action.phase()) {
            case ActionPhase.Running ignored -> {
                if (!activity.hasAlarm()) {
                    step(loaded, attempt, activity);
                }
            }
            case ActionPhase.Waiting waiting -> {
                boolean known = activity.waitsFor(waiting.until());
                if (waiting.wasTold()) {
                    if (!activity.hasAlarm()) {
                        step(loaded, attempt, activity);
                    }
                } else if (known && activity.takeNews()) {
                    step(loaded, attempt, activity);
                } else if (resumed
                        && activity.round() == 0
                        && !waiting.until().toldOf().isEmpty()) {
                    // It may have been taken because there is news of one of them, which only a step can look at.
                    step(loaded, attempt, activity);
                } else if (!known || waiting.until() instanceof Wait.Until) {
                    register(attempt, activity, action, waiting.until());
                }
            }
            case ActionPhase.Succeeded ignored -> {}
            case ActionPhase.Failed ignored -> {}
            case ActionPhase.Abandoned ignored -> {}
        }
    }

    private void register(ActionAttempt attempt, Activity activity, ActionState action, Wait until) {
        activity.waiting(until);
        deadline(attempt, activity, action, until.asked().isPresent() ? Patience.WITH_PEOPLE : Patience.RUNS_OUT);
        switch (until) {
            case Wait.Until(Instant due) -> alarm(attempt, activity, due);
            case Wait.ForResource(ResourceId resource) -> watch(attempt, activity, resource, false);
            case Wait.ForAnyResource any -> {
                boolean inPassing = any.people().isPresent();
                any.resources().forEach(resource -> watch(attempt, activity, resource, inPassing));
                Runnable ring = () -> tell.accept(new Message.Due(attempt));
                any.due()
                        .map(time -> inPassing
                                ? parts.clock().atTheLatest(time, ring)
                                : parts.clock().at(time, ring))
                        .ifPresent(activity::bell);
            }
            case Wait.ForApproval ignored -> {} // a signal ends it
        }
    }

    /** While people have to let an action go on, it has no deadline. */
    private void deadline(ActionAttempt attempt, Activity activity, ActionState action, Patience patience) {
        if (action.pausedSince().isPresent()) {
            activity.noDeadline();
        } else if (!activity.hasDeadline(action.deadline(), patience)) {
            Runnable passed = () -> tell.accept(new Message.DeadlinePassed(attempt));
            Instant last = lastMoment(action);
            activity.deadline(
                    switch (patience) {
                        case RUNS_OUT -> parts.clock().at(last, passed);
                        case WITH_PEOPLE -> parts.clock().atTheLatest(last, passed);
                    },
                    action.deadline(),
                    patience);
        }
    }

    private void watch(ActionAttempt attempt, Activity activity, ResourceId resource, boolean inPassing) {
        activity.watch(parts.observer()
                .watch(
                        resource,
                        Optional.empty(),
                        inPassing ? Observer.Haste.IN_PASSING : Observer.Haste.WAITED_FOR,
                        sighting -> tell.accept(new Message.Sighted(attempt, resource, sighting))));
    }

    /** While no runner was there, the work may have come to its end in time: that is seen before it counts as too late. */
    private Instant lastMoment(ActionState action) {
        Instant grace = parts.clock().instant().plus(GRACE_AFTER_RESUMING);
        return resumed && action.deadline().isBefore(grace) ? grace : action.deadline();
    }

    private void carryOut(Activity activity, ActionAttempt attempt, Supplier<Stepped> work) {
        Busy busy = parts.clock().busy();
        int round = activity.nextRound();
        activity.stepping(parts.threads().start(() -> {
            try (busy) {
                tell.accept(new Message.StepEnded(attempt, round, work.get()));
            }
        }));
    }

    /** Names an attempt with the definition's own strings, so that a parked execution keeps none of its own. */
    private static ActionAttempt attempt(Loaded loaded, String stage, ActionState action) {
        return loaded.pipeline()
                .stage(stage)
                .flatMap(declared -> declared.action(action.name())
                        .map(each -> new ActionAttempt(declared.name(), each.name(), action.attempt())))
                .orElseGet(() -> new ActionAttempt(stage, action.name(), action.attempt()));
    }
}

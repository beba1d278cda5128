package dev.penstock.lambda.runner;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.Parking;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.library.InvalidDefinitionException;
import dev.penstock.observe.ResourceId;
import dev.penstock.time.EngineClock;
import dev.penstock.time.EngineClock.Alarm;
import dev.penstock.time.WakeUps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One call of the runner: goes on with what is due, for as long as there is time. What only waits is given back at once, with the
 * time and the resources that it waits for; when the time is up, no step is begun any more, those under way end, and everything
 * is given back. What a step did without being able to say so is asked again by whoever takes the execution next.
 *
 * <p>Each call has a name of its own in the journal: a sandbox is frozen between two calls, for longer than a lease, and must not
 * be taken for alive meanwhile, nor go on with what it had then.
 */
final class DueWork implements AutoCloseable {

    /** So many executions at once: each step is a virtual thread and mostly waits for AWS. */
    private static final int AT_ONCE = 64;

    /** No step begins when less is left than this, so that most that are under way come to an end. */
    private static final Duration RESERVE_FOR_STEPS = Duration.ofSeconds(10);

    /** Steps are interrupted when less is left than this. */
    private static final Duration RESERVE_FOR_GIVING_BACK = Duration.ofSeconds(2);

    /** An execution that cannot be driven here is looked at again after this, by whoever takes it. */
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMinutes(1);

    /**
     * What waits for less than this is kept, such as a release that is not well, which is looked at again after ten seconds:
     * Scheduler may take a minute to call.
     */
    private static final Duration WORTH_GIVING_BACK = Duration.ofSeconds(11);

    /** A release that goes well is looked at so often: each look is a call, and Scheduler calls within the minute anyway. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    /** What nothing tells of is looked at once a minute; what events tell of, in case one was lost. */
    private static final Duration LOOK = Duration.ofSeconds(60);

    private static final Duration LOOK_WHERE_EVENTS_TELL = Duration.ofMinutes(5);

    /** Made within seconds, and nothing tells of it: to wait in the call costs less than a minute of everybody's time. */
    private static final String SOON_THERE = "cloudformation-change-set";

    private static final Set<String> WHERE_EVENTS_TELL = Set.of(
            "ecs-service-deployment",
            "cloudformation-stack",
            "cloudformation-stack-set-operation",
            "codedeploy-deployment",
            "codebuild-build",
            "cloudwatch-alarm");

    private final Journal journal;
    private final EngineClock clock;
    private final WakeUps wakeUps;
    private final RunnerLog log;
    private final Projects projects;
    private final InHand inHand;
    private final RunnerRegistration registration;

    /**
     * Begins a call.
     *
     * @param name of this call, and of no other
     */
    DueWork(RunnerParts parts, RunnerId name) {
        this.journal = parts.journal();
        this.clock = parts.clock();
        this.wakeUps = parts.wakeUps();
        this.log = parts.log();
        this.inHand = new InHand(clock, parts.listener());
        this.registration = journal.register(name);
        this.projects = new Projects(journal, parts.engines(), parts.folder(), this::finished);
    }

    /** The engine of settings, to start executions with. */
    Engine engine(Optional<String> settings) {
        return projects.ofSettings(settings);
    }

    /**
     * Goes on with what is due until nothing is any more or the time is up, and has the runner called again when something will
     * be.
     *
     * @param end when it must have returned
     * @return how many executions were taken
     */
    int run(Instant end) throws InterruptedException {
        Alarm noMoreSteps = clock.atTheLatest(end.minus(RESERVE_FOR_STEPS), inHand::timeIsUp);
        int taken = 0;
        try {
            while (!inHand.isTimeUp()) {
                taken += takeFreed();
                int asked = Math.max(0, AT_ONCE - inHand.size());
                int more = asked == 0 ? 0 : take(asked);
                taken += more;
                if (more == 0 && inHand.size() == 0) {
                    break;
                }
                // Where all that was due was taken, others come by what these do: they are asked for once these are
                // done.
                inHand.awaitAtMost(more == asked ? AT_ONCE / 2 : 0);
            }
        } finally {
            noMoreSteps.cancel();
            if (inHand.size() > 0) {
                giveBack(end);
            }
            letGo();
        }
        if (inHand.freed().isEmpty()) {
            journal.nextDue().ifPresent(wakeUps::at);
        } else {
            wakeUps.at(clock.instant());
        }
        return taken;
    }

    /** How long this call has waited for executions that it had in hand. */
    Duration waited() {
        return inHand.waited();
    }

    private int take(int most) {
        List<Taken> some = journal.takeDue(registration.runner(), clock.instant(), most);
        some.forEach(this::drive);
        return some.size();
    }

    /**
     * Those whose turn has come by what was done here: no look at what is due has to find them, which may lag behind. They are
     * few, so they do not count against what is taken at once.
     */
    private int takeFreed() {
        int taken = 0;
        for (ExecutionId execution : inHand.freed()) {
            try {
                if (inHand.has(execution)) {
                    // With other settings, and so in another engine, which does not hear of this one.
                    projects.of(execution).resume(execution);
                } else {
                    drive(new Taken(execution, journal.take(execution, registration.runner())));
                    taken++;
                }
            } catch (JournalException.Held | JournalException.Moved e) {
                // Another call was faster, or it goes on elsewhere.
            }
        }
        return taken;
    }

    private void drive(Taken taken) {
        ExecutionId execution = taken.execution();
        try {
            Engine engine = projects.of(execution);
            inHand.take(execution);
            engine.drive(taken);
        } catch (InvalidDefinitionException | IllegalStateException e) {
            // Its settings are not there or not understood: another version of the runner may do better, later.
            log.failed("PEN-RUNNER-001", "Execution " + execution + " cannot be driven here: " + e.getMessage());
            journal.release(execution, taken.fence(), Wakeup.at(clock.instant().plus(BEFORE_ANOTHER_TRY)));
        }
    }

    private void giveBack(Instant end) {
        CompletableFuture<Void> drained = CompletableFuture.allOf(
                projects.all().stream().map(Engine::drain).toArray(CompletableFuture[]::new));
        CompletableFuture<Void> late = new CompletableFuture<>();
        inHand.rest();
        Alarm interrupt = clock.atTheLatest(end.minus(RESERVE_FOR_GIVING_BACK), () -> late.complete(null));
        CompletableFuture.anyOf(drained, late).join();
        inHand.work();
        interrupt.cancel();
        if (!drained.isDone()) {
            log.failed(
                    "PEN-RUNNER-002",
                    "Steps of " + inHand.size()
                            + " executions were interrupted, as the time is up. They are asked again.");
        }
    }

    private Engine finished(EngineBuilder parts) {
        return parts.journal(journal)
                .clock(clock)
                .listener(inHand)
                .registration(registration)
                .parking(new Parking(WORTH_GIVING_BACK, DueWork::look))
                .betweenLooks(BETWEEN_LOOKS)
                .build();
    }

    private static Duration look(ResourceId resource) {
        if (resource.kind().equals(SOON_THERE)) {
            return Duration.ZERO;
        }
        return WHERE_EVENTS_TELL.contains(resource.kind()) ? LOOK_WHERE_EVENTS_TELL : LOOK;
    }

    private void letGo() {
        projects.close();
        registration.close();
    }

    @Override
    public void close() {
        letGo();
        inHand.rest();
    }
}

package dev.penstock.execution;

import dev.penstock.action.Instruction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The newest attempt of an action.
 *
 * @param name the action's name
 * @param attempt which try, from 1
 * @param stageAttempt in which try of its stage it was started
 * @param startedAt when it began
 * @param deadline when it has failed if it has not ended by then
 * @param takes which instructions it takes
 * @param pausedSince since when people have to let it go on; the deadline moves by as much once they have
 * @param passed what it puts out for those that come after it, while it goes on; absent unless it let them begin
 * @param reached how far it has come in its release graph; absent if it is of none, or has not come to any point
 * @param phase where it is
 */
public record ActionState(
        String name,
        int attempt,
        int stageAttempt,
        Instant startedAt,
        Instant deadline,
        Set<Instruction.Kind> takes,
        Optional<Instant> pausedSince,
        Optional<ActionResult> passed,
        Optional<GraphPoint> reached,
        ActionPhase phase) {

    public ActionState {
        takes = Set.copyOf(takes);
    }

    /** An attempt that is of no release graph. */
    public ActionState(
            String name,
            int attempt,
            int stageAttempt,
            Instant startedAt,
            Instant deadline,
            Set<Instruction.Kind> takes,
            Optional<Instant> pausedSince,
            Optional<ActionResult> passed,
            ActionPhase phase) {
        this(name, attempt, stageAttempt, startedAt, deadline, takes, pausedSince, passed, Optional.empty(), phase);
    }

    ActionState in(ActionPhase next, Instant at) {
        boolean paused = isPaused(next);
        Instant moved = pausedSince
                .filter(since -> !paused && since.isBefore(at))
                .map(since -> deadline.plus(Duration.between(since, at)))
                .orElse(deadline);
        Optional<Instant> since = paused ? pausedSince.or(() -> Optional.of(at)) : Optional.empty();
        return new ActionState(name, attempt, stageAttempt, startedAt, moved, takes, since, passed, reached, next);
    }

    /** It has let those begin that come after it. */
    ActionState passing(ActionResult result, Optional<GraphPoint> point, ActionPhase next, Instant at) {
        ActionState on = in(next, at);
        return new ActionState(
                name,
                attempt,
                stageAttempt,
                startedAt,
                on.deadline,
                takes,
                on.pausedSince,
                Optional.of(result),
                point,
                next);
    }

    /** Whether it may pass now: once, or each time that it comes further in its release graph. */
    boolean mayPass(Optional<GraphPoint> point) {
        return isHolding()
                || (isTail()
                        && point.isPresent()
                        && reached.filter(known -> known.compareTo(point.get()) < 0)
                                .isPresent());
    }

    /** Whether those that come after it wait for it. */
    public boolean isHolding() {
        return !phase.hasEnded() && passed.isEmpty();
    }

    /** Whether it goes on although those that come after it do not wait for it. */
    public boolean isTail() {
        return !phase.hasEnded() && passed.isPresent();
    }

    /** What it puts out; absent as long as those that come after it wait for it, and once it has failed. */
    public Optional<ActionResult> result() {
        return switch (phase) {
            case ActionPhase.Succeeded succeeded -> Optional.of(succeeded.result());
            case ActionPhase.Running ignored -> passed;
            case ActionPhase.Waiting ignored -> passed;
            case ActionPhase.Failed ignored -> Optional.empty();
            case ActionPhase.Abandoned ignored -> Optional.empty();
        };
    }

    private static boolean isPaused(ActionPhase phase) {
        return phase instanceof ActionPhase.Waiting waiting
                && waiting.until()
                        .asked()
                        .filter(Asking.Continuation.class::isInstance)
                        .isPresent();
    }
}

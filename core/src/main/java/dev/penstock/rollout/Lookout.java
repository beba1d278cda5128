package dev.penstock.rollout;

import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Asking;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import dev.penstock.rollout.ReleaseState.Stay;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at a target while its release stays where it is: whether it is well, and nobody else has changed it. */
final class Lookout<C, T> {

    /** How long to leave between two looks while the target is well and people are waited for. */
    private static final Duration BETWEEN_QUIET_LOOKS = Duration.ofMinutes(1);

    private static final int BAD_LOOKS = 3;

    private final ReleaseRun<C, T> run;
    private final OnTheWay on;

    Lookout(ReleaseRun<C, T> run, OnTheWay on) {
        this.run = run;
        this.on = on;
    }

    /** What was seen. */
    sealed interface Seen {

        /**
         * The release may stay.
         *
         * @param position where the target is
         * @param on where the release is with this look
         * @param ill what is not well, and may pass
         */
        record Staying(Position position, OnTheWay on, Optional<String> ill) implements Seen {

            /** The same, looked at sooner where AWS tells that one of some resources has changed. */
            Staying toldOf(List<ResourceId> resources) {
                return new Staying(position.toldOf(resources), on, ill);
            }
        }

        /** The release goes back, or is left alone. */
        record Turned(StepResult<ReleaseState> result) implements Seen {}
    }

    /**
     * Looks.
     *
     * @param expected the shares of requests of which the new version must have one
     * @param isPromoted whether somebody wants to go on though it may not be well
     */
    Seen look(Set<Share> expected, boolean isPromoted) throws IOException, InterruptedException {
        Position position = run.position(on);
        return switch (position.condition()) {
            case Condition.Overtaken(ActionFailure failure) -> turned(failure, Aftermath.OUT_OF_HAND);
            case Condition.Broken(ActionFailure failure) -> turned(failure, Aftermath.CHANGED);
            case Condition.Ill(String why) -> looked(position, expected, Optional.of(why), isPromoted);
            case Condition.Well() -> looked(position, expected, Optional.empty(), isPromoted);
        };
    }

    private Seen looked(Position position, Set<Share> expected, Optional<String> ill, boolean isPromoted)
            throws IOException, InterruptedException {
        Optional<Share> changed = position.share().filter(found -> !expected.contains(found));
        if (changed.isPresent()) {
            return turned(ReleaseEnd.sharesChanged(run.release().share(), changed.get()), Aftermath.OUT_OF_HAND);
        }
        // What wakes it between looks, such as a change of something else, is no look of its own.
        Instant now = run.release().action().now();
        boolean isLook = on.stay()
                .lookedAt()
                .map(last -> !now.isBefore(last.plus(ReleaseRun.BETWEEN_LOOKS)))
                .orElse(true);
        Stay stay = isLook ? on.stay().looked(ill.isPresent(), now) : on.stay();
        if (ill.isPresent() && stay.illLooks() >= BAD_LOOKS && !isPromoted) {
            return turned(ReleaseEnd.ill(ill.get(), stay.illLooks()), Aftermath.CHANGED);
        }
        return new Seen.Staying(awaited(position), on.with(stay), ill);
    }

    /** Where looks cost, nothing is watched between them: each watch begins with a look of its own. */
    private Position awaited(Position position) {
        return run.release().action().betweenLooks().isZero() ? position : position.lookedAtInTime();
    }

    private Seen turned(ActionFailure failure, Aftermath aftermath) throws IOException, InterruptedException {
        return new Seen.Turned(run.turnBack(on, failure, aftermath));
    }

    /** How long to leave between two looks: what is ill is looked at again as soon as anywhere. */
    Duration pause(Seen.Staying seen) {
        Duration least = run.release().action().betweenLooks();
        return seen.ill().isPresent() || least.compareTo(ReleaseRun.BETWEEN_LOOKS) < 0
                ? ReleaseRun.BETWEEN_LOOKS
                : least;
    }

    private Instant nextLook(Seen.Staying seen) {
        Duration pause = seen.ill().isPresent() ? ReleaseRun.BETWEEN_LOOKS : BETWEEN_QUIET_LOOKS;
        return run.release().action().now().plus(pause);
    }

    /** Until a time has come; the target is looked at meanwhile. */
    StepResult<ReleaseState> awaitTime(Seen.Staying seen, Instant time, String summary) {
        return new StepResult.Await<>(
                seen.on(), Waits.until(seen.position(), nextLook(seen), time), summary + words(seen));
    }

    private static String words(Seen.Staying seen) {
        return seen.ill().map(why -> ": " + why).orElse("");
    }

    /** Until people have done what they are asked for; the target is looked at meanwhile. */
    StepResult<ReleaseState> awaitPeople(Seen.Staying seen, Asking asked, String summary) {
        Instant next = nextLook(seen);
        Instant due = !(asked instanceof Asking.Continuation) && next.isAfter(on.deadline()) ? on.deadline() : next;
        return new StepResult.Await<>(
                seen.on(),
                new Wait.ForAnyResource(
                        seen.position().watch(),
                        Optional.of(due),
                        Optional.of(asked),
                        seen.position().toldOf()),
                summary + words(seen));
    }

    /** Until people have done what they are asked for, where there is nothing yet to look at. */
    static StepResult<ReleaseState> awaitPeople(OnTheWay on, Asking asked, String summary) {
        Optional<Instant> due = asked instanceof Asking.Approval ? Optional.of(on.deadline()) : Optional.empty();
        return new StepResult.Await<>(on, new Wait.ForAnyResource(List.of(), due, Optional.of(asked)), summary);
    }
}

package dev.penstock.rollout;

import dev.penstock.action.StepResult;
import dev.penstock.calendar.ReleaseCalendar;
import dev.penstock.execution.Wait;
import dev.penstock.rollout.Lookout.Seen;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Holds a release before a step until its calendar lets it go on. What runs already is watched meanwhile. */
final class Opening<C, T> {

    private final ReleaseRun<C, T> run;
    private final ReleaseCalendar calendar;
    private final Instant now;

    Opening(ReleaseRun<C, T> run, ReleaseCalendar calendar) {
        this.run = run;
        this.calendar = calendar;
        this.now = run.release().action().now();
    }

    /** Whether the calendar counts for a step: those by which a release begins, and by which users get the new version. */
    private static boolean counts(ReleaseStep step) {
        return switch (step) {
            case ReleaseStep.Prepare() -> true;
            case ReleaseStep.Shift shift -> true;
            case ReleaseStep.Replace replace -> true;
            case ReleaseStep.ScaleUp up -> false;
            case ReleaseStep.Test() -> false;
            case ReleaseStep.Finish() -> false;
            case ReleaseStep.Bake bake -> false;
            case ReleaseStep.Approve approve -> false;
            case ReleaseStep.Hold hold -> false;
        };
    }

    /**
     * What is waited for before the step at hand; absent if nothing is.
     *
     * @param isWatched whether anything runs that can be looked at
     * @param expected the shares of requests of which the new version must have one
     */
    Optional<StepResult<ReleaseState>> await(OnTheWay on, boolean isWatched, Set<Share> expected)
            throws IOException, InterruptedException {
        if (calendar.isAlways() || on.begun() || !counts(on.plan().steps().get(on.step()))) {
            return Optional.empty();
        }
        if (calendar.allows(now) && !now.isBefore(on.since())) {
            calendar.overridden(now)
                    .ifPresent(freeze -> run.release()
                            .action()
                            .log("Goes on though it is " + freeze.words() + ". It was overridden: "
                                    + calendar.override().orElse("")));
            return Optional.empty();
        }
        return Optional.of(hold(scheduled(on), isWatched, expected));
    }

    /** Each release has a moment of its own after an opening, so that not all begin in the same second. */
    private OnTheWay scheduled(OnTheWay on) {
        if (now.isBefore(on.since())) {
            return on;
        }
        long seed = UUID.fromString(run.release().action().token("moment of step " + on.step()))
                .getLeastSignificantBits();
        Instant due = calendar.nextAllowed(now, seed);
        run.release().action().log(sentence(on, due));
        return on.beginningAt(due, now);
    }

    private String sentence(OnTheWay on, Instant due) {
        return "Waits until " + due + " before " + ReleaseRun.words(on) + ": "
                + calendar.obstacle(now).orElse("its moment") + ".";
    }

    private StepResult<ReleaseState> hold(OnTheWay on, boolean isWatched, Set<Share> expected)
            throws IOException, InterruptedException {
        String summary = ReleaseRun.words(on) + ": waits until " + on.since()
                + calendar.obstacle(now).map(why -> ", " + why).orElse("");
        if (!isWatched) {
            return new StepResult.Await<>(on, new Wait.Until(on.since()), summary);
        }
        Lookout<C, T> lookout = new Lookout<>(run, on);
        return switch (lookout.look(expected, false)) {
            case Seen.Turned(StepResult<ReleaseState> result) -> result;
            case Seen.Staying seen -> lookout.awaitTime(seen, on.since(), summary);
        };
    }
}

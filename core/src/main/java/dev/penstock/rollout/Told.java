package dev.penstock.rollout;

import dev.penstock.action.Instruction;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import dev.penstock.rollout.ReleaseState.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people told a release since its last step, put together.
 *
 * @param on where it is with that
 * @param promote to skip what is left of the wait that it is at
 * @param rollBack to go back
 * @param lines for the log
 */
record Told(OnTheWay on, Optional<Instruction> promote, Optional<Instruction> rollBack, List<String> lines) {

    Told {
        lines = List.copyOf(lines);
    }

    /** Puts instructions together, in the order in which they were given. */
    static Told of(List<Instruction> instructions, OnTheWay before, Instant now) {
        OnTheWay on = before;
        Optional<Instruction> promote = Optional.empty();
        Optional<Instruction> rollBack = Optional.empty();
        List<String> lines = new ArrayList<>();
        for (Instruction each : instructions) {
            switch (each.kind()) {
                case PAUSE -> {
                    lines.add(
                            on.pause().isPresent()
                                    ? "Told to pause by " + each.source() + ". It is paused already."
                                    : "Paused by " + ReleaseEnd.because(each.by(), each.reason()));
                    Pause begun = new Pause(each.by(), each.reason(), now);
                    on = on.with(on.pause().or(() -> Optional.of(begun)));
                }
                case CONTINUE -> {
                    lines.add(
                            on.pause().isPresent()
                                    ? "Goes on, by " + ReleaseEnd.because(each.by(), each.reason())
                                    : "Told to go on by " + each.source() + ". It was not paused.");
                    on = goingOn(on, now);
                }
                case PROMOTE -> {
                    boolean waits = on.plan().steps().get(on.step()) instanceof ReleaseStep.Bake;
                    lines.add(
                            waits
                                    ? "Promoted by " + ReleaseEnd.because(each.by(), each.reason())
                                    : "Told to promote by " + each.source() + ". There is no bake time to skip now.");
                    promote = waits ? Optional.of(each) : promote;
                    on = goingOn(on, now);
                }
                case ROLL_BACK -> rollBack = rollBack.or(() -> Optional.of(each));
            }
        }
        return new Told(on, promote, rollBack, lines);
    }

    /** The time in which it was paused does not count. */
    private static OnTheWay goingOn(OnTheWay on, Instant now) {
        return on.pause()
                .map(pause -> on.with(Optional.empty()).until(on.deadline().plus(Duration.between(pause.at(), now))))
                .orElse(on);
    }
}

package dev.penstock.simulator.page;

import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** The clock: read, set, moved on, sped up, stopped. */
final class TimePages {

    /** More than any rollout takes; lives without end would be played for hours. */
    private static final Duration LONGEST_STEP = Duration.ofDays(366);

    private final SimulatedTime time;

    TimePages(SimulatedTime time) {
        this.time = time;
    }

    /** Does what a {@code POST} under {@code time} asks. */
    void change(String what, byte[] body) {
        switch (what) {
            case "time" -> set(Body.read(body, Set.of("now")).instant("now"));
            case "time/advance" -> advance(Body.read(body, Set.of("by")).duration("by"));
            case "time/scale" -> scale(Body.read(body, Set.of("factor")).number("factor"));
            case "time/pause" -> byItself(time::pause);
            case "time/continue" -> byItself(time::resume);
            default -> throw ControlPages.unknown(what);
        }
    }

    /** Writes what the clock says, as the object that the generator stands in. */
    void write(JsonGenerator out) {
        out.writeStringProperty("now", time.now().toString());
        out.writeStringProperty("mode", time.mode().name().toLowerCase(Locale.ROOT));
        if (time.mode() == SimulatedTime.Mode.SCALED) {
            out.writeNumberProperty("factor", time.factor());
            out.writeBooleanProperty("paused", time.isPaused());
        }
    }

    private void set(Instant to) {
        Instant now = time.now();
        if (to.isBefore(now)) {
            throw conflict("It is " + now + " already, and time does not go back.");
        }
        advance(Duration.between(now, to));
    }

    private void advance(Duration by) {
        if (by.isNegative()) {
            throw Body.wrong("Time does not go back: 'by' must not be negative.");
        }
        if (by.compareTo(LONGEST_STEP) > 0) {
            throw Body.wrong("Time moves at most " + LONGEST_STEP.toDays() + " days at once.");
        }
        time.advance(by);
    }

    private void scale(double factor) {
        try {
            byItself(() -> time.scale(factor));
        } catch (IllegalArgumentException e) {
            throw Body.wrong("'factor' must be more than 0 and at most 1000000.");
        }
    }

    private static void byItself(Runnable change) {
        try {
            change.run();
        } catch (IllegalStateException e) {
            throw conflict("This clock does not move by itself, so it has no pace and cannot be stopped.");
        }
    }

    private static ServiceError conflict(String why) {
        return ServiceError.of(409, "Conflict", why);
    }
}

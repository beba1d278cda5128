package dev.penstock.metric;

import dev.penstock.verdict.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which windows of time are due. */
final class Windows {

    private Windows() {}

    /**
     * Windows of equal length that begin at multiples of it, as CloudWatch's periods do, and that are complete and settled.
     *
     * @param from when the first may begin
     * @param share since when the traffic is shared out as it is now: a window that began before and ended after it counts under
     *     two shares and is left out
     * @param lag how long after its end a window is settled
     * @param most how many there are at most, the oldest first
     */
    static List<Window> settled(Instant from, Instant share, Instant now, Duration length, Duration lag, int most) {
        long step = length.toMillis();
        Instant start = Instant.ofEpochMilli(Math.ceilDiv(ceilMillis(from), step) * step);
        List<Window> windows = new ArrayList<>();
        while (windows.size() < most && !start.plus(length).plus(lag).isAfter(now)) {
            Instant end = start.plus(length);
            if (!start.isBefore(share) || !end.isAfter(share)) {
                windows.add(new Window(start, end));
            }
            start = end;
        }
        return windows;
    }

    /** When the first of {@link #settled} is settled. */
    static Instant nextSettled(Instant from, Instant share, Duration length, Duration lag) {
        long step = length.toMillis();
        Instant start = Instant.ofEpochMilli(Math.ceilDiv(ceilMillis(from), step) * step);
        boolean isDivided = start.isBefore(share) && start.plus(length).isAfter(share);
        return start.plus(isDivided ? length.multipliedBy(2) : length).plus(lag);
    }

    /** When there is a window of {@link #latest}. */
    static Instant nextLatest(Instant from, Instant share, Duration length) {
        return (from.isBefore(share) ? share : from).plus(length);
    }

    /** The window that ends now, if none that was taken reaches into it and the traffic was shared out alike in all of it. */
    static List<Window> latest(Instant from, Instant share, Instant now, Duration length) {
        Instant start = now.minus(length);
        boolean isDue = !start.isBefore(from) && !start.isBefore(share);
        return isDue ? List.of(new Window(start, now)) : List.of();
    }

    private static long ceilMillis(Instant instant) {
        long millis = instant.toEpochMilli();
        return Instant.ofEpochMilli(millis).isBefore(instant) ? millis + 1 : millis;
    }
}

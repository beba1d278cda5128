package dev.penstock.rollout.configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How traffic is moved to a new version ({@code TrafficRoutingConfig}). */
public sealed interface TrafficRouting {

    /** From the first shift to the last, two days ("Deployment configurations on an AWS Lambda compute platform"). */
    Duration LONGEST = Duration.ofDays(2);

    /** The most that one increment may move before all, in per cent. */
    int LARGEST_INCREMENT = 99;

    /** All traffic, in per cent. */
    int ALL = 100;

    /** The shifts, in order; the last one moves all traffic. At least one. */
    List<Shift> shifts();

    /** From the first shift to the last. */
    default Duration duration() {
        return shifts().stream().map(Shift::pause).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * A shift of traffic.
     *
     * @param percent the share of traffic that the new version has after it, 1 to 100
     * @param pause how long it stays so before the next shift; zero after the last
     */
    record Shift(int percent, Duration pause) {

        public Shift {
            if (percent < 1 || percent > ALL) {
                throw new IllegalArgumentException("a share is 1 to 100 per cent, not " + percent);
            }
        }
    }

    /** All traffic in one shift. */
    record AllAtOnce() implements TrafficRouting {

        @Override
        public List<Shift> shifts() {
            return List.of(new Shift(ALL, Duration.ZERO));
        }
    }

    /**
     * Two shifts ({@code TimeBasedCanary}).
     *
     * @param percent moved by the first, 1 to 99
     * @param interval between the two, a minute to two days
     */
    record TimeBasedCanary(int percent, Duration interval) implements TrafficRouting {

        public TimeBasedCanary {
            check(percent, interval);
            if (interval.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("two days at most, not " + interval);
            }
        }

        @Override
        public List<Shift> shifts() {
            return List.of(new Shift(percent, interval), new Shift(ALL, Duration.ZERO));
        }
    }

    /**
     * Equal shifts ({@code TimeBasedLinear}); the last one moves what is left.
     *
     * @param percent moved by each, 1 to 99
     * @param interval between two of them, a minute or more; two days at most from the first to the last
     */
    record TimeBasedLinear(int percent, Duration interval) implements TrafficRouting {

        public TimeBasedLinear {
            check(percent, interval);
            if (interval.multipliedBy(pauses(percent)).compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("two days at most, not " + pauses(percent) + " times " + interval);
            }
        }

        /** How many intervals lie between the first shift and the last. */
        static int pauses(int percent) {
            return (ALL - 1) / percent;
        }

        @Override
        public List<Shift> shifts() {
            List<Shift> shifts = new ArrayList<>();
            for (int moved = percent; moved < ALL; moved += percent) {
                shifts.add(new Shift(moved, interval));
            }
            shifts.add(new Shift(ALL, Duration.ZERO));
            return List.copyOf(shifts);
        }
    }

    private static void check(int percent, Duration interval) {
        if (percent < 1 || percent > LARGEST_INCREMENT) {
            throw new IllegalArgumentException("an increment is 1 to 99 per cent, not " + percent);
        }
        if (interval.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("an interval is a minute or more, not " + interval);
        }
    }
}

package dev.penstock.release;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * In which steps a new revision gets the users' requests, and how long each step may be looked at before the next.
 *
 * @param stops rising shares; the last is all of them, and its time is the bake under which the old revision is still there
 * @param test how long tests may take before the first step; zero if there are none
 * @param before how long it may wait for the first step, after tests
 */
public record TrafficRamp(List<Stop> stops, Duration test, Duration before) {

    public TrafficRamp {
        stops = List.copyOf(stops);
        if (stops.isEmpty() || stops.getLast().perMille() != RevisionTraffic.ALL) {
            throw new IllegalArgumentException("the last step of a ramp is 100 %");
        }
        for (int i = 1; i < stops.size(); i++) {
            if (stops.get(i).perMille() <= stops.get(i - 1).perMille()) {
                throw new IllegalArgumentException("the steps of a ramp rise, and these do not: " + words(stops));
            }
        }
        if (test.isNegative()) {
            throw new IllegalArgumentException("tests take no negative time");
        }
    }

    /** A ramp that does not wait for its first step. */
    public TrafficRamp(List<Stop> stops, Duration test) {
        this(stops, test, Duration.ZERO);
    }

    /** The shares before the last, which is all. */
    List<Integer> partial() {
        return stops.subList(0, stops.size() - 1).stream().map(Stop::perMille).toList();
    }

    @Override
    public String toString() {
        return words(stops);
    }

    private static String words(List<Stop> stops) {
        return stops.stream().map(Stop::toString).collect(Collectors.joining(", "));
    }

    /** Per mille in words: {@code 2.5 %}. */
    static String percent(int perMille) {
        return perMille / 10 + (perMille % 10 == 0 ? "" : "." + perMille % 10) + " %";
    }

    /**
     * A step.
     *
     * @param perMille of the users' requests, 1 to 1000
     * @param longest how long it may last at most, with whatever decides
     */
    public record Stop(int perMille, Duration longest) {

        public Stop {
            if (perMille < 1 || perMille > RevisionTraffic.ALL) {
                throw new IllegalArgumentException("a step is 0.1 % to 100 %, and this is " + percent(perMille));
            }
            if (longest.isNegative()) {
                throw new IllegalArgumentException("a step lasts no negative time");
            }
        }

        @Override
        public String toString() {
            return percent(perMille);
        }
    }
}

package dev.penstock.testing;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.simulate.Sampling;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * Requests of users over virtual time, divided between canary and baseline, of which some are bad. Counts of a time are the
 * same however often they are asked for, and drawn from a seed.
 */
public final class ScriptedTraffic {

    private static final double SECONDS = 60;

    /**
     * How it is from some time on.
     *
     * @param perMinute requests to both arms
     * @param canaryShare the canary's share of them, 0 to 1
     * @param canaryBad the share of the canary's requests that are bad, 0 to 1
     * @param baselineBad the share of the baseline's requests that are bad, 0 to 1
     */
    public record Course(double perMinute, double canaryShare, double canaryBad, double baselineBad) {

        /** Nobody comes. */
        public static final Course QUIET = new Course(0, 0, 0, 0);
    }

    private final NavigableMap<Instant, Course> courses = new TreeMap<>();
    private final long seed;

    /** Nobody comes until it is said otherwise. */
    public ScriptedTraffic(long seed) {
        this.seed = seed;
    }

    /** Says how it is from some time on. */
    public synchronized ScriptedTraffic from(Instant start, Course course) {
        courses.put(start, course);
        return this;
    }

    /** What the canary got from one whole second until another. */
    public ArmCounts canary(Instant start, Instant end) {
        return counts(true, start, end);
    }

    /** What the baseline got from one whole second until another. */
    public ArmCounts baseline(Instant start, Instant end) {
        return counts(false, start, end);
    }

    private synchronized ArmCounts counts(boolean isCanary, Instant start, Instant end) {
        ArmCounts sum = ArmCounts.NONE;
        for (long second = start.getEpochSecond(); second < end.getEpochSecond(); second++) {
            var course = courses.floorEntry(Instant.ofEpochSecond(second));
            if (course != null && course.getValue().perMinute() > 0) {
                sum = sum.plus(drawn(course.getValue(), isCanary, second));
            }
        }
        return sum;
    }

    private ArmCounts drawn(Course course, boolean isCanary, long second) {
        Random random = new Random(seed * 31 + second * 2 + (isCanary ? 1 : 0));
        random.nextDouble();
        double share = isCanary ? course.canaryShare() : 1 - course.canaryShare();
        double bad = isCanary ? course.canaryBad() : course.baselineBad();
        double mean = course.perMinute() / SECONDS * share;
        long failed = Sampling.poisson(mean * bad, random);
        return new ArmCounts(failed + Sampling.poisson(mean * (1 - bad), random), failed);
    }
}

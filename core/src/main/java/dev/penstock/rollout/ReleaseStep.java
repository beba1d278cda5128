package dev.penstock.rollout;

import dev.penstock.execution.GraphPoint;
import java.time.Duration;

/** A step of a plan. */
public sealed interface ReleaseStep {

    /** A step that the target carries out. */
    sealed interface OfTarget extends ReleaseStep {}

    /** Makes the new version known to the platform, without starting it. */
    record Prepare() implements OfTarget {

        @Override
        public String toString() {
            return "prepare";
        }
    }

    /**
     * Starts the new version beside the old one, without traffic.
     *
     * @param capacity of what the old one has, above 0
     */
    record ScaleUp(Share capacity) implements OfTarget {

        @Override
        public String toString() {
            return capacity.equals(Share.ALL) ? "scale up" : "scale up to " + capacity;
        }
    }

    /** Tries the new version before users have it. */
    record Test() implements OfTarget {

        @Override
        public String toString() {
            return "test";
        }
    }

    /**
     * Lets a share of the requests go to the new version.
     *
     * @param share of all requests, not of those that the old one has still
     */
    record Shift(Share share) implements OfTarget {

        @Override
        public String toString() {
            return share + " of requests";
        }
    }

    /** Replaces the old version. */
    record Replace(Replacement how) implements OfTarget {

        @Override
        public String toString() {
            return switch (how) {
                case Replacement.AllAtOnce() -> "replace all at once";
                case Replacement.InPlace() -> "replace in place";
                case Replacement.Batches(BatchSize size, boolean additional) ->
                    "replace by " + size + (additional ? ", one part more for the time being" : "");
                case Replacement.Immutable() -> "replace by a new set";
            };
        }
    }

    /** Ends what is not needed any more. */
    record Finish() implements OfTarget {

        @Override
        public String toString() {
            return "finish";
        }
    }

    /**
     * Leaves everything as it is and looks whether it is well.
     *
     * @param time for how long, unless the verdict comes earlier
     * @param judged whether the verdict is asked; else only the target's own health counts
     */
    record Bake(Duration time, boolean judged) implements ReleaseStep {

        public Bake {
            if (time.isNegative()) {
                throw new IllegalArgumentException("a bake time is not negative: " + time);
            }
        }

        @Override
        public String toString() {
            return "bake for " + Words.of(time);
        }
    }

    /**
     * Waits until the others of its release graph have come as far, with the share of requests that it has.
     *
     * @param point how far
     */
    record Hold(GraphPoint point) implements ReleaseStep {

        @Override
        public String toString() {
            return switch (point) {
                case SHARE -> "wait until all others have their share";
                case PROVEN -> "wait until all others are proven";
                case MOVED -> "wait until all others have moved";
                case READY -> "keep what ran before until all others have moved";
            };
        }
    }

    /**
     * Waits until a person approves.
     *
     * @param question what they are asked
     */
    record Approve(String question) implements ReleaseStep {

        @Override
        public String toString() {
            return "approval";
        }
    }
}

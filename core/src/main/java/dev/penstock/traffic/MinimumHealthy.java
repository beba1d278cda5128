package dev.penstock.traffic;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many targets of a group must be healthy before it gets a share of the requests. One must be in any case. */
public sealed interface MinimumHealthy {

    /** As many as carry its share on the side that is live. */
    MinimumHealthy AS_LIVE = new OfLive(100);

    /** How many must be healthy for a share. */
    int needed(TrafficShare share, TargetGroupHealth live);

    /**
     * So many per cent of its share of the live side's healthy targets, rounded up.
     *
     * @param percent 1 to 1000: less than 100 where the new targets are larger than those that are live, more where they begin
     *     slowly
     */
    record OfLive(int percent) implements MinimumHealthy {

        private static final int MOST = 1000;

        public OfLive {
            if (percent < 1 || percent > MOST) {
                throw new IllegalArgumentException("1 to 1000 per cent of the live side, not " + percent);
            }
        }

        @Override
        public int needed(TrafficShare share, TargetGroupHealth live) {
            long exact = Math.ceilDiv((long) live.healthy() * share.perMille() * percent, 1000L * 100);
            return share.equals(TrafficShare.NONE) ? 0 : (int) Math.max(1, exact);
        }

        @Override
        public String toString() {
            return percent + "%";
        }
    }

    /**
     * So many, whatever the share is.
     *
     * @param targets at least 1
     */
    record Count(int targets) implements MinimumHealthy {

        public Count {
            if (targets < 1) {
                throw new IllegalArgumentException("at least one target must be healthy, not " + targets);
            }
        }

        @Override
        public int needed(TrafficShare share, TargetGroupHealth live) {
            return share.equals(TrafficShare.NONE) ? 0 : targets;
        }

        @Override
        public String toString() {
            return Integer.toString(targets);
        }
    }

    /** Reads {@code 2} or {@code 50%}; empty if it is neither a count from 1 nor 1 to 1000 per cent. */
    static Optional<MinimumHealthy> of(String text) {
        Matcher parts = Form.TEXT.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(parts.group(1));
        boolean isPercent = !parts.group(2).isEmpty();
        return number < 1 || (isPercent && number > OfLive.MOST)
                ? Optional.empty()
                : Optional.of(isPercent ? new OfLive(number) : new Count(number));
    }

    /** How a setting is written. */
    final class Form {

        private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})(| ?%)");

        private Form() {}
    }
}

package dev.penstock.rollout.weight;

import dev.penstock.rollout.Share;
import dev.penstock.traffic.TargetGroupHealth;
import java.util.Optional;

/** How many targets of a group must be healthy before it gets a share of the requests. One must be in any case. */
public sealed interface MinimumHealthy {

    /** As many as carry its share on the side that is live. */
    MinimumHealthy AS_LIVE = new OfLive(Share.ALL);

    /** How many must be healthy for a share. */
    int needed(Share share, TargetGroupHealth live);

    /**
     * So much of its share of the live side's healthy targets, rounded up.
     *
     * @param part above 0: less than all where the new targets are larger than those that are live
     */
    record OfLive(Share part) implements MinimumHealthy {

        private static final long WHOLE = 1000L * 1000;

        public OfLive {
            if (part.equals(Share.NONE)) {
                throw new IllegalArgumentException("without a healthy target nothing is answered");
            }
        }

        @Override
        public int needed(Share share, TargetGroupHealth live) {
            long exact = Math.ceilDiv((long) live.healthy() * share.permille() * part.permille(), WHOLE);
            return share.equals(Share.NONE) ? 0 : (int) Math.max(1, exact);
        }

        @Override
        public String toString() {
            return part.toString();
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
        public int needed(Share share, TargetGroupHealth live) {
            return share.equals(Share.NONE) ? 0 : targets;
        }

        @Override
        public String toString() {
            return Integer.toString(targets);
        }
    }

    /** Reads {@code 2} or {@code 50 %}; empty if it is neither a count from 1 nor above 0 and at most 100 per cent. */
    static Optional<MinimumHealthy> of(String text) {
        if (text.endsWith("%")) {
            return Share.parse(text).filter(share -> !share.equals(Share.NONE)).map(OfLive::new);
        }
        boolean isCount = !text.isEmpty() && text.length() <= 6 && text.chars().allMatch(Character::isDigit);
        return isCount && Integer.parseInt(text) > 0
                ? Optional.of(new Count(Integer.parseInt(text)))
                : Optional.empty();
    }
}

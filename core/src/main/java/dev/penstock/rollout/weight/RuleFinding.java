package dev.penstock.rollout.weight;

/**
 * What stands in the way of dividing requests by a rule, or makes it worth less.
 *
 * @param kind what it is
 * @param message in sentences: the fact, then what would be right
 */
public record RuleFinding(Kind kind, String message) {

    /** What it is. */
    public enum Kind {
        /** There is no such rule. */
        GONE(true),
        /** It is the listener's default rule, whose actions only the listener can change. */
        DEFAULT_RULE(true),
        /** It sends clients to another URL. */
        REDIRECT(true),
        /** It answers by itself, and no target group gets a request. */
        ANSWERS(true),
        /** It sends requests to groups that are neither of the two. */
        OTHER_GROUPS(true),
        /** It divides requests already. */
        ALREADY_DIVIDED(true),
        /** The group that shall get the requests has them, and the one that is taken for live has none. */
        WRONG_SIDE(true),
        /** Both sides are the same group. */
        SAME_GROUP(true),
        /** Clients stay with the group that they came to first. */
        STICKY(false);

        private final boolean isFatal;

        Kind(boolean isFatal) {
            this.isFatal = isFatal;
        }

        /** Whether requests cannot be divided so; what is not fatal is a warning. */
        public boolean isFatal() {
            return isFatal;
        }
    }
}

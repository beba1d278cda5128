package dev.penstock.document;

import java.util.regex.Pattern;

/**
 * Matches patterns that others wrote. Java's matcher tries again and again, so that a pattern such as {@code (a|aa)+\1?z} takes longer
 * than anybody waits for a text of a few dozen characters. Here it has an end: after so many looks at a character that no
 * pattern in use needs as many.
 */
public final class PatternMatch {

    private static final int MOST_LOOKS = 2_000_000;

    private PatternMatch() {}

    /**
     * Whether the whole of a text matches.
     *
     * @param otherwise what is said if it takes too long
     */
    public static boolean matches(Pattern pattern, String text, boolean otherwise) {
        try {
            return pattern.matcher(new Watched(text, 0, text.length(), new int[1]))
                    .matches();
        } catch (TooLong | StackOverflowError e) {
            return otherwise;
        }
    }

    /** A text that counts how often it is looked at. */
    private record Watched(String text, int from, int to, int[] looks) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (++looks[0] > MOST_LOOKS) {
                throw new TooLong();
            }
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text, from + start, from + end, looks);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }

    private static final class TooLong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLong() {
            super("too many looks", null, false, false);
        }
    }
}

package dev.penstock.simulator.elb;

import java.util.Locale;

/**
 * Patterns of rules: {@code *} is any number of characters, {@code ?} exactly one, and a backslash takes a wildcard as
 * itself. Source: ELB User Guide, "Condition types for listener rules".
 */
final class Wildcard {

    private Wildcard() {}

    static boolean matchesIgnoringCase(String pattern, String text) {
        return matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    }

    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            boolean literal = p + 1 < pattern.length() && pattern.charAt(p) == '\\' && isWild(pattern.charAt(p + 1));
            char c = p < pattern.length() ? pattern.charAt(literal ? p + 1 : p) : '\0';
            if (p < pattern.length() && !literal && c == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (c == text.charAt(t) || (!literal && c == '?'))) {
                p += literal ? 2 : 1;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean isWild(char c) {
        return c == '*' || c == '?' || c == '\\';
    }
}

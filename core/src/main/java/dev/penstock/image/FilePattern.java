package dev.penstock.image;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** File patterns as Go's {@code filepath.Match} has them, with {@code **}: what {@code COPY} and {@code .dockerignore} take. */
public final class FilePattern {

    private FilePattern() {}

    /** Whether a text has a character with a meaning in patterns. */
    public static boolean isPattern(String text) {
        return text.chars().anyMatch(character -> character == '*' || character == '?' || character == '[');
    }

    /** The pattern as a regular expression for whole names with forward slashes. */
    public static Pattern compile(String pattern) {
        var regex = new StringBuilder();
        int i = 0;
        while (i < pattern.length()) {
            char character = pattern.charAt(i);
            if (pattern.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 3;
            } else if (pattern.startsWith("**", i)) {
                regex.append(".*");
                i += 2;
            } else if (character == '[') {
                i = characterClass(pattern, i, regex);
            } else {
                if (character == '*') {
                    regex.append("[^/]*");
                } else if (character == '?') {
                    regex.append("[^/]");
                } else if (character == '\\' && i + 1 < pattern.length()) {
                    regex.append(Pattern.quote(pattern.substring(++i, i + 1)));
                } else {
                    regex.append(Pattern.quote(String.valueOf(character)));
                }
                i++;
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(pattern));
        }
    }

    private static int characterClass(String pattern, int open, StringBuilder regex) {
        int close = pattern.indexOf(']', open + 2);
        if (close < 0) {
            regex.append("\\[");
            return open + 1;
        }
        String inside = pattern.substring(open + 1, close);
        regex.append('[')
                .append(inside.replace("\\", "\\\\").replace("[", "\\[").replace("&", "\\&"))
                .append(']');
        return close + 1;
    }
}

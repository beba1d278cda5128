package dev.penstock.beanstalk.bundle;

import dev.penstock.document.PatternMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An {@code .ebignore} file: which files of a folder stay out of the bundle, by the rules of {@code .gitignore} ("Configure the
 * EB CLI", Elastic Beanstalk Developer Guide; gitignore(5)). The last rule that fits decides. What is in a folder that stays out
 * stays out with it, whatever rules say of it.
 */
final class IgnoreRules {

    static final String FILE_NAME = ".ebignore";

    private final List<Rule> rules;

    private record Rule(Pattern pattern, boolean foldersOnly, boolean exception) {}

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    static IgnoreRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        text.lines().map(IgnoreRules::rule).forEach(rules::addAll);
        return new IgnoreRules(List.copyOf(rules));
    }

    /** Whether a file or folder itself stays out; what is above it was asked before. */
    boolean ignores(String name, boolean isFolder) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.exception() == ignored
                    && (isFolder || !rule.foldersOnly())
                    && PatternMatch.matches(rule.pattern(), name, false)) {
                ignored = !ignored;
            }
        }
        return ignored;
    }

    private static List<Rule> rule(String line) {
        String text = withoutTrailingSpaces(line);
        if (text.isEmpty() || text.startsWith("#")) {
            return List.of();
        }
        boolean exception = text.startsWith("!");
        text = exception ? text.substring(1) : text;
        boolean foldersOnly = text.endsWith("/");
        text = foldersOnly ? text.substring(0, text.length() - 1) : text;
        // A slash at the beginning or in the middle ties the pattern to the folder of the file.
        boolean tied = text.indexOf('/') >= 0;
        text = text.startsWith("/") ? text.substring(1) : text;
        return text.isEmpty() ? List.of() : List.of(new Rule(compile(text, tied), foldersOnly, exception));
    }

    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && (end < 2 || line.charAt(end - 2) != '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    private static Pattern compile(String pattern, boolean tied) {
        var regex = new StringBuilder(tied ? "" : "(?:.*/)?");
        int i = 0;
        while (i < pattern.length()) {
            char character = pattern.charAt(i);
            if (pattern.startsWith("**/", i) && (i == 0 || pattern.charAt(i - 1) == '/')) {
                regex.append("(?:.*/)?");
                i += 3;
            } else if (pattern.startsWith("**", i) && i + 2 == pattern.length() && i > 0) {
                regex.append(pattern.charAt(i - 1) == '/' ? ".+" : "[^/]*");
                i += 2;
            } else if (character == '[') {
                i = characterClass(pattern, i, regex);
            } else if (character == '\\' && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(pattern.substring(i + 1, i + 2)));
                i += 2;
            } else {
                regex.append(
                        character == '*'
                                ? "[^/]*"
                                : character == '?' ? "[^/]" : Pattern.quote(String.valueOf(character)));
                i++;
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            // A class such as [z-a]: it fits nothing but itself.
            return Pattern.compile(Pattern.quote(pattern));
        }
    }

    private static int characterClass(String pattern, int open, StringBuilder regex) {
        int first = open + 1;
        boolean negated = first < pattern.length() && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^');
        int begin = negated ? first + 1 : first;
        int close = pattern.indexOf(']', begin + 1);
        if (close < 0) {
            regex.append("\\[");
            return first;
        }
        String inside = pattern.substring(begin, close)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("&", "\\&")
                .replace("^", "\\^");
        regex.append("(?!/)[").append(negated ? "^" : "").append(inside).append(']');
        return close + 1;
    }
}

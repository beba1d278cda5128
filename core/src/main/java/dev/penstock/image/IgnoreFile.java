package dev.penstock.image;

import dev.penstock.document.PatternMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A {@code .dockerignore} file: which files of a context stay behind. The last pattern that fits decides; a pattern for a
 * folder fits all below it; {@code !} takes files back in. Patterns are relative to the context, {@code *} and {@code ?}
 * stop at slashes, {@code **} does not.
 */
public final class IgnoreFile {

    /** Leaves nothing behind. */
    public static final IgnoreFile NONE = new IgnoreFile(List.of());

    private final List<Rule> rules;

    private record Rule(Pattern pattern, boolean exception) {}

    private IgnoreFile(List<Rule> rules) {
        this.rules = rules;
    }

    /** Reads the file's text. */
    public static IgnoreFile parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String rule = line.strip();
            if (rule.isEmpty() || line.startsWith("#")) {
                continue;
            }
            boolean exception = rule.startsWith("!");
            String pattern = clean(exception ? rule.substring(1).strip() : rule);
            if (!pattern.isEmpty()) {
                rules.add(new Rule(FilePattern.compile(pattern), exception));
            }
        }
        return new IgnoreFile(List.copyOf(rules));
    }

    private static String clean(String pattern) {
        List<String> parts = new ArrayList<>();
        for (String part : pattern.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** Whether a file stays behind. Its name is relative to the context, with forward slashes. */
    public boolean ignores(String name) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.exception() == ignored && fitsItOrAFolderAbove(rule.pattern(), name)) {
                ignored = !ignored;
            }
        }
        return ignored;
    }

    private static boolean fitsItOrAFolderAbove(Pattern pattern, String name) {
        if (PatternMatch.matches(pattern, name, false)) {
            return true;
        }
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            if (PatternMatch.matches(pattern, name.substring(0, slash), false)) {
                return true;
            }
        }
        return false;
    }
}

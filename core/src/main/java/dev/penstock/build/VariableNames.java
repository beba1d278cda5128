package dev.penstock.build;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables of a shell in text that no shell sees: {@code $NAME} and <code>${NAME}</code>, nothing else. */
final class VariableNames {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");

    private VariableNames() {}

    /** Adds the names that a text refers to. */
    static void collect(String text, Set<String> names) {
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            names.add(name(matcher));
        }
    }

    /** The text with references replaced; those to variables that are not set become empty, as a shell does it. */
    static String replace(String text, Map<String, String> values) {
        return REFERENCE
                .matcher(text)
                .replaceAll(result -> Matcher.quoteReplacement(values.getOrDefault(name(result), "")));
    }

    private static String name(java.util.regex.MatchResult result) {
        String braced = result.group(1);
        return braced == null ? result.group(2) : braced;
    }
}

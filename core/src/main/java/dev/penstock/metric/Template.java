package dev.penstock.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders such as <code>${targetGroup}</code> that each arm fills with its own labels.
 *
 * @param text as it was written
 */
public record Template(String text) {

    /** The placeholder of PromQL for the length of a window, such as {@code 60s}. */
    public static final String WINDOW = "window";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    /** A label that the arm does not have. Caught before anybody sees it. */
    static final class UnknownLabelException extends Exception {

        private static final long serialVersionUID = 1L;

        UnknownLabelException(Arm arm, String label) {
            super(
                    "There is no label '" + label + "' of the arm '" + arm.name() + "', by which it could be counted.",
                    null,
                    false,
                    false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** The names of its placeholders, in order. */
    public List<String> placeholders() {
        List<String> names = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** The text with an arm's labels. */
    String of(Arm arm) throws UnknownLabelException {
        return of(arm, Function.identity());
    }

    /** The text with an arm's labels, each made fit for its place. */
    String of(Arm arm, Function<String, String> fit) throws UnknownLabelException {
        StringBuilder filled = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int from = 0;
        while (matcher.find()) {
            filled.append(text, from, matcher.start()).append(fit.apply(label(arm, matcher.group(1))));
            from = matcher.end();
        }
        return filled.append(text, from, text.length()).toString();
    }

    static String label(Arm arm, String name) throws UnknownLabelException {
        Optional<String> value = arm.label(name);
        if (value.isEmpty()) {
            throw new UnknownLabelException(arm, name);
        }
        return value.get();
    }
}

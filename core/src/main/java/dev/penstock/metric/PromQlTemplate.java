package dev.penstock.metric;

import dev.penstock.metric.Template.UnknownLabelException;
import java.time.Duration;
import java.util.Optional;

/**
 * A query with placeholders. Labels stand inside of quotes and are escaped as PromQL's strings are; where the quotes follow
 * {@code =~} or {@code !~} they match themselves and nothing else. <code>${window}</code> is the length of the window.
 *
 * <p>Source: Prometheus documentation, "Querying basics", String literals and Time series selectors.
 *
 * @param text as it was written
 */
public record PromQlTemplate(String text) {

    private static final String REGEX_SPECIAL = "\\.+*?()|[]{}^$";

    /** Where a placeholder stands. */
    private enum Place {
        BARE,
        STRING,
        REGEX,
        RAW
    }

    private interface Filler {
        /**
         * What stands for a placeholder.
         *
         * @param quote that it stands inside of
         */
        String fill(String name, Place place, char quote) throws UnknownLabelException;
    }

    /** What is wrong with it; empty when nothing is. One full sentence. */
    public Optional<String> problem() {
        String[] found = {""};
        try {
            fill((name, place, quote) -> {
                if (name.equals(Template.WINDOW) && place != Place.BARE) {
                    found[0] = "'${window}' stands inside of quotes, where it is no span of time.";
                } else if (!name.equals(Template.WINDOW) && place == Place.BARE) {
                    found[0] = "'${" + name + "}' does not stand inside of quotes, where it could be escaped.";
                } else if (place == Place.RAW) {
                    found[0] = "'${" + name + "}' stands inside of backquotes, where nothing can be escaped.";
                }
                return "";
            });
        } catch (UnknownLabelException e) {
            throw new IllegalStateException(e);
        }
        return Optional.of(found[0]).filter(text -> !text.isEmpty());
    }

    /** The query of an arm for windows of a length. */
    String of(Arm arm, Duration window) throws UnknownLabelException {
        return fill((name, place, quote) -> {
            if (name.equals(Template.WINDOW)) {
                return text(window);
            }
            String label = Template.label(arm, name);
            return escaped(place == Place.REGEX ? literally(label) : label, quote);
        });
    }

    private String fill(Filler filler) throws UnknownLabelException {
        StringBuilder filled = new StringBuilder();
        char quote = 0;
        boolean isRegex = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int end = c == '$' && text.startsWith("${", i) ? text.indexOf('}', i) : -1;
            if (end > 0) {
                filled.append(filler.fill(text.substring(i + 2, end), place(quote, isRegex), quote));
                i = end;
                continue;
            }
            filled.append(c);
            if (quote == 0 && (c == '"' || c == '\'' || c == '`')) {
                quote = c;
                isRegex = text.substring(0, i).stripTrailing().endsWith("~");
            } else if (quote != 0 && quote != '`' && c == '\\' && i + 1 < text.length()) {
                filled.append(text.charAt(++i));
            } else if (c == quote) {
                quote = 0;
            }
        }
        return filled.toString();
    }

    private static Place place(char quote, boolean isRegex) {
        return switch (quote) {
            case 0 -> Place.BARE;
            case '`' -> Place.RAW;
            default -> isRegex ? Place.REGEX : Place.STRING;
        };
    }

    /** A text that an RE2 expression takes for itself. */
    private static String literally(String value) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (REGEX_SPECIAL.indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }

    /** Of the quotes only the one that ends the string may be escaped. */
    private static String escaped(String value, char quote) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> escaped.append(c == quote ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }

    private static String text(Duration window) {
        return window.toMillis() % 1000 == 0 ? window.toSeconds() + "s" : window.toMillis() + "ms";
    }
}

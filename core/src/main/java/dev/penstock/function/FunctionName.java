package dev.penstock.function;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which function: a name, an ARN, or an account and a name ({@code FunctionName}, AWS Lambda API Reference), without a version or
 * an alias.
 *
 * @param text as it was written
 */
public record FunctionName(String text) {

    private static final Pattern FORM =
            Pattern.compile("(?:(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:)?[0-9]{12}:function:)?[a-zA-Z0-9_-]{1,64}");

    public FunctionName {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' does not name a function");
        }
    }

    /** A name, if it is one. */
    public static Optional<FunctionName> of(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new FunctionName(text)) : Optional.empty();
    }

    /** The name alone. */
    public String shortName() {
        return text.substring(text.lastIndexOf(':') + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}

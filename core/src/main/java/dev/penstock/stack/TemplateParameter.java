package dev.penstock.stack;

import dev.penstock.document.PatternMatch;
import dev.penstock.problem.SourceSpan;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A parameter as a template declares it ("Parameters section", AWS CloudFormation User Guide).
 *
 * @param name its name
 * @param type such as {@code String} or {@code CommaDelimitedList}
 * @param defaultValue its default
 * @param noEcho whether its value must not be shown
 * @param allowedValues the only values that it may have; empty if any may be
 * @param allowedPattern a regular expression that a value matches as a whole; empty if none is declared
 * @param lengths fewest and most characters
 * @param values lowest and highest number
 * @param place where it is declared
 */
record TemplateParameter(
        String name,
        String type,
        Optional<String> defaultValue,
        boolean noEcho,
        List<String> allowedValues,
        String allowedPattern,
        Bounds lengths,
        Bounds values,
        SourceSpan place) {

    TemplateParameter {
        allowedValues = List.copyOf(allowedValues);
    }

    private static final int MOST_DIGITS = 1000;

    /** Why a value does not fit, as the end of a sentence that begins with the value; absent if it fits. */
    Optional<String> misfit(String value) {
        if (type.startsWith("AWS::SSM::Parameter::")) {
            return Optional.empty(); // The value is a name; what stands under it is not known here.
        }
        if (type.equals("Number") && !isNumber(value)) {
            return Optional.of("is not a number");
        }
        if (type.equals("List<Number>")) {
            return Optional.of("is not a list of numbers joined by commas")
                    .filter(words -> !Arrays.stream(value.split(",", -1)).allMatch(each -> isNumber(each.strip())));
        }
        boolean isList = type.equals("CommaDelimitedList") || type.startsWith("List<");
        if (!allowedValues.isEmpty() && !isList && !allowedValues.contains(value)) {
            return Optional.of("is none of the allowed values " + String.join(", ", allowedValues));
        }
        if (!isList && !allowedPattern.isEmpty() && !matches(value)) {
            return Optional.of("does not match the pattern " + allowedPattern);
        }
        if (type.equals("String") && !lengths.hold(BigDecimal.valueOf(value.length()))) {
            return Optional.of("has " + value.length() + " characters; it may have " + lengths.words());
        }
        if (type.equals("Number") && !values.hold(new BigDecimal(value.strip()))) {
            return Optional.of("is out of range; it may be " + values.words());
        }
        return Optional.empty();
    }

    private boolean matches(String value) {
        try {
            // What takes too long here, CloudFormation judges.
            return PatternMatch.matches(Pattern.compile(allowedPattern), value, true);
        } catch (PatternSyntaxException e) {
            return true; // CloudFormation says so, in its own words.
        }
    }

    private static boolean isNumber(String value) {
        return number(value).isPresent();
    }

    /** The number that a text is; empty for one of more digits than any value has, which would fill the memory when written out. */
    static Optional<BigDecimal> number(String text) {
        String stripped = text.strip();
        if (stripped.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(stripped))
                    .filter(number -> Math.abs((long) number.scale()) <= MOST_DIGITS);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Bounds, both included.
     *
     * @param least absent if there is none
     * @param most absent if there is none
     */
    record Bounds(Optional<BigDecimal> least, Optional<BigDecimal> most) {

        private boolean hold(BigDecimal value) {
            return least.filter(bound -> value.compareTo(bound) < 0).isEmpty()
                    && most.filter(bound -> value.compareTo(bound) > 0).isEmpty();
        }

        private String words() {
            return least.map(bound -> "at least " + bound.toPlainString()).orElse("")
                    + (least.isPresent() && most.isPresent() ? " and " : "")
                    + most.map(bound -> "at most " + bound.toPlainString()).orElse("");
        }
    }
}

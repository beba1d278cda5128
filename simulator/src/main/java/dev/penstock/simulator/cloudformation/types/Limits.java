package dev.penstock.simulator.cloudformation.types;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the values of a property are held to beside their kind. The words of the problems are those of CloudFormation's
 * events, which are its JSON schema validator's. Source of the limits: the CloudFormation registry's resource schemas.
 *
 * @param length how many characters a text has
 * @param range of a number
 * @param items how many elements a list has
 * @param unique whether a list has each element once
 * @param pattern that is found in a text
 */
record Limits(Bounds length, Bounds range, Bounds items, boolean unique, Optional<Pattern> pattern) {

    private static final int LONGEST_SHOWN = 300;

    /** No limits. */
    static final Limits NONE = new Limits(Bounds.NONE, Bounds.NONE, Bounds.NONE, false, Optional.empty());

    /** The least and the most, each when there is one. */
    record Bounds(OptionalInt least, OptionalInt most) {

        static final Bounds NONE = new Bounds(OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * What is wrong with a text.
     *
     * @param secret whether the text may be shown to nobody
     */
    List<String> problems(String text, boolean secret) {
        List<String> problems = new ArrayList<>();
        int actual = text.codePointCount(0, text.length());
        length.least().ifPresent(least -> {
            if (actual < least) {
                problems.add("expected minLength: " + least + ", actual: " + actual);
            }
        });
        length.most().ifPresent(most -> {
            if (actual > most) {
                problems.add("expected maxLength: " + most + ", actual: " + actual);
            }
        });
        pattern.ifPresent(wanted -> {
            if (!wanted.matcher(text).find()) {
                problems.add(
                        secret
                                ? "failed validation constraint for keyword [pattern]"
                                : "string [" + shown(text) + "] does not match pattern " + wanted.pattern());
            }
        });
        return problems;
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }

    /** What is wrong with a number. */
    List<String> problems(BigDecimal number) {
        List<String> problems = new ArrayList<>();
        range.least().ifPresent(least -> {
            if (number.compareTo(BigDecimal.valueOf(least)) < 0) {
                problems.add(number + " is not greater or equal to " + least);
            }
        });
        range.most().ifPresent(most -> {
            if (number.compareTo(BigDecimal.valueOf(most)) > 0) {
                problems.add(number + " is not less or equal to " + most);
            }
        });
        return problems;
    }

    /** What is wrong with a list. */
    List<String> problems(List<?> elements) {
        List<String> problems = new ArrayList<>();
        int found = elements.size();
        items.least().ifPresent(least -> {
            if (found < least) {
                problems.add("expected minimum item count: " + least + ", found: " + found);
            }
        });
        items.most().ifPresent(most -> {
            if (found > most) {
                problems.add("expected maximum item count: " + most + ", found: " + found);
            }
        });
        if (unique && new HashSet<>(elements).size() < found) {
            problems.add("array items are not unique");
        }
        return problems;
    }
}

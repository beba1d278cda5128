package dev.penstock.simulator.beanstalk;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A configuration option as AWS documents it.
 *
 * @param key namespace and name; either may hold a {@code *} for any name
 * @param defaultValue empty when there is none
 * @param type {@code Scalar}, {@code List} or {@code Boolean}
 * @param least of a number
 * @param most of a number
 * @param values to choose from; none when any value does
 * @param severity what a change does: {@code NoInterruption}, {@code RestartApplicationServer} or {@code RestartEnvironment}
 * @param platform the platform that has the option; empty for all
 */
record OptionDefinition(
        OptionKey key,
        String defaultValue,
        String type,
        OptionalLong least,
        OptionalLong most,
        List<String> values,
        String severity,
        String platform) {

    static final String REPLACING = "RestartEnvironment";

    static OptionDefinition parse(String line) {
        String[] parts = line.split("\t", -1);
        return new OptionDefinition(
                OptionKey.of(parts[0], parts[1]),
                parts[2],
                parts[3],
                number(parts[4]),
                number(parts[5]),
                parts[6].isEmpty() ? List.of() : List.of(parts[6].split("\\|", -1)),
                parts[7],
                parts[8]);
    }

    private static OptionalLong number(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    /** The same for a namespace or a name in place of the {@code *}. */
    OptionDefinition named(OptionKey actual) {
        return new OptionDefinition(actual, defaultValue, type, least, most, values, severity, platform);
    }

    /** What is wrong with a value, in AWS's words; empty when nothing is. */
    Optional<String> fault(String value) {
        if (!values.isEmpty() && !values.contains(value)) {
            return Optional.of("Value is not one of the allowed values: [" + String.join(", ", values) + "]");
        }
        if (least.isEmpty() && most.isEmpty()) {
            return Optional.empty();
        }
        long number;
        try {
            number = Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            return Optional.of("Value is not a valid integer");
        }
        if (least.isPresent() && number < least.getAsLong()) {
            return Optional.of("Value is less than minimum allowed value: " + least.getAsLong());
        }
        if (most.isPresent() && number > most.getAsLong()) {
            return Optional.of("Value is greater than maximum allowed value: " + most.getAsLong());
        }
        return Optional.empty();
    }
}

package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.ServiceError;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Holds a parameter's value against its declaration. */
final class ParameterChecks {

    private final ParameterDeclaration declaration;

    private ParameterChecks(ParameterDeclaration declaration) {
        this.declaration = declaration;
    }

    static ParameterValue value(ParameterDeclaration declaration, String text, ParameterLookup lookup) {
        ParameterChecks checks = new ParameterChecks(declaration);
        ParameterType type = declaration.type();
        ParameterValue unknown = new ParameterValue(type.text(), text, text, declaration.noEcho());
        if (unknown.isUnknown()) {
            return unknown;
        }
        // Constraints hold for what is given: for a parameter from Systems Manager that is its name.
        ParameterType given = type.fromStore() ? new ParameterType(type.text(), "String", false, true) : type;
        checks.check(text, given);
        String resolved = type.fromStore() ? stored(text, lookup) : text;
        if (type.isAwsSpecific()) {
            checks.checkExists(resolved, type, lookup);
        }
        return new ParameterValue(type.text(), text, resolved, declaration.noEcho());
    }

    private static String stored(String name, ParameterLookup lookup) {
        return lookup.stored(name)
                .orElseThrow(() -> TemplateErrors.validation(
                        "Unable to fetch parameters [" + name + "] from parameter store for this account."));
    }

    private void check(String text, ParameterType type) {
        for (String element : elements(text, type.list())) {
            checkNumber(element, type);
            checkElement(element);
        }
        if (!type.list()) {
            checkLength(text);
        }
    }

    private static List<String> elements(String text, boolean list) {
        return list ? Arrays.stream(text.split(",", -1)).map(String::strip).toList() : List.of(text);
    }

    private void checkNumber(String element, ParameterType type) {
        if (!type.element().equals("Number")) {
            return;
        }
        String quoted = "Parameter '" + declaration.name() + "' ";
        BigDecimal number =
                Numbers.parse(element).orElseThrow(() -> TemplateErrors.validation(quoted + "must be a number."));
        declaration.minValue().filter(least -> number.compareTo(least) < 0).ifPresent(least -> {
            throw violated("must be a number not less than " + least.toPlainString());
        });
        declaration.maxValue().filter(most -> number.compareTo(most) > 0).ifPresent(most -> {
            throw violated("must be a number not greater than " + most.toPlainString());
        });
    }

    private void checkElement(String element) {
        if (!declaration.allowedValues().isEmpty()
                && !declaration.allowedValues().contains(element)) {
            throw violated("must be one of AllowedValues");
        }
        declaration
                .allowedPattern()
                .filter(pattern -> !matches(pattern, element))
                .ifPresent(pattern -> {
                    throw violated("must match pattern " + pattern);
                });
    }

    private static boolean matches(String pattern, String element) {
        try {
            return Pattern.compile(pattern).matcher(element).matches();
        } catch (StackOverflowError e) {
            // A pattern of nested repetitions on a long value; it is refused rather than let through unchecked.
            return false;
        }
    }

    private void checkLength(String text) {
        BigDecimal length = BigDecimal.valueOf(text.length());
        declaration.minLength().filter(least -> length.compareTo(least) < 0).ifPresent(least -> {
            throw violated("must contain at least " + least.toPlainString() + " characters");
        });
        declaration.maxLength().filter(most -> length.compareTo(most) > 0).ifPresent(most -> {
            throw violated("must contain at most " + most.toPlainString() + " characters");
        });
    }

    private void checkExists(String resolved, ParameterType type, ParameterLookup lookup) {
        for (String element : elements(resolved, type.list())) {
            if (!lookup.exists(type.element(), element)) {
                throw TemplateErrors.validation("Parameter validation failed: parameter value " + element
                        + " for parameter name " + declaration.name() + " does not exist");
            }
        }
    }

    private ServiceError violated(String constraint) {
        return TemplateErrors.validation(declaration
                .constraintDescription()
                .map(description -> "Parameter " + declaration.name() + " failed to satisfy constraint: " + description)
                .orElseGet(() -> "Parameter '" + declaration.name() + "' " + constraint));
    }
}

package dev.penstock.simulator.policy;

import java.util.List;
import java.util.Locale;

/**
 * One key of a statement's {@code Condition}.
 *
 * @param operator how values are compared
 * @param quantifier what holds for keys with several values
 * @param ifExists whether a request without the key fulfils it
 * @param key in lower case, as keys are compared
 * @param values of which one must match, or none when the operator is a negated one
 */
public record Condition(Operator operator, Quantifier quantifier, boolean ifExists, String key, List<String> values) {

    /** What must hold for the several values that a request has for a key. */
    public enum Quantifier {
        /** None was said. */
        NONE,
        /** {@code ForAllValues}: each must match; a request without values fulfils it. */
        ALL,
        /** {@code ForAnyValue}: one must match. */
        ANY
    }

    public Condition {
        values = List.copyOf(values);
    }

    /**
     * Takes the name of an operator apart.
     *
     * @throws MalformedPolicyException when there is no such operator
     */
    static Condition of(String name, String key, List<String> values) {
        Quantifier quantifier = Quantifier.NONE;
        String rest = name;
        if (rest.regionMatches(true, 0, "ForAllValues:", 0, 13)) {
            quantifier = Quantifier.ALL;
            rest = rest.substring(13);
        } else if (rest.regionMatches(true, 0, "ForAnyValue:", 0, 12)) {
            quantifier = Quantifier.ANY;
            rest = rest.substring(12);
        }
        Operator plain = Operator.named(rest).orElse(null);
        boolean ifExists = false;
        if (plain == null && rest.toLowerCase(Locale.ROOT).endsWith("ifexists")) {
            plain = Operator.named(rest.substring(0, rest.length() - 8)).orElse(null);
            ifExists = true;
        }
        if (plain == null || (ifExists && plain == Operator.NULL)) {
            throw new MalformedPolicyException(PolicyReader.SYNTAX);
        }
        return new Condition(plain, quantifier, ifExists, key.toLowerCase(Locale.ROOT), values);
    }

    /** Whether a request fulfils this. */
    boolean holds(PolicyRequest request, boolean variables) {
        List<String> actual = request.values(key);
        if (operator == Operator.NULL) {
            return values.stream().anyMatch(value -> Boolean.parseBoolean(value) == actual.isEmpty());
        }
        if (actual.isEmpty()) {
            return ifExists || quantifier == Quantifier.ALL || (quantifier == Quantifier.NONE && operator.isNegated());
        }
        boolean all = quantifier == Quantifier.ALL || (quantifier == Quantifier.NONE && operator.isNegated());
        return all
                ? actual.stream().allMatch(one -> matches(one, request, variables))
                : actual.stream().anyMatch(one -> matches(one, request, variables));
    }

    private boolean matches(String actual, PolicyRequest request, boolean variables) {
        boolean any = values.stream().anyMatch(value -> operator.compares(actual, value, request, variables));
        return any != operator.isNegated();
    }
}

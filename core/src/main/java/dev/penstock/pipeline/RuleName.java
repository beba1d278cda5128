package dev.penstock.pipeline;

import java.util.Optional;

/**
 * Names a rule among all that a stage does, written as {@code onSuccess/Alarms}: no action's name has a slash.
 *
 * @param kind of the condition that the rule is part of
 * @param rule the rule's own name
 */
public record RuleName(ConditionKind kind, String rule) {

    private static final char BETWEEN = '/';

    /** The rule of that name; absent if it is the name of an action. */
    public static Optional<RuleName> of(String name) {
        int slash = name.indexOf(BETWEEN);
        return slash < 0
                ? Optional.empty()
                : ConditionKind.of(name.substring(0, slash)).map(kind -> new RuleName(kind, name.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return kind.field() + BETWEEN + rule;
    }
}

package dev.penstock.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * A stage condition ({@code Condition}): rules, and the result that is applied.
 *
 * @param result {@code FAIL}, {@code SKIP} or {@code ROLLBACK}; which are allowed depends on where the condition stands
 * @param rules 1 to 5 rules
 */
public record ConditionDeclaration(String result, List<RuleDeclaration> rules) {

    public ConditionDeclaration {
        rules = List.copyOf(rules);
    }

    /** The rule of that name, if there is one. */
    public Optional<RuleDeclaration> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }
}

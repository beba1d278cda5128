package dev.penstock.pipeline;

import java.util.List;

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
}

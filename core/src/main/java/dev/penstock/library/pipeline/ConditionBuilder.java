package dev.penstock.library.pipeline;

import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.RuleDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A condition of a stage, written in Java ({@code Condition}): 1 to 5 rules, and what is done when one does not hold. */
public final class ConditionBuilder {

    private Optional<Result> result = Optional.empty();
    private final List<RuleDeclaration> rules = new ArrayList<>();

    private ConditionBuilder() {}

    /** What is done; which are allowed depends on where the condition stands. */
    public enum Result {
        /** The stage has failed. */
        FAIL,
        /** The stage is passed over. */
        SKIP,
        /** The stage goes back to what succeeded last in it. */
        ROLLBACK
    }

    static ConditionDeclaration of(Consumer<ConditionBuilder> content) {
        var condition = new ConditionBuilder();
        content.accept(condition);
        return new ConditionDeclaration(condition.result.map(Enum::name).orElse(""), condition.rules);
    }

    /** What is done when a rule does not hold. */
    public ConditionBuilder result(Result given) {
        result = Optional.of(given);
        return this;
    }

    /**
     * Adds a rule.
     *
     * @param name 1 to 100 characters
     * @param provider such as {@code CloudWatchAlarm}
     */
    public ConditionBuilder rule(String name, String provider, Consumer<RuleBuilder> content) {
        var rule = new RuleBuilder(name, provider);
        content.accept(rule);
        rules.add(rule.build());
        return this;
    }
}

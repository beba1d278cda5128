package dev.penstock.pipeline;

import java.util.Arrays;
import java.util.Optional;

/** What an action is for ({@code ActionCategory}). */
public enum ActionCategory {
    SOURCE("Source"),
    BUILD("Build"),
    DEPLOY("Deploy"),
    TEST("Test"),
    INVOKE("Invoke"),
    APPROVAL("Approval"),
    COMPUTE("Compute"),
    /** No action's, but that of the rules in conditions of a stage ({@code RuleCategory}). */
    RULE("Rule");

    private final String declared;

    ActionCategory(String declared) {
        this.declared = declared;
    }

    /** The word as a declaration has it, such as {@code Source}. */
    public String declared() {
        return declared;
    }

    /** The category of actions of that word, exactly as written. */
    public static Optional<ActionCategory> of(String declared) {
        return Arrays.stream(values())
                .filter(category -> category != RULE && category.declared.equals(declared))
                .findFirst();
    }
}

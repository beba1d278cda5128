package dev.penstock.simulator.cloudformation.template;

import java.util.Arrays;
import java.util.Optional;

/**
 * What becomes of the old resource where an update replaces it. Source: Template Reference, "UpdateReplacePolicy
 * attribute".
 */
public enum UpdateReplacePolicy {
    DELETE("Delete"),
    RETAIN("Retain"),
    SNAPSHOT("Snapshot");

    private final String text;

    UpdateReplacePolicy(String text) {
        this.text = text;
    }

    /** As templates write it. */
    public String text() {
        return text;
    }

    static Optional<UpdateReplacePolicy> of(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.text.equals(text))
                .findFirst();
    }
}

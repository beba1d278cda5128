package dev.penstock.simulator.cloudformation.template;

import java.util.Arrays;
import java.util.Optional;

/** What becomes of a resource that its stack no longer has. Source: Template Reference, "DeletionPolicy attribute". */
public enum DeletionPolicy {
    DELETE("Delete"),
    RETAIN("Retain"),
    RETAIN_EXCEPT_ON_CREATE("RetainExceptOnCreate"),
    SNAPSHOT("Snapshot");

    private final String text;

    DeletionPolicy(String text) {
        this.text = text;
    }

    /** As templates write it. */
    public String text() {
        return text;
    }

    static Optional<DeletionPolicy> of(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.text.equals(text))
                .findFirst();
    }
}

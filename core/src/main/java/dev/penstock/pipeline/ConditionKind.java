package dev.penstock.pipeline;

import java.util.Arrays;
import java.util.Optional;

/** When a condition of a stage is checked. */
public enum ConditionKind {
    /** Before the first action begins. */
    BEFORE_ENTRY("beforeEntry"),
    /** When all actions have succeeded. */
    ON_SUCCESS("onSuccess"),
    /** When an action has failed, and none runs any more. */
    ON_FAILURE("onFailure");

    private final String field;

    ConditionKind(String field) {
        this.field = field;
    }

    /** The field of a stage in which the condition is declared, such as {@code beforeEntry}. */
    public String field() {
        return field;
    }

    /** The kind that is declared in a field, exactly as written. */
    public static Optional<ConditionKind> of(String field) {
        return Arrays.stream(values()).filter(kind -> kind.field.equals(field)).findFirst();
    }
}

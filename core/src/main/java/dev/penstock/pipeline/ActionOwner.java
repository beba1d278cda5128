package dev.penstock.pipeline;

import java.util.Arrays;
import java.util.Optional;

/** Who made an action type ({@code ActionOwner}). */
public enum ActionOwner {
    AWS("AWS"),
    THIRD_PARTY("ThirdParty"),
    CUSTOM("Custom");

    private final String declared;

    ActionOwner(String declared) {
        this.declared = declared;
    }

    /** The word as a declaration has it, such as {@code ThirdParty}. */
    public String declared() {
        return declared;
    }

    /** The owner of that word, exactly as written. */
    public static Optional<ActionOwner> of(String declared) {
        return Arrays.stream(values())
                .filter(owner -> owner.declared.equals(declared))
                .findFirst();
    }
}

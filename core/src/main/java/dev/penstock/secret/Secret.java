package dev.penstock.secret;

/**
 * A value that must not be seen. Its text form is a row of asterisks, and it is never serialized.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Wraps a value. Whoever makes a secret also registers it with the {@link Masker} of the run. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The value itself, for the moment of use. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "****";
    }
}

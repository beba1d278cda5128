package dev.penstock.rollout.configuration;

/**
 * What came of reading a name.
 *
 * @param <T> what it names
 */
public sealed interface NameReading<T> {

    /** The name means something. */
    record Known<T>(T meaning) implements NameReading<T> {}

    /**
     * It does not.
     *
     * @param message what is wrong: a full sentence
     * @param hint what would be right: a full sentence
     */
    record Refused<T>(String message, String hint) implements NameReading<T> {}
}

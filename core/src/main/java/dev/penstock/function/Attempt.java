package dev.penstock.function;

/**
 * What came of a change that others may be making too.
 *
 * @param <T> what it was made to
 */
public sealed interface Attempt<T> {

    /** It is as was asked, whether it was before or not. */
    record Done<T>(T now) implements Attempt<T> {}

    /**
     * Nothing was changed: somebody else has changed it meanwhile.
     *
     * @param found what is there instead, in words
     */
    record Overtaken<T>(String found) implements Attempt<T> {}

    /**
     * Nothing was changed: the platform is busy with it. Ask again.
     *
     * @param message what the platform said
     */
    record Busy<T>(String message) implements Attempt<T> {}
}

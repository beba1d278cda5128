package dev.penstock.journal;

/** A change of a claim. A claim has a name, at most one holder, and those that wait for it in their order. */
public sealed interface ClaimChange {

    /** The claim's name, for example {@code pipeline/stage}. */
    String name();

    /**
     * Holds the claim from now on, and no longer waits for it. Refused while another holds it, or while another waits
     * for it and is the next.
     */
    record Acquire(String name) implements ClaimChange {}

    /** No longer holds it. Does nothing if it is not held. */
    record Release(String name) implements ClaimChange {}

    /**
     * Waits for it alone. All who waited until now are displaced, named in {@link Committed#displaced()} and, in the same
     * transaction, sent a signal, so that they learn of it whatever happens. Does nothing if it waits already.
     *
     * @param message the payload of the signal to whoever is displaced
     */
    record Await(String name, byte[] message) implements ClaimChange {}

    /** Waits for it behind all who wait already, and displaces nobody. Does nothing if it waits already. */
    record LineUp(String name) implements ClaimChange {}

    /** No longer waits for it, wherever it stood. Does nothing if it does not wait. */
    record StopAwaiting(String name) implements ClaimChange {}
}

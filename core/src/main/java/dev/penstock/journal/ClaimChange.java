package dev.penstock.journal;

/** A change of a claim. A claim has a name, at most one holder and at most one that waits for it. */
public sealed interface ClaimChange {

    /** The claim's name, for example {@code pipeline/stage}. */
    String name();

    /**
     * Holds the claim from now on, and no longer waits for it. Refused while another holds it, or while another waits
     * for it.
     */
    record Acquire(String name) implements ClaimChange {}

    /** No longer holds it. Does nothing if it is not held. */
    record Release(String name) implements ClaimChange {}

    /**
     * Waits for it. Whoever waited until now is displaced, named in {@link Committed#displaced()} and, in the same
     * transaction, sent a signal, so that it learns of it whatever happens. Does nothing if it waits already.
     *
     * @param message the payload of the signal to whoever is displaced
     */
    record Await(String name, byte[] message) implements ClaimChange {}

    /** No longer waits for it. Does nothing if it does not wait. */
    record StopAwaiting(String name) implements ClaimChange {}
}

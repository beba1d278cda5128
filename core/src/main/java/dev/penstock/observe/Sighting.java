package dev.penstock.observe;

import dev.penstock.action.RemoteCallException;

/** What the observer tells whoever watches a resource. */
public sealed interface Sighting {

    /**
     * Something new was seen.
     *
     * @param observation differs from the one that was told before
     */
    record Seen(Observation observation) implements Sighting {}

    /**
     * The resource cannot be read until somebody does something, such as renewing credentials that have expired. Told once
     * for a row of equal failures; reading goes on.
     *
     * @param cause says what to do
     */
    record Obstructed(RemoteCallException cause) implements Sighting {}

    /**
     * The resource cannot be read, and asking again will not help by itself: the identity may not read it, it does not
     * exist, or the request is wrong. Never told for throttled or transient failures, which are no news. Told once for a
     * row of equal failures; reading goes on.
     *
     * @param cause of a kind that is not worth asking again
     */
    record Unreadable(RemoteCallException cause) implements Sighting {}
}

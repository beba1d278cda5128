package dev.penstock.observe;

import java.time.Instant;

/** How far in time something is that begins once and ends once, such as a deployment. */
public sealed interface Course {

    /** When it began, by the remote service's clock. */
    Instant began();

    /** It has not ended. */
    record Running(Instant began) implements Course {}

    /** It ended. */
    record Ended(Instant began, Instant ended) implements Course {}
}

package dev.penstock.rollout;

/** How a version is replaced where both do not run side by side with traffic divided between them. */
public sealed interface Replacement {

    /** All at once; there may be an outage. */
    record AllAtOnce() implements Replacement {}

    /** What runs is stopped first, and the new version is started in its place, so that no more runs than before. */
    record InPlace() implements Replacement {}

    /**
     * Part after part.
     *
     * @param size of a part
     * @param additional whether the first part comes on top of what runs, so that never less runs than before
     */
    record Batches(BatchSize size, boolean additional) implements Replacement {}

    /** A whole new set is started beside the old one and takes its place when it is well. */
    record Immutable() implements Replacement {}
}

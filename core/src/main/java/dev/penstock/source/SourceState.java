package dev.penstock.source;

import dev.penstock.bucket.ObjectVersion;

/** Where a source action is. */
public sealed interface SourceState {

    /** Nothing is known yet. */
    record Begun() implements SourceState {}

    /**
     * The revision is known and stays what it is, whatever happens at the source.
     *
     * @param revision the revision
     */
    record Pinned(SourceRevision revision) implements SourceState {}

    /**
     * The same of an object in a bucket.
     *
     * @param version of the object
     */
    record PinnedObject(ObjectVersion version) implements SourceState {}
}

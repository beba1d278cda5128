package dev.penstock.samples.plugin.notes;

import java.time.Instant;

/** How far an announcement has come. */
sealed interface ReleaseNotesState {

    /** Nothing is written yet. */
    record Begun() implements ReleaseNotesState {}

    /**
     * The draft is in the folder.
     *
     * @param publishAt when its quiet period ends
     */
    record Drafted(Instant publishAt) implements ReleaseNotesState {}
}

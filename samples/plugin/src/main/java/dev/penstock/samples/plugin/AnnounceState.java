package dev.penstock.samples.plugin;

/** How far an announcement is: what is made durable between the steps. */
sealed interface AnnounceState {

    /** Nothing was done. */
    record Begun() implements AnnounceState {}

    /**
     * It stands in the file.
     *
     * @param id of the announcement
     */
    record Announced(String id) implements AnnounceState {}
}

package dev.penstock.artifact;

/** What an entry of a bundle is. */
enum EntryKind {
    FILE,
    EXECUTABLE,
    FOLDER,
    LINK;

    boolean isFile() {
        return this == FILE || this == EXECUTABLE;
    }
}

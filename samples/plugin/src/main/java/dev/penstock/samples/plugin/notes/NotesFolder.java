package dev.penstock.samples.plugin.notes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One announcement in a folder: first {@code drafts/<id>.md}, then {@code <time>-<id>.md}. What it does can be done again:
 * every file appears whole or not at all, and the id in its name says whose it is.
 */
final class NotesFolder {

    /** Pages sort by the time when they were published; no character that a file system minds. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String fileName;

    NotesFolder(Path folder, String id) {
        this.folder = folder;
        this.fileName = id + ".md";
    }

    /**
     * A published page.
     *
     * @param file where it is
     * @param at when it was published, to the second: part of the file's name, and so the same whoever asks later
     */
    record Page(Path file, String at) {}

    /** The page, if it is published already. */
    Optional<Page> published() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> nameOf(file).endsWith("-" + fileName))
                    .findFirst()
                    .map(this::page);
        }
    }

    /** Where the draft is, if it is there. */
    Path draft() {
        return folder.resolve("drafts").resolve(fileName);
    }

    /** Writes the draft, unless it is there: somebody may have improved it. */
    void writeDraft(String text) throws IOException {
        if (Files.exists(draft())) {
            return;
        }
        Path drafts = Files.createDirectories(draft().resolveSibling(""));
        Path half = Files.writeString(drafts.resolve("." + fileName + ".half"), text);
        Files.move(half, draft(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Publishes the draft: the effect that must not be doubled. */
    Page publish(Instant now) throws IOException {
        Path file = folder.resolve(TIME.format(now) + "-" + fileName);
        return page(Files.move(draft(), file, StandardCopyOption.ATOMIC_MOVE));
    }

    /** Removes the draft, if it is there. */
    void withdraw() throws IOException {
        Files.deleteIfExists(draft());
    }

    private Page page(Path file) {
        String name = nameOf(file);
        return new Page(file, name.substring(0, name.length() - fileName.length() - 1));
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}

package dev.penstock.samples.plugin.notes;

import dev.penstock.action.ConfigurationReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The configuration of an announcement.
 *
 * @param folder where pages are published; an absolute path, because whoever resumes may be started elsewhere
 * @param title the page's heading: one line
 * @param notesFile the file of the input artifact that holds the notes; a relative path with forward slashes
 * @param quietPeriod how long the draft can be changed or withdrawn before it is published; 0 minutes to a day
 */
record ReleaseNotesConfiguration(String folder, String title, String notesFile, Duration quietPeriod) {

    private static final int MINUTES_OF_A_DAY = 24 * 60;

    static ReleaseNotesConfiguration read(ConfigurationReader reader) {
        String folder = reader.required("Folder");
        check(
                reader,
                "Folder",
                folder,
                ReleaseNotesConfiguration::isAbsolute,
                "an absolute path",
                "/srv/announcements");
        String title = reader.required("Title");
        check(reader, "Title", title, text -> text.lines().count() == 1, "one line", "Release 1.4");
        String notesFile = reader.optional("NotesFile").orElse("RELEASE_NOTES.md");
        check(
                reader,
                "NotesFile",
                notesFile,
                ReleaseNotesConfiguration::isInside,
                "a path inside the artifact",
                "docs/RELEASE_NOTES.md");
        int minutes = reader.integer("QuietMinutes", 15, 0, MINUTES_OF_A_DAY);
        return new ReleaseNotesConfiguration(folder, title, notesFile, Duration.ofMinutes(minutes));
    }

    private static void check(
            ConfigurationReader reader,
            String key,
            String value,
            Predicate<String> legal,
            String expected,
            String example) {
        if (reader.isKnown(key) && !legal.test(value)) {
            reader.problem(
                    key,
                    "'" + value + "' is not " + expected + ".",
                    "Write " + expected + ", such as '" + example + "'.");
        }
    }

    private static boolean isAbsolute(String text) {
        return path(text).filter(Path::isAbsolute).isPresent();
    }

    private static boolean isInside(String text) {
        return path(text)
                .filter(path -> !path.isAbsolute() && !path.normalize().startsWith(".."))
                .isPresent();
    }

    /** Absent for what this system does not take for a path. */
    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}

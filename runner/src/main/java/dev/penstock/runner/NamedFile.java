package dev.penstock.runner;

import dev.penstock.document.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that somebody names: told apart are one that is not there, a folder, and one that may not be read. */
public final class NamedFile {

    private NamedFile() {}

    /**
     * The file, if it can be read.
     *
     * @param path where it is
     * @param shown how it was named
     * @param advice what to name: a full sentence; may be empty
     * @throws RunnerException if it is not there, is no file, or this user may not read it
     */
    public static Path readable(Path path, String shown, String advice) {
        if (Files.isDirectory(path)) {
            throw new RunnerException(Refusal.FILE, "'" + shown + "' is a folder, and no file.", advice);
        }
        if (!Files.exists(path)) {
            throw new RunnerException(Refusal.FILE, "There is no file " + shown + ".", advice);
        }
        if (!Files.isReadable(path)) {
            throw new RunnerException(Refusal.FILE, "This user may not read " + shown + ".", advice);
        }
        return path;
    }

    /**
     * What is in the file, but no more of it than any reader of a document takes.
     *
     * @throws RunnerException if it is not there, is no file, or this user may not read it
     * @throws IOException if reading it fails
     */
    public static byte[] read(Path path, String shown, String advice) throws IOException {
        return SourceText.bytes(readable(path, shown, advice));
    }
}

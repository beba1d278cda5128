package dev.penstock.templates;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A file to begin with.
 *
 * @param set the name of the {@link StarterSet} that it is of
 * @param name the file's name, as it is to be written; with {@code /} where it lies in a folder
 * @param purpose what it is, in a few words
 */
public record StarterFile(String set, String name, String purpose) {

    /** What is in it. */
    public String text() {
        try (InputStream in = StarterFile.class.getResourceAsStream(set + "/" + name)) {
            if (in == null) {
                throw new IllegalStateException("there is no starter file " + set + "/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

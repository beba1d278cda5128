package dev.penstock.importing;

import java.util.Objects;

/**
 * A file that an import gives.
 *
 * @param name its name, without a folder
 * @param purpose what it is for, in a few words
 * @param text what stands in it
 */
public record ImportedFile(String name, String purpose, String text) {

    public ImportedFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(text, "text");
    }
}

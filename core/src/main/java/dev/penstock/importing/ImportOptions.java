package dev.penstock.importing;

import java.util.Objects;
import java.util.Optional;

/**
 * What an import needs to know besides the file.
 *
 * @param source the path of the project's folder from where the files will be written, with {@code /}; {@code .} for the same
 * @param buildspec where the buildspec will be, as a path in the project, with {@code /}
 * @param repository the repository as {@code OWNER/NAME}; without one it follows from the file, as far as it can
 */
public record ImportOptions(String source, String buildspec, Optional<String> repository) {

    public ImportOptions {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(buildspec, "buildspec");
        Objects.requireNonNull(repository, "repository");
    }

    /** The files will be written into the project's folder. */
    public static ImportOptions beside() {
        return new ImportOptions(".", "buildspec.yml", Optional.empty());
    }
}

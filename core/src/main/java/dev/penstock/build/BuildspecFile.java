package dev.penstock.build;

import dev.penstock.document.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The text of a build's buildspec.
 *
 * @param text its text, and what to call it in messages
 */
public record BuildspecFile(SourceText text) {

    private static final int LARGEST = 1 << 20;

    /**
     * Finds it.
     *
     * @param said a path, or the buildspec itself; absent for {@code buildspec.yml}
     * @param source the primary source
     * @throws BuildException if there is no such file in the source
     */
    public static BuildspecFile find(Optional<String> said, Path source) throws IOException {
        if (said.isPresent() && isInline(said.get())) {
            return new BuildspecFile(SourceText.of("buildspec", said.get()));
        }
        String path = said.orElse(BuildspecReader.DEFAULT_FILE);
        Path file =
                source.resolve(path.startsWith("/") ? path.substring(1) : path).normalize();
        if (!file.startsWith(source)
                || !Files.isRegularFile(file)
                || !file.toRealPath().startsWith(source.toRealPath())) {
            throw new BuildException(
                    "PEN-BUILD-004",
                    "The source has no file '" + path + "'. A build needs a buildspec: add one, or name another by"
                            + " BuildspecOverride or in the settings.");
        }
        if (Files.size(file) > LARGEST) {
            throw new BuildException("PEN-BUILD-004", "The buildspec '" + path + "' is larger than 1 MiB.");
        }
        return new BuildspecFile(SourceText.read(path, file));
    }

    /** A path has one line and is no mapping. */
    private static boolean isInline(String text) {
        String start = text.stripLeading();
        return text.strip().indexOf('\n') >= 0 || start.startsWith("{") || start.startsWith("version:");
    }
}

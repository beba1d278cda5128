package dev.penstock.stack;

import java.util.Optional;

/**
 * A file in an artifact, as CodePipeline writes it: {@code Artifact::path/in/the/artifact}.
 *
 * @param artifact the artifact's name
 * @param path the file's path in it
 */
public record ArtifactPath(String artifact, String path) {

    /** Absent if the text is of another form. */
    public static Optional<ArtifactPath> of(String text) {
        int at = text.indexOf("::");
        if (at < 1 || at + 2 >= text.length()) {
            return Optional.empty();
        }
        return Optional.of(new ArtifactPath(text.substring(0, at), text.substring(at + 2)));
    }

    @Override
    public String toString() {
        return artifact + "::" + path;
    }
}

package dev.penstock.compose;

import java.util.Optional;

/** Reads the files that a Compose file refers to: {@code extends}, {@code include}, {@code env_file}. */
@FunctionalInterface
public interface ComposeFiles {

    /** There are no other files. */
    ComposeFiles NONE = path -> Optional.empty();

    /**
     * A file's bytes.
     *
     * @param path as it follows from the folder of the project and the path in the file, with {@code /}
     * @return empty when there is no such file
     */
    Optional<byte[]> read(String path);
}

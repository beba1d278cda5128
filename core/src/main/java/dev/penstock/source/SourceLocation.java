package dev.penstock.source;

import java.nio.file.Path;
import java.util.Optional;

/** Where the files of a source action are, on this machine or in a Git repository. */
public sealed interface SourceLocation {

    /**
     * A folder on this machine, taken as it is at the time.
     *
     * @param path the folder
     */
    record Directory(Path path) implements SourceLocation {}

    /**
     * A Git repository.
     *
     * @param url a path, {@code file:}, {@code https:} or {@code ssh:} URL, or the {@code user@host:path} form
     * @param reference what to take of it
     * @param credentials where user name and password or token come from, for {@code https:}
     */
    record Git(String url, GitReference reference, Optional<CredentialReference> credentials)
            implements SourceLocation {}

    /** What to take of a Git repository. */
    sealed interface GitReference {

        /** The newest commit of a branch. */
        record Branch(String name) implements GitReference {}

        /** The commit of a tag. */
        record Tag(String name) implements GitReference {}

        /** A commit by its full id. */
        record Commit(String id) implements GitReference {}
    }

    /**
     * Names environment variables that hold credentials; the values themselves are never kept.
     *
     * @param userVariable holds the user name; without it, {@code x-access-token} is used
     * @param passwordVariable holds the password or token
     */
    record CredentialReference(Optional<String> userVariable, String passwordVariable) {}
}

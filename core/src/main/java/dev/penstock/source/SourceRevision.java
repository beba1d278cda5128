package dev.penstock.source;

import java.util.Optional;

/**
 * Exactly which files a source action takes.
 *
 * @param revisionId a commit id, or the digest of a folder's content
 * @param summary one line for people, such as the first line of the commit message; may be empty
 * @param commit what is known of the commit, for Git
 */
public record SourceRevision(String revisionId, String summary, Optional<Commit> commit) {

    /**
     * A Git commit.
     *
     * @param id 40 or 64 hexadecimal digits
     * @param message the whole message
     * @param authorDate when it was written, ISO 8601
     * @param committerDate when it was committed, ISO 8601
     * @param branch the branch it was taken from; empty for tags and bare commits
     */
    public record Commit(String id, String message, String authorDate, String committerDate, String branch) {}
}

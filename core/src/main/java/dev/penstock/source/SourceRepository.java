package dev.penstock.source;

import java.io.IOException;
import java.nio.file.Path;

/** Finds revisions and brings their files. */
public interface SourceRepository {

    /**
     * The revision that a location stands at now.
     *
     * @throws SourceException if there is no such folder, repository, branch or commit, or access is denied
     */
    SourceRevision resolve(SourceLocation location) throws IOException;

    /**
     * Writes the files of a revision as a bundle, without the repository's own administration ({@code .git}). The same
     * revision gives the same bytes. A folder whose content no longer has the revision's digest is refused.
     *
     * @param bundle the ZIP file to write
     */
    void export(SourceLocation location, SourceRevision revision, Path bundle) throws IOException;
}

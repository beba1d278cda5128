package dev.penstock.local.source;

import dev.penstock.source.SourceLocation.GitReference;
import java.io.IOException;
import org.eclipse.jgit.revwalk.RevCommit;

/** Finds commits of one repository; what was found can be read from the repository that it works on. */
interface CommitFinder {

    /** The commit that a reference stands for now. */
    RevCommit newest(GitReference reference) throws IOException;

    /** The commit of a full id. */
    RevCommit exactly(String id) throws IOException;
}

package dev.penstock.local.source;

import dev.penstock.source.SourceException;
import dev.penstock.source.SourceRevision;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Reads and describes commits. */
final class GitCommits {

    private static final int ABBREVIATED = 8;

    private GitCommits() {}

    /** The id in JGit's form; refuses abbreviations, which may mean another commit tomorrow. */
    static ObjectId fullId(String id) throws SourceException {
        if (!ObjectId.isId(id)) {
            throw new SourceException(
                    "'" + id + "' is no full commit id, which has 40 hexadecimal digits. Write the whole id.");
        }
        return ObjectId.fromString(id);
    }

    static void checkName(String name, String inWords) throws SourceException {
        if (!Repository.isValidRefName(name)) {
            throw new SourceException("Git has no names like that of the " + inWords + ".");
        }
    }

    /** Whether a commit is there with its files. */
    static boolean has(Repository repository, ObjectId id) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.parseTree(id);
            return true;
        } catch (MissingObjectException e) {
            return false;
        }
    }

    /** The commit of an id, also through an annotated tag. */
    static RevCommit read(Repository repository, ObjectId id, GitAddress address, String inWords) throws IOException {
        try (var walk = new RevWalk(repository)) {
            if (walk.peel(walk.parseAny(id)) instanceof RevCommit commit) {
                return walk.parseCommit(commit);
            }
            throw new SourceException("The " + inWords + " of the Git repository " + address + " is no commit.");
        }
    }

    static SourceException notFound(GitAddress address, String inWords) {
        return new SourceException("There is no " + inWords + " in the Git repository " + address + ".");
    }

    static SourceRevision.Commit describe(RevCommit commit, String branch) {
        return new SourceRevision.Commit(
                commit.getName(),
                commit.getFullMessage().strip(),
                date(commit.getAuthorIdent()),
                date(commit.getCommitterIdent()),
                branch);
    }

    /** One line: abbreviated id and subject. */
    static String summary(RevCommit commit) {
        return commit.abbreviate(ABBREVIATED).name() + " "
                + commit.getShortMessage().strip();
    }

    private static String date(PersonIdent person) {
        return person.getWhenAsInstant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

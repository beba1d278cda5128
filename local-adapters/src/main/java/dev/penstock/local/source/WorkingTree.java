package dev.penstock.local.source;

import dev.penstock.artifact.Digest;
import dev.penstock.source.SourceRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.StatusCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.submodule.SubmoduleWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * What Git knows of a folder that is taken as it is. With local changes it is not the commit that is checked out, so it does
 * not bear its id: two different contents never have one.
 *
 * @param head the commit that is checked out
 * @param branch the branch that is checked out; empty if none is
 * @param changed whether there are local changes
 */
record WorkingTree(RevCommit head, String branch, boolean changed) {

    private static final int COMMIT_ID_DIGITS = 40;

    /** The working tree that a folder belongs to, if it has a commit and the commit has the folder. */
    static Optional<WorkingTree> around(Path folder) throws IOException {
        Path real = folder.toRealPath();
        Path top = real;
        while (top != null && !Files.exists(top.resolve(".git"))) {
            top = top.getParent();
        }
        // Without Git, its library is not even loaded.
        return top == null ? Optional.empty() : read(top, real);
    }

    private static Optional<WorkingTree> read(Path top, Path folder) {
        GitIsolation.install();
        String path = top.relativize(folder).toString().replace('\\', '/');
        try (Repository repository = new FileRepositoryBuilder()
                .setWorkTree(top.toFile())
                .findGitDir(top.toFile())
                .setMustExist(true)
                .build()) {
            ObjectId id = repository.resolve(Constants.HEAD);
            if (id == null) {
                return Optional.empty();
            }
            try (var walk = new RevWalk(repository)) {
                RevCommit head = walk.parseCommit(id);
                return has(repository, head, path)
                        ? Optional.of(new WorkingTree(head, branch(repository), isChanged(repository, path)))
                        : Optional.empty();
            }
        } catch (IOException | GitAPIException | JGitInternalException e) {
            // The files are what they are; a repository that cannot be read only has nothing to say about them.
            return Optional.empty();
        }
    }

    private static boolean has(Repository repository, RevCommit head, String path) throws IOException {
        if (path.isEmpty()) {
            return true;
        }
        try (TreeWalk found = TreeWalk.forPath(repository, path, head.getTree())) {
            return found != null;
        }
    }

    private static String branch(Repository repository) throws IOException {
        String full = repository.getFullBranch();
        return full != null && full.startsWith(Constants.R_HEADS) ? Repository.shortenRefName(full) : "";
    }

    private static boolean isChanged(Repository repository, String path) throws GitAPIException {
        StatusCommand status = new Git(repository).status().setIgnoreSubmodules(SubmoduleWalk.IgnoreSubmoduleMode.ALL);
        return !(path.isEmpty() ? status : status.addPath(path)).call().isClean();
    }

    SourceRevision.Commit describe(Digest content) {
        SourceRevision.Commit commit = GitCommits.describe(head, branch);
        if (!changed) {
            return commit;
        }
        return new SourceRevision.Commit(
                content.hex().substring(0, COMMIT_ID_DIGITS),
                "Local changes on top of " + GitCommits.summary(head),
                commit.authorDate(),
                commit.committerDate(),
                branch);
    }
}

package dev.penstock.local.source;

import dev.penstock.artifact.BundleWriter;
import dev.penstock.source.SourceException;
import dev.penstock.source.SourceLocation.GitReference;
import dev.penstock.source.SourceRevision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Brings the files of one commit, as the repository has them: no line ends are changed and no filters run. Submodules stay
 * empty folders and Large File Storage stays pointers, as CodePipeline has them with {@code CODE_ZIP}.
 */
final class GitSource {

    private final GitOrigin origin;

    GitSource(GitOrigin origin) {
        this.origin = origin;
    }

    SourceRevision resolve(GitReference reference) throws IOException {
        return origin.with((repository, commits) -> {
            RevCommit commit = commits.newest(reference);
            String branch = reference instanceof GitReference.Branch(String name) ? name : "";
            List<String> submodules = submodules(repository, commit);
            String summary = GitCommits.summary(commit)
                    + (submodules.isEmpty() ? "" : " (without submodules: " + String.join(", ", submodules) + ")");
            return new SourceRevision(commit.getName(), summary, Optional.of(GitCommits.describe(commit, branch)));
        });
    }

    void export(GitReference reference, SourceRevision revision, Path bundle) throws IOException {
        origin.with((repository, commits) -> {
            write(repository, pinned(commits, reference, revision.revisionId()), bundle);
            return bundle;
        });
    }

    private static RevCommit pinned(CommitFinder commits, GitReference reference, String id) throws IOException {
        try {
            return commits.exactly(id);
        } catch (SourceException e) {
            // A server that gives out only what a branch points to may have it there.
            RevCommit newest = commits.newest(reference);
            if (!newest.getName().equals(id)) {
                throw e;
            }
            return newest;
        }
    }

    private static List<String> submodules(Repository repository, RevCommit commit) throws IOException {
        List<String> found = new ArrayList<>();
        try (TreeWalk list = TreeWalk.forPath(repository, ".gitmodules", commit.getTree())) {
            if (list == null) {
                return found;
            }
        }
        try (var walk = new TreeWalk(repository)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                if (walk.getFileMode() == FileMode.GITLINK) {
                    found.add(walk.getPathString());
                }
            }
        }
        return found;
    }

    private static void write(Repository repository, RevCommit commit, Path bundle) throws IOException {
        var writer = new BundleWriter();
        try (ObjectReader reader = repository.newObjectReader();
                var walk = new TreeWalk(repository, reader)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                add(writer, reader, walk.getPathString(), walk.getFileMode(), walk.getObjectId(0));
            }
            writer.write(bundle);
        }
    }

    private static void add(BundleWriter writer, ObjectReader reader, String name, FileMode mode, ObjectId content)
            throws IOException {
        if (mode == FileMode.SYMLINK) {
            byte[] target = reader.open(content).getCachedBytes(Integer.MAX_VALUE);
            writer.link(name, new String(target, StandardCharsets.UTF_8));
        } else if (mode == FileMode.GITLINK) {
            writer.emptyFolder(name);
        } else {
            writer.file(
                    name,
                    mode == FileMode.EXECUTABLE_FILE,
                    () -> reader.open(content).openStream());
        }
    }
}

package dev.penstock.local.source;

import dev.penstock.source.SourceException;
import dev.penstock.source.SourceLocation.GitReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A repository on this machine, with a working tree or without. Nothing is copied from it but the files, nothing changed in it. */
final class LocalRepository implements GitOrigin {

    private final GitAddress address;

    LocalRepository(GitAddress address) {
        this.address = address;
    }

    @Override
    public <T> T with(Work<T> work) throws IOException {
        GitIsolation.install();
        try (Repository repository = open(Path.of(address.uri().getPath()))) {
            return work.on(repository, new Lookup(address, repository));
        }
    }

    private Repository open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new SourceException(
                    "There is no folder '" + folder + "', where the settings say that a Git repository is.");
        }
        var builder = new FileRepositoryBuilder();
        if (Files.exists(folder.resolve(".git"))) {
            builder.setWorkTree(folder.toFile()).findGitDir(folder.toFile());
        } else if (Files.isDirectory(folder.resolve("objects")) && Files.exists(folder.resolve("HEAD"))) {
            builder.setGitDir(folder.toFile());
        } else {
            throw new SourceException("The folder '" + folder
                    + "' is no Git repository. Write 'directory:' in place of " + "'git:' to take it as it is.");
        }
        return builder.build();
    }

    private record Lookup(GitAddress address, Repository repository) implements CommitFinder {

        @Override
        public RevCommit newest(GitReference reference) throws IOException {
            return switch (reference) {
                case GitReference.Branch(String name) -> named("refs/heads/" + name, "branch '" + name + "'");
                case GitReference.Tag(String name) -> named("refs/tags/" + name, "tag '" + name + "'");
                case GitReference.Commit(String id) -> exactly(id);
            };
        }

        private RevCommit named(String name, String inWords) throws IOException {
            GitCommits.checkName(name, inWords);
            Ref found = repository.exactRef(name);
            if (found == null || found.getObjectId() == null) {
                throw GitCommits.notFound(address, inWords);
            }
            return GitCommits.read(repository, found.getObjectId(), address, inWords);
        }

        @Override
        public RevCommit exactly(String id) throws IOException {
            ObjectId wanted = GitCommits.fullId(id);
            if (!GitCommits.has(repository, wanted)) {
                throw GitCommits.notFound(address, "commit " + id);
            }
            return GitCommits.read(repository, wanted, address, "commit " + id);
        }
    }
}

package dev.penstock.local.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/** A repository with a working tree, for tests. */
final class GitFixture implements AutoCloseable {

    static final Instant WRITTEN = Instant.parse("2026-03-04T05:06:07Z");

    final Path folder;
    final Git git;

    GitFixture(Path folder) throws GitAPIException {
        GitIsolation.install();
        this.folder = folder;
        this.git = Git.init()
                .setDirectory(folder.toFile())
                .setInitialBranch("main")
                .call();
    }

    GitFixture write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
        return this;
    }

    RevCommit commit(String message) throws GitAPIException {
        git.add().addFilepattern(".").call();
        var author = new PersonIdent("Ann", "ann@example.org", WRITTEN, ZoneOffset.ofHours(2));
        var committer = new PersonIdent("Bob", "bob@example.org", WRITTEN.plusSeconds(60), ZoneOffset.UTC);
        return git.commit()
                .setMessage(message)
                .setAuthor(author)
                .setCommitter(committer)
                .setSign(false)
                .call();
    }

    @Override
    public void close() {
        git.close();
    }
}

package dev.penstock.local.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.artifact.BundleReader;
import dev.penstock.secret.SecretMasker;
import dev.penstock.source.SourceException;
import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceLocation.CredentialReference;
import dev.penstock.source.SourceLocation.GitReference;
import dev.penstock.source.SourceRevision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalSourcesTest {

    private static final String TOKEN = "ghp_Canary0123456789";

    @TempDir
    Path place;

    private final SecretMasker masker = new SecretMasker();
    private GitFixture fixture;
    private LocalSources sources;

    @BeforeEach
    void repository() throws Exception {
        fixture = new GitFixture(Files.createDirectory(place.resolve("repository")));
        sources = new LocalSources(place.resolve("cache"), place.resolve("home"), Map.of("GIT_TOKEN", TOKEN), masker);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theNewestCommitOfABranchIsTakenWithWhatIsKnownOfIt() throws Exception {
        RevCommit commit = fixture.write("app/index.html", "hello").commit("Say hello\n\nAt length.");
        SourceLocation location = branch(fixture.folder.toString(), "main");

        SourceRevision revision = sources.resolve(location);

        assertThat(revision.revisionId()).isEqualTo(commit.getName());
        assertThat(revision.summary()).isEqualTo(commit.getName().substring(0, 8) + " Say hello");
        assertThat(revision.commit())
                .contains(new SourceRevision.Commit(
                        commit.getName(),
                        "Say hello\n\nAt length.",
                        "2026-03-04T05:06:07Z",
                        "2026-03-04T05:07:07Z",
                        "main"));
        assertThat(unpacked(location, revision).resolve("app/index.html")).hasContent("hello");
    }

    @Test
    void aPinnedRevisionStaysWhatItIsWhenTheBranchMovesOn() throws Exception {
        fixture.write("a", "old").commit("one");
        SourceLocation location = branch(fixture.folder.toUri().toString(), "main");
        SourceRevision revision = sources.resolve(location);
        Path first = export(location, revision, "1.zip");
        fixture.write("a", "new").commit("two");

        Path second = export(location, revision, "2.zip");
        var elsewhere = new LocalSources(place.resolve("other"), place, Map.of(), masker);
        elsewhere.export(location, revision, place.resolve("3.zip"));

        assertThat(first).hasSameBinaryContentAs(second).hasSameBinaryContentAs(place.resolve("3.zip"));
        assertThat(sources.resolve(location).revisionId()).isNotEqualTo(revision.revisionId());
    }

    @Test
    void branchesWithSlashesTagsWithAndWithoutMessageAndCommitsAreFound() throws Exception {
        RevCommit first = fixture.write("a", "1").commit("one");
        fixture.git
                .tag()
                .setName("v1")
                .setAnnotated(true)
                .setMessage("first")
                .setSigned(false)
                .call();
        fixture.git.tag().setName("light").setAnnotated(false).setSigned(false).call();
        fixture.git.checkout().setCreateBranch(true).setName("feature/a/b").call();
        RevCommit second = fixture.write("a", "2").commit("two");
        String url = fixture.folder.toString();

        assertThat(sources.resolve(branch(url, "feature/a/b")).revisionId()).isEqualTo(second.getName());
        assertThat(sources.resolve(git(url, new GitReference.Tag("v1"))).revisionId())
                .isEqualTo(first.getName());
        assertThat(sources.resolve(git(url, new GitReference.Tag("light"))).revisionId())
                .isEqualTo(first.getName());
        var fresh = new LocalSources(place.resolve("fresh"), place, Map.of(), masker);
        assertThat(fresh.resolve(git(url, new GitReference.Commit(first.getName())))
                        .revisionId())
                .isEqualTo(first.getName());
    }

    @Test
    void executablesLinksAndBytesComeAsCommitted() throws Exception {
        fixture.write("run.sh", "#!/bin/sh\r\n").write(".gitattributes", "* text=auto eol=crlf\n");
        Files.setPosixFilePermissions(fixture.folder.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(fixture.folder.resolve("link"), Path.of("run.sh"));
        fixture.write("plain.txt", "line\n").commit("files");
        SourceLocation location = branch(fixture.folder.toString(), "main");

        Path folder = unpacked(location, sources.resolve(location));

        assertThat(Files.isExecutable(folder.resolve("run.sh"))).isTrue();
        assertThat(Files.readSymbolicLink(folder.resolve("link"))).isEqualTo(Path.of("run.sh"));
        assertThat(folder.resolve("plain.txt")).hasContent("line\n");
        assertThat(folder.resolve(".git")).doesNotExist();
    }

    @Test
    void aPasswordIsTakenFromTheEnvironmentAndShownNowhere() throws Exception {
        fixture.write("a", "1").commit("one");
        try (var server = new GitHttpServer(fixture.git.getRepository(), "x-access-token", TOKEN)) {
            var location = new SourceLocation.Git(
                    server.url(),
                    new GitReference.Branch("main"),
                    Optional.of(new CredentialReference(Optional.empty(), "GIT_TOKEN")));

            SourceRevision revision = sources.resolve(location);

            assertThat(unpacked(location, revision).resolve("a")).hasContent("1");
            assertThat(masker.mask("token " + TOKEN)).isEqualTo("token ****");
            assertThat(everythingWritten()).doesNotContain(TOKEN);
        }
    }

    @Test
    void aPasswordInTheUrlWorksAndIsShownNowhere() throws Exception {
        fixture.write("a", "1").commit("one");
        try (var server = new GitHttpServer(fixture.git.getRepository(), "ann", TOKEN)) {
            String url = server.url().replace("http://", "http://ann:" + TOKEN + "@");

            assertThat(sources.resolve(branch(url, "main")).summary()).endsWith("one");
            assertThat(everythingWritten()).doesNotContain(TOKEN);

            String wrong = server.url().replace("http://", "http://ann:wrong" + TOKEN + "@");
            SourceException denied =
                    catchThrowableOfType(SourceException.class, () -> sources.resolve(branch(wrong, "main")));
            assertThat(denied).hasMessageContaining("was denied").hasMessageContaining(server.url());
            assertThat(denied.getMessage()).doesNotContain(TOKEN).doesNotContain("ann");
            assertThat(denied.isTransient()).isFalse();
        }
    }

    @Test
    void missingCredentialsAreAskedForByTheirName() throws Exception {
        fixture.write("a", "1").commit("one");
        try (var server = new GitHttpServer(fixture.git.getRepository(), "ann", TOKEN)) {
            assertThatThrownBy(() -> sources.resolve(branch(server.url(), "main")))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("was denied. Name the environment variable");
        }
        var unset = new SourceLocation.Git(
                "https://example.org/r.git",
                new GitReference.Branch("main"),
                Optional.of(new CredentialReference(Optional.empty(), "NOT_SET")));
        assertThatThrownBy(() -> sources.resolve(unset)).hasMessageContaining("NOT_SET");
    }

    @Test
    void credentialsAreNotSentInTheOpen() {
        var location = branch("http://ann:" + TOKEN + "@192.0.2.1/r.git", "main");

        assertThatThrownBy(() -> sources.resolve(location))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("everybody on the way")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        String url = fixture.folder.toString();
        assertRefused(branch(url, "main"), "There is no branch 'main' in the Git repository " + url);
        fixture.write("a", "1").commit("one");
        assertRefused(branch(url, "absent"), "There is no branch 'absent'");
        assertRefused(git(url, new GitReference.Tag("absent")), "There is no tag 'absent'");
        assertRefused(git(url, new GitReference.Commit("1".repeat(40))), "There is no commit 1111");
        assertRefused(git(url, new GitReference.Commit("1234abc")), "is no full commit id");
        assertRefused(branch(url, "a..b"), "Git has no names like that");
        assertRefused(branch(place.resolve("nowhere").toString(), "main"), "There is no folder");
        assertRefused(
                branch(Files.createDirectory(place.resolve("plain")).toString(), "main"),
                "is no Git repository. Write 'directory:'");
        assertRefused(branch("ext::sh -c whoami", "main"), "names a remote helper");
        assertRefused(branch("ftp://example.org/r.git", "main"), "not supported");
        assertRefused(new SourceLocation.Directory(place.resolve("nowhere")), "There is no folder");
    }

    @Test
    void aServersBranchesTagsAndCommitsAreFoundAndWhatIsNotThereIsNamed() throws Exception {
        try (var server = new GitHttpServer(fixture.git.getRepository(), "", "")) {
            assertRefused(branch(server.url(), "main"), "There is no branch 'main'");
            RevCommit first = fixture.write("a", "1").commit("one");
            fixture.git
                    .tag()
                    .setName("v1")
                    .setAnnotated(true)
                    .setMessage("first")
                    .setSigned(false)
                    .call();
            fixture.write("a", "2").commit("two");
            fixture.git.branchCreate().setName("feature/x").call();
            RevCommit newest = fixture.write("a", "3").commit("three");

            assertThat(sources.resolve(branch(server.url(), "main")).revisionId())
                    .isEqualTo(newest.getName());
            assertThat(sources.resolve(branch(server.url(), "feature/x")).summary())
                    .endsWith("two");
            assertThat(sources.resolve(git(server.url(), new GitReference.Tag("v1")))
                            .revisionId())
                    .isEqualTo(first.getName());
            var pinned = git(server.url(), new GitReference.Commit(first.getName()));
            assertThat(unpacked(pinned, sources.resolve(pinned)).resolve("a")).hasContent("1");
            assertRefused(branch(server.url(), "absent"), "There is no branch 'absent'");
            assertRefused(git(server.url(), new GitReference.Commit("1".repeat(40))), "There is no commit 1111");
            assertRefused(branch(server.url().replace("repo", "other"), "main"), "There is no Git repository at");
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsWorthAskingAgain() throws Exception {
        String url;
        try (var server = new GitHttpServer(fixture.git.getRepository(), "", "")) {
            url = server.url();
        }

        SourceException refused =
                catchThrowableOfType(SourceException.class, () -> sources.resolve(branch(url, "main")));

        assertThat(refused.isTransient()).isTrue();
        assertThat(refused).hasMessageContaining("could not be fetched").hasMessageContaining(url);
    }

    @Test
    void aFolderIsTakenAsItLiesThere() throws Exception {
        Path folder = Files.createDirectories(place.resolve("app/.penstock")).resolveSibling("");
        Files.writeString(place.resolve("app/index.html"), "hello");
        Files.writeString(place.resolve("app/.gitignore"), "index.html");
        Files.writeString(place.resolve("app/.penstock/journal"), "x");
        var location = new SourceLocation.Directory(folder);

        SourceRevision revision = sources.resolve(location);

        assertThat(revision.revisionId()).startsWith("sha256:");
        assertThat(revision.commit()).isEmpty();
        assertThat(revision.summary()).startsWith("folder app at ");
        Path unpacked = unpacked(location, revision);
        assertThat(unpacked.resolve("index.html")).hasContent("hello");
        assertThat(unpacked.resolve(".penstock")).doesNotExist();
    }

    @Test
    void aFolderThatWasChangedMeanwhileIsRefused() throws Exception {
        Path folder = Files.createDirectory(place.resolve("app"));
        Files.writeString(folder.resolve("a"), "1");
        var location = new SourceLocation.Directory(folder);
        SourceRevision revision = sources.resolve(location);
        Files.writeString(folder.resolve("a"), "2");

        assertThatThrownBy(() -> export(location, revision, "b.zip"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("was changed after");
        assertThat(place.resolve("b.zip")).doesNotExist();
    }

    @Test
    void aFolderInAWorkingTreeBearsTheCommitsIdOnlyWithoutLocalChanges() throws Exception {
        RevCommit commit = fixture.write("app/a", "1").write("other", "1").commit("one");
        var location = new SourceLocation.Directory(fixture.folder.resolve("app"));

        assertThat(sources.resolve(location).commit())
                .hasValueSatisfying(known -> assertThat(known.id()).isEqualTo(commit.getName()));

        fixture.write("other", "changed elsewhere");
        assertThat(sources.resolve(location).commit())
                .hasValueSatisfying(known -> assertThat(known.id()).isEqualTo(commit.getName()));

        fixture.write("app/a", "changed");
        SourceRevision changed = sources.resolve(location);
        assertThat(changed.commit()).hasValueSatisfying(known -> {
            assertThat(known.id()).hasSize(40).isNotEqualTo(commit.getName());
            assertThat(changed.revisionId()).contains(known.id());
            assertThat(known.message()).startsWith("Local changes on top of").endsWith("one");
            assertThat(known.branch()).isEqualTo("main");
        });
    }

    private void assertRefused(SourceLocation location, String message) {
        assertThatThrownBy(() -> sources.resolve(location))
                .isInstanceOfSatisfying(
                        SourceException.class,
                        refused -> assertThat(refused.isTransient()).isFalse())
                .hasMessageContaining(message);
    }

    private Path export(SourceLocation location, SourceRevision revision, String name) throws IOException {
        Path bundle = place.resolve(name);
        sources.export(location, revision, bundle);
        return bundle;
    }

    private Path unpacked(SourceLocation location, SourceRevision revision) throws IOException {
        Path folder = place.resolve("unpacked");
        new BundleReader().unpack(export(location, revision, "unpacked.zip"), folder);
        return folder;
    }

    private String everythingWritten() throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.walk(place.resolve("cache"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file).append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static SourceLocation branch(String url, String name) {
        return git(url, new GitReference.Branch(name));
    }

    private static SourceLocation git(String url, GitReference reference) {
        return new SourceLocation.Git(url, reference, Optional.empty());
    }
}

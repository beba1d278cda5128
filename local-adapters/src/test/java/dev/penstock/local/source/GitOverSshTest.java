package dev.penstock.local.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.secret.SecretMasker;
import dev.penstock.source.SourceException;
import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceLocation.GitReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitOverSshTest {

    @TempDir
    Path place;

    @Test
    void theUsersKeyOpensAHostThatTheUserKnowsAndNoOther() throws Exception {
        try (var fixture = new GitFixture(Files.createDirectory(place.resolve("repository")));
                var server = new GitSshServer(fixture.git.getRepository())) {
            RevCommit commit = fixture.write("a", "1").commit("one");
            var location = new SourceLocation.Git(server.url(), new GitReference.Branch("main"), Optional.empty());

            assertThat(sources(server.home(place.resolve("knows"), true))
                            .resolve(location)
                            .revisionId())
                    .isEqualTo(commit.getName());

            LocalSources strange = sources(server.home(place.resolve("strange"), false));
            assertThatThrownBy(() -> strange.resolve(location))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("is not in ~/.ssh/known_hosts");

            Path keyless = server.home(place.resolve("keyless"), true);
            Files.delete(keyless.resolve(".ssh/id_rsa"));
            assertThatThrownBy(() -> sources(keyless).resolve(location))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("over SSH was denied");
        }
    }

    private LocalSources sources(Path home) {
        return new LocalSources(home.resolve("cache"), home, Map.of(), new SecretMasker());
    }
}

package dev.penstock.lambda.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.artifact.BundleReader;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.secret.Secret;
import dev.penstock.source.SourceException;
import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceLocation.GitReference;
import dev.penstock.source.SourceRevision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubArchivesTest {

    private static final String COMMIT = "59b20b8d5c6ff8d09518454d4dd8b7b30f095ab5";

    @TempDir
    Path folder;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private HttpServer storage;
    private GitHubArchives archives;
    private int status = 200;

    @BeforeEach
    void open() throws IOException {
        Path archive = folder.resolve("served.zip");
        new BundleWriter()
                .file("acme-shop-59b20b8/README.md", "hello")
                .file("acme-shop-59b20b8/src/a.txt", "a")
                .write(archive);
        storage = served(exchange -> answer(exchange, 200, Files.readAllBytes(archive)));
        server = served(exchange -> {
            if (status != 200) {
                answer(exchange, status, new byte[0]);
            } else if (exchange.getRequestURI().getPath().contains("/zipball/")) {
                exchange.getResponseHeaders().add("Location", url(storage) + "/the.zip");
                answer(exchange, 302, new byte[0]);
            } else {
                String json = "{\"sha\": \"" + COMMIT + "\", \"commit\": {\"message\": \"One line\\n\\nand more\","
                        + " \"author\": {\"date\": \"2026-01-01T00:00:00Z\"},"
                        + " \"committer\": {\"date\": \"2026-01-02T00:00:00Z\"}}}";
                answer(exchange, 200, json.getBytes(StandardCharsets.UTF_8));
            }
        });
        archives = new GitHubArchives(URI.create(url(server)), () -> Optional.of(Secret.of("t0ken")));
    }

    @AfterEach
    void close() {
        server.stop(0);
        storage.stop(0);
    }

    @Test
    void aBranchIsPinnedToItsCommitAndItsFilesComeWithoutTheFolderAroundThem() throws IOException {
        SourceLocation main = location("https://127.0.0.1/acme/shop.git", new GitReference.Branch("main"));
        SourceRevision revision = archives.resolve(main);
        assertThat(revision.revisionId()).isEqualTo(COMMIT);
        assertThat(revision.summary()).isEqualTo("One line");
        assertThat(revision.commit().orElseThrow().branch()).isEqualTo("main");

        Path one = folder.resolve("one.zip");
        Path two = folder.resolve("two.zip");
        archives.export(main, revision, one);
        archives.export(main, revision, two);
        assertThat(new BundleReader().names(one)).containsExactlyInAnyOrder("README.md", "src/a.txt");
        assertThat(two).hasSameBinaryContentAs(one);
        assertThat(folder.toFile().list())
                .as("nothing is left behind")
                .containsOnly("served.zip", "one.zip", "two.zip");
    }

    @Test
    void theTokenGoesToTheApiAndNotToWhereItSendsOn() throws IOException {
        SourceLocation main = location("git@127.0.0.1:acme/shop.git", new GitReference.Commit(COMMIT));
        archives.export(main, archives.resolve(main), folder.resolve("one.zip"));
        assertThat(asked)
                .containsExactly(
                        "/repos/acme/shop/commits/" + COMMIT + " Bearer t0ken",
                        "/repos/acme/shop/zipball/" + COMMIT + " Bearer t0ken",
                        "/the.zip null");
    }

    @Test
    void whatCannotBeHadIsSaidInWordsAndAskedAgainOnlyWhereThatHelps() {
        SourceLocation main = location("https://127.0.0.1/acme/shop", new GitReference.Branch("gone"));
        status = 404;
        assertThatThrownBy(() -> archives.resolve(main))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("heads/gone")
                .hasMessageContaining("acme/shop");
        status = 502;
        assertThatThrownBy(() -> archives.resolve(main))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isTransient()).isTrue());
        status = 401;
        assertThatThrownBy(() -> archives.resolve(main))
                .hasMessageContaining("token")
                .hasMessageNotContaining("t0ken");
    }

    @Test
    void whatIsNotOnGitHubIsRefused() {
        for (String url : List.of("https://gitlab.com/acme/shop", "https://github.com.evil/a/b", "/srv/shop.git")) {
            assertThatThrownBy(() -> archives.resolve(location(url, new GitReference.Branch("main"))))
                    .as(url)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(url);
        }
        assertThatThrownBy(() -> archives.resolve(new SourceLocation.Directory(Path.of("/srv"))))
                .hasMessageContaining("/srv");
        assertThat(asked).isEmpty();
    }

    private static SourceLocation location(String url, GitReference reference) {
        return new SourceLocation.Git(url, reference, Optional.empty());
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private HttpServer served(Handler handler) throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            handler.handle(exchange);
        });
        made.start();
        return made;
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}

package dev.penstock.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.artifact.BundleWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** As much of GitHub's API as it takes to bring commits, each of which has another template and another image. */
final class GitHubVersions implements AutoCloseable {

    private static final String COMMITS = "/repos/acme/shop/commits/";
    private static final String ARCHIVES = "/repos/acme/shop/zipball/";

    private final HttpServer server;
    private final Path folder;

    GitHubVersions(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(COMMITS, exchange -> {
            String id = exchange.getRequestURI().getPath().substring(COMMITS.length());
            String json = "{\"sha\": \"" + id + "\", \"commit\": {\"message\": \"Version " + id + "\","
                    + " \"author\": {\"date\": \"2026-01-01T00:00:00Z\"},"
                    + " \"committer\": {\"date\": \"2026-01-01T00:00:00Z\"}}}";
            answer(exchange, json.getBytes(UTF_8));
        });
        server.createContext(
                ARCHIVES,
                exchange -> answer(
                        exchange, archive(exchange.getRequestURI().getPath().substring(ARCHIVES.length()))));
        server.start();
    }

    /** The id of a commit. */
    static String commit(int number) {
        return String.format("%040x", number);
    }

    /** Where its API answers. */
    String api() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private byte[] archive(String id) throws IOException {
        Path zip = folder.resolve(id + ".zip");
        new BundleWriter()
                .file("acme-shop/template.yml", """
                    Resources:
                      Version:
                        Type: AWS::SSM::Parameter
                        Properties: {Name: /shop/version, Type: String, Value: "%s"}
                    """.formatted(id))
                .file(
                        "acme-shop/imagedefinitions.json",
                        "[{\"name\": \"web\", \"imageUri\": \"public.ecr.aws/acme/shop@sha256:" + "0".repeat(24) + id
                                + "\"}]")
                .write(zip);
        byte[] bytes = Files.readAllBytes(zip);
        Files.delete(zip);
        return bytes;
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

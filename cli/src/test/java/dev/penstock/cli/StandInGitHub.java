package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.artifact.BundleWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** As much of GitHub's API as it takes to bring the one commit of {@code acme/shop}. */
final class StandInGitHub implements AutoCloseable {

    static final String COMMIT = "59b20b8d5c6ff8d09518454d4dd8b7b30f095ab5";

    /** Longer than what the journal keeps in its table: it is a large fact. */
    private static final String MESSAGE = "A template\\n\\n" + "why ".repeat(20_000);

    private final HttpServer server;

    /** Serves a repository of one file. */
    StandInGitHub(Path folder, String file, String text) throws IOException {
        Path archive = folder.resolve("archive.zip");
        new BundleWriter().file("acme-shop-59b20b8/" + file, text).write(archive);
        byte[] zip = Files.readAllBytes(archive);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/repos/acme/shop/commits/", exchange -> {
            String json = "{\"sha\": \"" + COMMIT + "\", \"commit\": {\"message\": \"" + MESSAGE + "\","
                    + " \"author\": {\"date\": \"2026-01-01T00:00:00Z\"},"
                    + " \"committer\": {\"date\": \"2026-01-01T00:00:00Z\"}}}";
            answer(exchange, json.getBytes(UTF_8));
        });
        server.createContext("/repos/acme/shop/zipball/", exchange -> answer(exchange, zip));
        server.start();
    }

    /** Where its API answers. */
    String api() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
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

package dev.penstock.local.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.artifact.Digest;
import dev.penstock.image.RepositoryAccess;
import dev.penstock.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A registry on loopback that keeps what is pushed (OCI Distribution Specification), for one user. */
final class TestRegistry implements AutoCloseable {

    static final String PASSWORD = "canary-Passw0rd";
    static final String REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web";

    private final HttpServer server;
    private final PlainFront front;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    TestRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        front = new PlainFront(server.getAddress().getPort());
    }

    RepositoryAccess access() {
        return access(PASSWORD);
    }

    RepositoryAccess access(String password) {
        return new RepositoryAccess(
                REPOSITORY, "127.0.0.1:" + front.port() + "/shop/web", true, "AWS", Secret.of(password));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String wanted =
                    "Basic " + Base64.getEncoder().encodeToString(("AWS:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            if (!wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
                send(
                        exchange,
                        401,
                        "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"no\"}]}"
                                .getBytes(StandardCharsets.UTF_8));
                return;
            }
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/v2/")) {
                send(exchange, 200, new byte[0]);
            } else if (path.contains("/blobs/uploads/")) {
                upload(exchange, path);
            } else if (path.contains("/blobs/")) {
                give(exchange, blobs.get(path.substring(path.indexOf("/blobs/") + 7)));
            } else {
                manifest(exchange, path.substring(path.indexOf("/manifests/") + 11));
            }
        }
    }

    private void upload(HttpExchange exchange, String path) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            String id = "u" + next.incrementAndGet();
            uploads.put(id, new ByteArrayOutputStream());
            exchange.getResponseHeaders().set("Location", path + id);
            exchange.getResponseHeaders().set("Docker-Upload-UUID", id);
            send(exchange, 202, new byte[0]);
            return;
        }
        ByteArrayOutputStream bytes = Objects.requireNonNull(uploads.get(path.substring(path.lastIndexOf('/') + 1)));
        bytes.writeBytes(exchange.getRequestBody().readAllBytes());
        if (exchange.getRequestMethod().equals("PATCH")) {
            exchange.getResponseHeaders().set("Location", path);
            exchange.getResponseHeaders().set("Range", "0-" + (bytes.size() - 1));
            send(exchange, 202, new byte[0]);
            return;
        }
        String digest = exchange.getRequestURI().getQuery().replaceFirst(".*digest=", "");
        boolean right = Digest.of(bytes.toByteArray()).value().equals(digest);
        if (right) {
            blobs.put(digest, bytes.toByteArray());
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        }
        send(exchange, right ? 201 : 400, new byte[0]);
    }

    private void manifest(HttpExchange exchange, String reference) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            String digest = Digest.of(bytes).value();
            manifests.put(reference, bytes);
            manifests.put(digest, bytes);
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
            send(exchange, 201, new byte[0]);
            return;
        }
        byte[] bytes = manifests.get(reference);
        if (bytes != null) {
            exchange.getResponseHeaders()
                    .set("Content-Type", json(bytes).get("mediaType").asString());
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.of(bytes).value());
        }
        give(exchange, bytes);
    }

    private static void give(HttpExchange exchange, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            send(
                    exchange,
                    404,
                    "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"unknown\"}]}"
                            .getBytes(StandardCharsets.UTF_8));
        } else {
            send(exchange, 200, bytes);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head && body.length > 0) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static JsonNode json(byte[] bytes) {
        return JsonMapper.shared().readTree(bytes);
    }

    private JsonNode manifest(Digest digest) {
        return json(Objects.requireNonNull(manifests.get(digest.value())));
    }

    private byte[] blob(JsonNode descriptor) {
        return Objects.requireNonNull(blobs.get(descriptor.get("digest").asString()));
    }

    /** The digest that a tag stands for. */
    Optional<Digest> digestOf(String tag) {
        return Optional.ofNullable(manifests.get(tag)).map(Digest::of);
    }

    /** The configuration of an image. */
    JsonNode configuration(Digest digest) {
        JsonNode manifest = manifest(digest);
        return json(blob(manifest.get("config"))).get("config");
    }

    /** Files of an image: content and mode by path. */
    Map<String, String> files(Digest digest) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (JsonNode layer : manifest(digest).get("layers")) {
            byte[] bytes = blob(layer);
            try (var tar = new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.isFile()) {
                        files.put(
                                entry.getName().replaceFirst("^/", ""),
                                new String(tar.readAllBytes(), StandardCharsets.UTF_8) + " "
                                        + Integer.toOctalString(entry.getMode() & 0777));
                    }
                }
            }
        }
        return files;
    }

    @Override
    public void close() throws IOException {
        front.close();
        server.stop(0);
    }
}

package dev.penstock.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.penstock.lambda.training.LoopbackCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** TLS in front of a server of this machine that speaks HTTP only, as all endpoints of AWS have it. */
final class SecureFront implements AutoCloseable {

    /** What a client of HTTP sets itself. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, LongAdder> asked = new ConcurrentHashMap<>();
    private final Path trusted;
    private final int behind;

    private SecureFront(HttpsServer server, Path trusted, int behind) {
        this.server = server;
        this.trusted = trusted;
        this.behind = behind;
    }

    /**
     * Starts one.
     *
     * @param folder where key and certificates may be kept
     * @param behind the port of the server
     */
    static SecureFront start(Path folder, int behind) throws IOException, InterruptedException {
        LoopbackCertificate certificate = LoopbackCertificate.in(folder);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        SecureFront front = new SecureFront(server, certificate.trusted(), behind);
        server.setExecutor(front.threads);
        server.createContext("/", front::pass);
        server.start();
        return front;
    }

    /** Where it answers. */
    URI endpoint() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** A key store of JDK's own certificates and the one of this server. */
    Path trusted() {
        return trusted;
    }

    /** How often an operation was asked for so far, as DynamoDB names it. */
    long asked(String operation) {
        LongAdder times = asked.get(operation);
        return times == null ? 0 : times.sum();
    }

    private void count(HttpExchange exchange) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            asked.computeIfAbsent(target.substring(target.indexOf('.') + 1), operation -> new LongAdder())
                    .increment();
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            count(exchange);
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + behind + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().map().forEach((name, values) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}

package dev.penstock.runner.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.meter.PrometheusMeters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * What orchestrators and Prometheus ask of a worker: {@code /health/live}, {@code /health/ready} and {@code /metrics}. Says
 * nothing that is secret, and changes nothing.
 */
public final class HealthServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private HealthServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Serves until it is closed.
     *
     * @param address where; port 0 for any that is free
     * @param notReady why the worker takes nothing at the moment; absent if it does
     * @throws IOException if the address cannot be used
     */
    public static HealthServer start(
            InetSocketAddress address, Supplier<Optional<String>> notReady, PrometheusMeters meters)
            throws IOException {
        var health = new HealthServer(HttpServer.create(address, 0));
        health.server.setExecutor(health.threads);
        health.server.createContext("/", exchange -> answer(exchange, notReady, meters));
        health.server.start();
        return health;
    }

    /** The port that it serves on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Supplier<Optional<String>> notReady, PrometheusMeters meters)
            throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, "text/plain; charset=utf-8", "Only GET and HEAD.\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/health/live" -> send(exchange, 200, "text/plain; charset=utf-8", "alive\n");
                case "/health/ready" -> {
                    Optional<String> why = notReady.get();
                    send(exchange, why.isEmpty() ? 200 : 503, "text/plain; charset=utf-8", why.orElse("ready") + "\n");
                }
                case "/metrics" -> send(exchange, 200, PrometheusMeters.MEDIA_TYPE, meters.text());
                default ->
                    send(
                            exchange,
                            404,
                            "text/plain; charset=utf-8",
                            "There are /health/live, /health/ready and /metrics.\n");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}

package dev.penstock.simulator.lambda.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The runtime API of one execution environment, at a port of its own. Source: Lambda Developer Guide, "Using the Lambda runtime
 * API for custom runtimes", version 2018-06-01.
 */
final class RuntimeApi implements AutoCloseable {

    /** What a runtime says at the end of an invocation or of its initialization. */
    sealed interface Said {

        /**
         * The invocation's answer.
         *
         * @param payload JSON text
         */
        record Answer(String payload) implements Said {}

        /**
         * Why there is none.
         *
         * @param payload JSON text with {@code errorType}, {@code errorMessage} and {@code stackTrace}
         */
        record Error(String payload) implements Said {}
    }

    /** An invocation that waits for the runtime to ask for it. */
    record Task(String requestId, String functionArn, String event, Instant deadline, CompletableFuture<Said> said) {}

    private static final String VERSION = "/2018-06-01/runtime/";
    private static final int ACCEPTED = 202;
    private static final int LARGEST_ANSWER = 6 * 1024 * 1024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(1);
    private final CompletableFuture<Said> initialized = new CompletableFuture<>();
    private volatile @Nullable Task current;

    RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setExecutor(threads);
        server.createContext(VERSION, this::handle);
        server.start();
    }

    /** Host and port, as the variable {@code AWS_LAMBDA_RUNTIME_API} has them. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Completed when the runtime asks for its first invocation, with an empty answer, or when it says that it cannot begin. */
    CompletableFuture<Said> initialized() {
        return initialized;
    }

    /** Gives the runtime an invocation. One at a time. */
    void give(Task task) {
        tasks.add(task);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(VERSION.length());
            String[] parts = path.split("/", -1);
            if (path.equals("invocation/next")) {
                next(exchange);
            } else if (path.equals("init/error")) {
                initialized.complete(new Said.Error(body(exchange)));
                accept(exchange);
            } else if (parts.length == 3 && parts[0].equals("invocation")) {
                end(exchange, parts[1], parts[2]);
            } else {
                refuse(exchange, 404, "NotFound", "There is no such resource: " + path);
            }
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        initialized.complete(new Said.Answer(""));
        Task task;
        try {
            task = tasks.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        current = task;
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", task.requestId());
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(task.deadline().toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", task.functionArn());
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
        send(exchange, 200, task.event());
    }

    private void end(HttpExchange exchange, String requestId, String how) throws IOException {
        Task task = current;
        if (task == null || !task.requestId().equals(requestId)) {
            refuse(exchange, 400, "InvalidRequestID", "Invalid request ID");
            return;
        }
        byte[] bytes;
        try (InputStream in = exchange.getRequestBody()) {
            bytes = in.readNBytes(LARGEST_ANSWER + 1);
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        String body = new String(bytes, StandardCharsets.UTF_8);
        boolean large = how.equals("response") && bytes.length > LARGEST_ANSWER;
        if (large) {
            refuse(exchange, 413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size (6291556 bytes).");
        } else {
            accept(exchange);
        }
        current = null;
        task.said()
                .complete(
                        how.equals("error")
                                ? new Said.Error(body)
                                : large
                                        ? new Said.Error(
                                                "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response"
                                                        + " payload size exceeded maximum allowed payload size (6291556"
                                                        + " bytes).\"}")
                                        : new Said.Answer(body));
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void accept(HttpExchange exchange) throws IOException {
        send(exchange, ACCEPTED, "{\"status\":\"OK\"}");
    }

    private static void refuse(HttpExchange exchange, int status, String type, String message) throws IOException {
        send(exchange, status, "{\"errorMessage\":\"" + message + "\",\"errorType\":\"" + type + "\"}");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

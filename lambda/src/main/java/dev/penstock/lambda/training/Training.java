package dev.penstock.lambda.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Starts the runner's function by the command that it is given, lets it answer a few ticks, and ends it in good order. It needs no
 * network: an empty table and Lambda's runtime API are played here, the table behind TLS as in AWS.
 *
 * <p>The function is started as for SnapStart, so that it primes: its cache has what executions need, too.
 */
public final class Training {

    private static final int TICKS = 3;
    private static final long PATIENCE_SECONDS = 60;
    private static final String RUNTIME = "/2018-06-01/runtime/";

    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    private Training() {}

    /**
     * Trains.
     *
     * @param command starts a function: the Java virtual machine with its options, the runtime interface client, the handler
     * @throws IllegalStateException if it does not answer as a runner does, or does not end by itself
     */
    public static void main(String[] command) throws IOException, InterruptedException {
        new Training().train(List.of(command));
    }

    private void train(List<String> command) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("training");
        LoopbackCertificate certificate = LoopbackCertificate.in(folder);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        HttpServer runtime = HttpServer.create(any, 0);
        HttpsServer table = HttpsServer.create(any, 0);
        table.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            serve(runtime, threads, this::runtime);
            serve(table, threads, Training::emptyTable);
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().putAll(variables(runtime, table));
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=" + certificate.trusted());
            Process function = builder.start();
            try {
                for (int tick = 0; tick < TICKS; tick++) {
                    events.add("{\"penstock\": \"tick\"}");
                    String answer = Objects.requireNonNullElse(
                            answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing within a minute");
                    if (!answer.contains("went on with 0")) {
                        throw new IllegalStateException("The function answered " + answer);
                    }
                }
                function.destroy();
                if (!function.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("The function did not end within a minute");
                }
            } finally {
                function.destroyForcibly();
                runtime.stop(0);
                table.stop(0);
                threads.shutdownNow();
            }
        }
    }

    private static Map<String, String> variables(HttpServer runtime, HttpServer table) {
        String account = "111122223333";
        return Map.ofEntries(
                Map.entry(
                        "AWS_LAMBDA_RUNTIME_API",
                        "127.0.0.1:" + runtime.getAddress().getPort()),
                Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", "penstock-runner"),
                Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769"),
                Map.entry("AWS_REGION", "us-east-1"),
                Map.entry("AWS_ACCESS_KEY_ID", account),
                Map.entry("AWS_SECRET_ACCESS_KEY", "none"),
                Map.entry("PENSTOCK_TABLE", "penstock"),
                Map.entry(
                        "PENSTOCK_TABLE_ENDPOINT",
                        "https://localhost:" + table.getAddress().getPort()),
                Map.entry("PENSTOCK_BUCKET", "penstock"),
                Map.entry("PENSTOCK_SCHEDULE_GROUP", "wake-ups"),
                Map.entry("PENSTOCK_SCHEDULER_ROLE", "arn:aws:iam::" + account + ":role/scheduler"),
                Map.entry("PENSTOCK_RUNNER_ARN", "arn:aws:lambda:us-east-1:" + account + ":function:penstock-runner"));
    }

    private static void serve(HttpServer server, ExecutorService threads, HttpHandler handler) {
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
    }

    /** Source: Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes"; {@code restore/next} is of SnapStart. */
    private void runtime(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.equals(RUNTIME + "invocation/next")) {
            try {
                String event = events.take();
                var headers = exchange.getResponseHeaders();
                headers.set("Lambda-Runtime-Aws-Request-Id", "training");
                headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(Long.MAX_VALUE / 2));
                headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:111122223333:function:t");
                answer(exchange, 200, event);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else if (path.startsWith(RUNTIME + "restore/")) {
            answer(exchange, 200, "{}");
        } else {
            answers.add(body);
            answer(exchange, 202, "{}");
        }
    }

    private static void emptyTable(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String target = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("X-Amz-Target"), "");
        exchange.getResponseHeaders().set("x-amzn-RequestId", "training");
        String answer = switch (target.substring(target.indexOf('.') + 1)) {
            case "Query" -> "{\"Items\": [], \"Count\": 0, \"ScannedCount\": 0}";
            case "BatchGetItem" -> "{\"Responses\": {}, \"UnprocessedKeys\": {}}";
            default -> "{}";
        };
        answer(exchange, 200, answer);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

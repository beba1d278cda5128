package dev.penstock.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The runtime API of Lambda ("Using the Lambda runtime API for custom runtimes"), and a function under AWS's own runtime interface
 * client in a process of its own.
 */
final class RuntimeInterface implements AutoCloseable {

    private static final String API = "/2018-06-01/runtime/";

    private final HttpServer server;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(16);
    private Optional<Process> process = Optional.empty();
    private int requests;

    RuntimeInterface() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(API + "invocation/next", this::next);
        server.createContext(API + "invocation/", exchange -> {
            answers.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 202, "{}");
        });
        server.createContext(API + "init/error", exchange -> {
            answers.add("init: " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 202, "{}");
        });
        server.start();
    }

    /** Starts a function of this test's class path, as Lambda would, with the heap that Lambda gives it. */
    void start(String handler, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1500m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:class+load:file=" + classes(handler),
                "-cp",
                System.getProperty("java.class.path")));
        command.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
        command.add(handler);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables(handler));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(new File("target/" + handler + ".log"));
        process = Optional.of(builder.start());
    }

    /** The classes that a function has loaded so far, a line of the JVM for each. */
    static Path classes(String handler) {
        return Path.of("target", handler + ".classes");
    }

    /** What Lambda tells a runtime beside what the function's own environment has. */
    Map<String, String> variables(String handler) {
        return Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                "127.0.0.1:" + server.getAddress().getPort(),
                "AWS_LAMBDA_FUNCTION_NAME",
                "penstock-runner",
                "AWS_LAMBDA_FUNCTION_VERSION",
                "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "1769",
                "_HANDLER",
                handler);
    }

    /** Calls the function with an event. */
    String call(String event) throws InterruptedException {
        events.add(event);
        String answer = answers.poll(90, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer within 90 s");
        }
        return answer;
    }

    private void next(HttpExchange exchange) throws IOException {
        try {
            String event = events.take();
            int number;
            synchronized (this) {
                number = ++requests;
            }
            exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", "request-" + number);
            exchange.getResponseHeaders()
                    .add("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000));
            exchange.getResponseHeaders()
                    .add(
                            "Lambda-Runtime-Invoked-Function-Arn",
                            "arn:aws:lambda:us-east-1:111122223333:function:penstock-runner");
            answer(exchange, 200, event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroyForcibly);
        server.stop(0);
    }
}

package dev.penstock.benchmarks;

import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.lambda.FunctionRuntime.Invocation;
import dev.penstock.simulator.lambda.FunctionRuntime.Outcome;
import dev.penstock.simulator.lambda.FunctionRuntime.Result;
import dev.penstock.simulator.lambda.ScriptedFunctions;
import dev.penstock.simulator.lambda.process.FunctionProcesses;
import dev.penstock.simulator.lambda.process.Launcher;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long the runner in AWS Lambda takes from the start of its process until its first tick is answered: under AWS's own runtime
 * interface client, on one core, with the heap of a function of 1,769 MB, against DynamoDB Local behind TLS. A process each
 * time.
 *
 * <p>{@code ColdStart ROUNDS VARIANT…}, each variant {@code name=archive.zip=handler[=VARIABLE:value,…][=option of the JVM…]}. They
 * are measured in turn, after one start of each that fills the machine's caches.
 */
public final class ColdStart {

    private static final String ARN =
            "arn:aws:lambda:" + LocalTables.REGION + ":" + LocalTables.ACCOUNT + ":function:penstock-runner";
    /** What gets one processor: Lambda Developer Guide, "Configure Lambda function memory". */
    private static final int MEMORY = 1769;

    private static final int HEAP_PERCENT = 85;

    private ColdStart() {}

    /** One kind of function. */
    private record Variant(
            String name, Path archive, String handler, Map<String, String> environment, List<String> options) {

        static Variant of(String text) {
            String[] parts = text.split("=", 5);
            Map<String, String> environment = new HashMap<>();
            if (parts.length > 3 && !parts[3].isEmpty()) {
                for (String variable : parts[3].split(",", -1)) {
                    String[] pair = variable.split(":", 2);
                    environment.put(pair[0], pair[1]);
                }
            }
            List<String> options = parts.length > 4 ? List.of(parts[4].split(" ", -1)) : List.of();
            return new Variant(parts[0], Path.of(parts[1]), parts[2], environment, options);
        }
    }

    /** See above. */
    public static void main(String[] arguments) {
        LocalTables.run(() -> measure(arguments));
    }

    private static void measure(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        List<Variant> variants = Stream.of(arguments).skip(1).map(Variant::of).toList();
        LocalTables tables = LocalTables.start();
        Path folder = Files.createTempDirectory("cold-start");
        SecureFront front = SecureFront.start(folder, tables.port());
        DynamoDbJournals.open(LocalTables.journal(URI.create("http://127.0.0.1:" + tables.port())))
                .close();
        SimulatedTime time = SimulatedTime.scaled(Instant.now(), 1);
        try (SimulatedAws aws = SimulatedAws.builder().time(time).start()) {
            List<FunctionProcesses> runtimes = variants.stream()
                    .map(variant ->
                            new FunctionProcesses(time, launcher(variant, front.trusted()), new ScriptedFunctions()))
                    .toList();
            for (int round = 0; round <= rounds; round++) {
                for (int number = 0; number < variants.size(); number++) {
                    Variant variant = variants.get(number);
                    Map<String, String> environment = environment(variant, front.endpoint());
                    // Another environment, another process.
                    environment.put("ROUND", Integer.toString(round));
                    start(runtimes.get(number), variant, environment, aws.endpoint(), round > 0);
                }
            }
            runtimes.forEach(FunctionProcesses::close);
        }
        front.close();
        tables.close();
    }

    private static void start(
            FunctionRuntime runtime, Variant variant, Map<String, String> environment, URI aws, boolean counts)
            throws Exception {
        Invocation invocation = new Invocation(
                ARN,
                "penstock-runner",
                "1",
                "request",
                "{\"penstock\": \"tick\"}",
                environment,
                Map.of(),
                variant.archive().toString(),
                "",
                variant.handler(),
                "java25",
                MEMORY,
                Duration.ofMinutes(1),
                Duration.ZERO,
                0,
                LocalTables.ACCOUNT,
                aws,
                () -> read(variant.archive()));
        long begun = System.nanoTime();
        Outcome outcome = runtime.invoke(invocation).toCompletableFuture().get();
        double total = (System.nanoTime() - begun) / 1e6;
        if (!(outcome.result() instanceof Result.Answered(String answer)) || !answer.contains("went on with 0")) {
            throw new IllegalStateException(variant.name() + ": " + outcome);
        }
        double tick = outcome.duration().toNanos() / 1e6;
        double processor = processor();
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        if (counts) {
            System.out.printf(
                    "{\"lambda\":\"%s\",\"init_ms\":%.0f,\"tick_ms\":%.0f,\"total_ms\":%.0f,\"cpu_ms\":%.0f,"
                            + "\"memory_mb\":%d}%n",
                    variant.name(), total - tick, tick, total, processor, outcome.memoryUsed());
        }
    }

    /** Processor time of the function's process, in ms: what another program's load changes least. */
    private static double processor() {
        return ProcessHandle.current()
                .children()
                .flatMap(child -> child.info().totalCpuDuration().stream())
                .mapToLong(Duration::toMillis)
                .sum();
    }

    private static Map<String, String> environment(Variant variant, URI tables) {
        Map<String, String> all = new HashMap<>(Map.of(
                "PENSTOCK_TABLE",
                LocalTables.TABLE,
                "PENSTOCK_TABLE_ENDPOINT",
                tables.toString(),
                "PENSTOCK_BUCKET",
                LocalTables.TABLE,
                "PENSTOCK_SCHEDULE_GROUP",
                "wake-ups",
                "PENSTOCK_SCHEDULER_ROLE",
                "arn:aws:iam::" + LocalTables.ACCOUNT + ":role/scheduler",
                "PENSTOCK_RUNNER_ARN",
                ARN));
        all.putAll(variant.environment());
        return all;
    }

    /**
     * As AWS's runtime for Java 25 starts them: the runtime interface client alone is the class path, and loads the function's jars
     * from the folder {@code lib} itself. Where options name a class path, an image of one's own is meant.
     */
    private static Launcher launcher(Variant variant, Path trusted) {
        String client = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.contains("aws-lambda-java-") || entry.contains("utils-lite"))
                .collect(Collectors.joining(File.pathSeparator));
        return new Launcher() {
            @Override
            public boolean runs(Invocation invocation) {
                return true;
            }

            @Override
            public List<String> command(Invocation invocation, Path code) {
                List<String> command = new ArrayList<>(List.of(
                        "taskset",
                        "-c",
                        "0",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:MaxHeapSize=" + MEMORY * HEAP_PERCENT / 100 + "m",
                        "-XX:+UseSerialGC",
                        "-XX:+TieredCompilation",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.net.preferIPv4Stack=true",
                        "-Djavax.net.ssl.trustStore=" + trusted,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        client));
                command.addAll(variant.options());
                command.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
                command.add(variant.handler());
                return command;
            }
        };
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

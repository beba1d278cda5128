package dev.penstock.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.penstock.simulator.SimulatedAws;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * What the simulated AWS takes: the time until it is ready, memory, calls in a second of one core, and a rollout on virtual
 * time. It runs in a process of its own, started as the launcher starts Penstock; its clients run in this one, so that only
 * its own processor time counts.
 *
 * <p>Arguments: a file for a class-data archive, which the first start makes. With {@code serve} it is the server.
 */
public final class Simulator {

    private static final int STARTS = 7;
    private static final int CLIENTS = 2;
    private static final int WARM_UP = 8_000;
    private static final int CALLS = 20_000;
    private static final int ROLLOUTS = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Simulator() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("serve")) {
            serve();
            return;
        }
        Path archive = Path.of(arguments[0]);
        try (Server first = new Server(archive)) {
            first.ask("rollout");
        }
        for (int i = 0; i < STARTS; i++) {
            try (Server server = new Server(archive)) {
                System.out.printf(
                        Locale.ROOT,
                        "{\"simulator\":\"start\",\"ready_ms\":%s,\"heap_mb\":%s}%n",
                        server.readyMillis,
                        server.ask("heap"));
            }
        }
        try (Server server = new Server(archive)) {
            calls(
                    server,
                    "GetCallerIdentity",
                    SimulatedCalls.query("sts", "Action=GetCallerIdentity&Version=2011-06-15"));
            server.ask("rollout");
            calls(
                    server,
                    "DescribeServices",
                    SimulatedCalls.ecs("DescribeServices", "{\"cluster\":\"main\",\"services\":[\"web\"]}"));
        }
        try (Server server = new Server(archive)) {
            for (int i = 0; i < ROLLOUTS; i++) {
                System.out.printf(
                        Locale.ROOT, "{\"simulator\":\"rollout\",\"ms\":%s,\"number\":%d}%n", server.ask("rollout"), i);
            }
        }
    }

    private static void calls(Server server, String name, byte[] request) throws Exception {
        drive(server.endpoint, request, WARM_UP);
        double before = Double.parseDouble(server.ask("cpu"));
        long begin = System.nanoTime();
        drive(server.endpoint, request, CALLS);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpu = Double.parseDouble(server.ask("cpu")) - before;
        System.out.printf(
                Locale.ROOT,
                "{\"simulator\":\"calls\",\"call\":\"%s\",\"per_core_s\":%.0f,\"calls_s\":%.0f}%n",
                name,
                CALLS / cpu,
                CALLS / seconds);
    }

    private static void drive(URI endpoint, byte[] request, int calls) throws Exception {
        CountDownLatch ended = new CountDownLatch(CLIENTS);
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread.ofPlatform().start(() -> {
                try (SimulatedCalls client = new SimulatedCalls(endpoint)) {
                    for (int n = 0; n < calls / CLIENTS; n++) {
                        client.call(request);
                    }
                } catch (IOException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    /** The simulated AWS in a process of its own. */
    private static final class Server implements AutoCloseable {

        private final Process process;
        private final BufferedReader answers;
        private final String readyMillis;
        private final URI endpoint;

        Server(Path archive) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xlog:disable",
                            "-XX:+AutoCreateSharedArchive",
                            "-XX:SharedArchiveFile=" + archive,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Simulator.class.getName(),
                            "serve")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = process.inputReader(StandardCharsets.UTF_8);
            readyMillis = answers.readLine();
            endpoint = URI.create(answers.readLine());
        }

        String ask(String what) throws IOException {
            process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return answers.readLine();
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void serve() throws Exception {
        long begin = System.nanoTime();
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            System.out.printf(Locale.ROOT, "%.1f%n%s%n", (System.nanoTime() - begin) / 1e6, aws.endpoint());
            System.out.flush();
            BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = asked.readLine(); line != null; line = asked.readLine()) {
                double answer = switch (line) {
                    case "heap" -> heapMegabytes();
                    case "cpu" -> processorSeconds();
                    default -> rollout(aws);
                };
                System.out.printf(Locale.ROOT, "%.3f%n", answer);
                System.out.flush();
            }
        }
    }

    private static double heapMegabytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    private static double processorSeconds() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    /** Rolls a service of four tasks to its next revision, and answers with the milliseconds from the call to its end. */
    private static double rollout(SimulatedAws aws) {
        try (SimulatedCalls client = new SimulatedCalls(aws.endpoint())) {
            client.call(SimulatedCalls.ecs("CreateCluster", "{\"clusterName\":\"main\"}"));
            register(client);
            String services = client.call(
                    SimulatedCalls.ecs("DescribeServices", "{\"cluster\":\"main\",\"services\":[\"web\"]}"));
            if (services.contains("MISSING")) {
                client.call(SimulatedCalls.ecs("CreateService", """
                        {"cluster":"main","serviceName":"web","taskDefinition":"web","desiredCount":4,\
                        "launchType":"FARGATE","networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-1"]}}}"""));
                still(aws);
                register(client);
            }
            long begin = System.nanoTime();
            client.call(SimulatedCalls.ecs(
                    "UpdateService", "{\"cluster\":\"main\",\"service\":\"web\",\"taskDefinition\":\"web\"}"));
            still(aws);
            String after = client.call(
                    SimulatedCalls.ecs("DescribeServices", "{\"cluster\":\"main\",\"services\":[\"web\"]}"));
            double millis = (System.nanoTime() - begin) / 1e6;
            if (!after.contains("COMPLETED") || after.contains("IN_PROGRESS")) {
                throw new IllegalStateException(after);
            }
            return millis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void register(SimulatedCalls client) throws IOException {
        client.call(SimulatedCalls.ecs("RegisterTaskDefinition", """
                {"family":"web","networkMode":"awsvpc","requiresCompatibilities":["FARGATE"],"cpu":"256","memory":"512",\
                "containerDefinitions":[{"name":"web","image":"nginx:1"}]}"""));
    }

    private static void still(SimulatedAws aws) {
        if (!aws.time().awaitStill(PATIENCE)) {
            throw new IllegalStateException("time does not come to rest");
        }
    }
}

package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Journal;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;

/** A project whose executions workers take as processes of their own, and the simulated account that they make stacks in. */
final class WorkedProject implements AutoCloseable {

    private static final Path FILES = Path.of("src/test/resources/dev/penstock/cli/work");
    private static final Pattern PORT = Pattern.compile("on port (\\d+)");
    /** Calls of which each execution makes one: a stack is made by a change set. */
    private static final Set<String> MAKING = Set.of("CreateStack", "ExecuteChangeSet");

    private static final String TRUST = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "cloudformation.amazonaws.com"}}]}\
        """;

    private final Path folder;
    private final List<String> options;
    private final Map<String, String> environment;
    private final Supplier<Journal> journal;
    private final SimulatedAws aws;

    /**
     * A project.
     *
     * @param options by which commands name the journal; may be empty
     * @param environment variables that commands need for it
     * @param journal opens it
     */
    WorkedProject(Path folder, List<String> options, Map<String, String> environment, Supplier<Journal> journal)
            throws IOException {
        this.folder = folder;
        this.options = options;
        this.environment = environment;
        this.journal = journal;
        // Slow enough that stacks are under way for a while.
        this.aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.now(), 2))
                .start();
        try (IamClient iam = SimulatedBalancer.client(aws, IamClient.builder())) {
            iam.createRole(role -> role.roleName("stacks").assumeRolePolicyDocument(TRUST));
        }
        try (Stream<Path> files = Files.walk(FILES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(FILES.relativize(file).toString());
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(file, target);
            }
        }
    }

    URI endpoint() {
        return aws.endpoint();
    }

    Path folder() {
        return folder;
    }

    /** Hands over executions of one of the project's pipelines. */
    void submit(String pipeline, int count) {
        for (int number = 0; number < count; number++) {
            Console console = new Console(folder);
            environment.forEach(console::environment);
            List<String> line = new ArrayList<>(List.of(
                    "run", pipeline, "--detach", "--simulator", endpoint().toString()));
            line.addAll(options);
            int code = console.run(line.toArray(String[]::new));
            assertThat(code).as(console.err()).isZero();
            assertThat(console.out()).contains("waits for a worker");
        }
    }

    Child worker(String... more) throws IOException {
        List<String> line =
                new ArrayList<>(List.of("work", "--simulator", endpoint().toString(), "--health-port", "0"));
        line.addAll(options);
        line.addAll(List.of(more));
        return Child.start(folder, environment, line.toArray(String[]::new));
    }

    List<ExecutionSummary> executions() {
        try (Journal open = journal.get()) {
            return open.list(ExecutionQuery.newest(99));
        }
    }

    boolean allEnded() {
        return executions().stream().allMatch(ExecutionSummary::ended);
    }

    /** How many stacks were made, or begun to be. */
    long stacks() {
        return aws.effects().all().stream()
                .map(Effect::operation)
                .filter(MAKING::contains)
                .count();
    }

    static HttpResponse<String> ask(Child worker, String path) throws Exception {
        worker.awaitOutput("on port ");
        Matcher port = PORT.matcher(worker.output());
        assertThat(port.find()).isTrue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    static String get(Child worker, String path, int status) throws Exception {
        HttpResponse<String> answer = ask(worker, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }

    void await(BooleanSupplier condition, String what, Child... workers) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (!condition.getAsBoolean()) {
            boolean failed =
                    executions().stream().anyMatch(each -> each.status().equals("FAILED"));
            if (failed || System.nanoTime() > end) {
                throw new AssertionError("not yet: " + what + "\n" + executions() + "\n"
                        + Stream.of(workers).map(Child::output).toList()
                        + aws.effects().all().stream().map(Effect::operation).toList());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** What a meter of a worker says, as far as it is a whole number. */
    static int meter(Child worker, String name) {
        try {
            Matcher count = Pattern.compile("(?m)^" + name + " (\\d+)").matcher(get(worker, "/metrics", 200));
            return count.find() ? Integer.parseInt(count.group(1)) : 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        aws.close();
    }
}

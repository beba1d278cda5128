package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/** Workers as processes on one journal: one dies, one is stopped, and every stack is made once. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class WorkIT {

    private static final Path FILES = Path.of("src/test/resources/dev/penstock/cli/work");
    private static final Pattern PORT = Pattern.compile("on port (\\d+)");
    private static final int EXECUTIONS = 6;
    /** Calls of which each execution makes one: a stack is made by a change set. */
    private static final Set<String> MAKING = Set.of("CreateStack", "ExecuteChangeSet");

    private static final String TRUST = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "cloudformation.amazonaws.com"}}]}\
        """;

    @TempDir
    Path project;

    private SimulatedAws aws;

    @BeforeEach
    void begin() throws IOException {
        // Slow enough that stacks are under way for a while.
        aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.now(), 2))
                .start();
        try (IamClient iam = SimulatedBalancer.client(aws, IamClient.builder())) {
            iam.createRole(role -> role.roleName("stacks").assumeRolePolicyDocument(TRUST));
        }
        try (Stream<Path> files = Files.walk(FILES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = project.resolve(FILES.relativize(file).toString());
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(file, target);
            }
        }
    }

    @AfterEach
    void end() {
        aws.close();
    }

    private void submit(int count) {
        for (int number = 0; number < count; number++) {
            Console console = new Console(project);
            int code = console.run(
                    "run",
                    "pipeline.yml",
                    "--detach",
                    "--simulator",
                    aws.endpoint().toString());
            assertThat(code).as(console.err()).isZero();
            assertThat(console.out()).contains("waits for a worker");
        }
    }

    private Child worker(String... more) throws IOException {
        List<String> line =
                new ArrayList<>(List.of("work", "--simulator", aws.endpoint().toString(), "--health-port", "0"));
        line.addAll(List.of(more));
        return Child.start(project, line.toArray(String[]::new));
    }

    private List<ExecutionSummary> executions() {
        try (SqliteJournal journal = SqliteJournal.open(
                project.resolve(".penstock/simulated/journal.db"), SqliteJournalOptions.defaults())) {
            return journal.list(ExecutionQuery.newest(99));
        }
    }

    private long stacks() {
        return aws.effects().all().stream()
                .map(Effect::operation)
                .filter(MAKING::contains)
                .count();
    }

    private static String get(Child worker, String path, int status) throws Exception {
        worker.awaitOutput("on port ");
        Matcher port = PORT.matcher(worker.output());
        assertThat(port.find()).isTrue();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }

    private void await(BooleanSupplier condition, String what, Child... workers) throws InterruptedException {
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

    @Test
    void whatAKilledWorkerHeldGoesOnAtTheOtherWithinALeaseAndNothingIsDoneTwice() throws Exception {
        submit(EXECUTIONS);
        try (Child victim = worker("--concurrency", "3");
                Child survivor = worker("--concurrency", "99")) {
            await(() -> stacks() >= EXECUTIONS / 2, "stacks are made", victim, survivor);
            assertThat(get(survivor, "/health/live", 200)).isEqualTo("alive\n");

            victim.kill();
            await(() -> takenOver(survivor) > 0, "something is taken over", survivor);
            await(() -> executions().stream().allMatch(ExecutionSummary::ended), "all end", survivor);

            assertThat(executions())
                    .hasSize(EXECUTIONS)
                    .extracting(ExecutionSummary::status)
                    .containsOnly("SUCCEEDED");
            assertThat(stacks()).isEqualTo(EXECUTIONS);
            assertThat(get(survivor, "/health/ready", 200)).isEqualTo("ready\n");
            assertThat(get(survivor, "/metrics", 200))
                    .contains("penstock_executions_held 0")
                    .contains("penstock_executions_ended_total{outcome=\"succeeded\"}")
                    .containsPattern("penstock_journal_append_seconds_count [1-9]");
            get(survivor, "/", 404);
        }
    }

    private static int takenOver(Child worker) {
        try {
            Matcher count = Pattern.compile("penstock_executions_taken_over_total (\\d+)")
                    .matcher(get(worker, "/metrics", 200));
            return count.find() ? Integer.parseInt(count.group(1)) : 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWorkerThatIsToldToStopGivesEverythingBackAndTheNextGoesOn() throws Exception {
        submit(4);
        try (Child first = worker()) {
            await(() -> stacks() >= 2, "stacks are made", first);

            first.signal("TERM");

            assertThat(first.exitCode()).as(first.output()).isZero();
            assertThat(first.output()).contains("Everything was given back.");
        }
        try (Child second = worker()) {
            await(() -> executions().stream().allMatch(ExecutionSummary::ended), "all end", second);
            second.signal("TERM");
            assertThat(second.exitCode()).as(second.output()).isZero();
            assertThat(second.output()).contains("ended: succeeded");
        }
        assertThat(stacks()).isEqualTo(4);
    }

    @Test
    void aPortThatIsTakenIsSaidBeforeAnythingIsTaken() throws Exception {
        submit(1);
        Console console = new Console(project);

        int code = console.run(
                "work",
                "--simulator",
                aws.endpoint().toString(),
                "--health-port",
                Integer.toString(aws.endpoint().getPort()));

        assertThat(code).isEqualTo(ExitCode.MACHINE.number());
        assertThat(console.err()).contains("PEN-WORK-001").contains("--health-port");
    }
}

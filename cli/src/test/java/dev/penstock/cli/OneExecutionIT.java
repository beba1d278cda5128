package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.lambda.RunnerHandler;
import dev.penstock.library.Penstock;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.InMemoryArtifactStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * One execution goes through many hands over a journal that they share: started by the command line, approved through the
 * library, advanced by the Lambda function, finished by a worker.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OneExecutionIT {

    private static final Path FILES = Path.of("src/test/resources/dev/penstock/cli/one-execution");
    private static final String ACCOUNT = "123456789012";
    private static final String BUCKET = "penstock-shared";
    private static final String REGION = SharedStore.Table.REGION;
    private static final String TRUST = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": ["cloudformation.amazonaws.com", "scheduler.amazonaws.com"]}}]}\
        """;

    @TempDir
    private Path laptop;

    @TempDir
    private Path server;

    private final SimulatedAws aws =
            SimulatedAws.builder().time(SimulatedTime.scaled(Instant.now(), 20)).start();
    private final Set<String> told = new HashSet<>();
    private final Map<String, String> properties =
            Map.of("aws.accessKeyId", ACCOUNT, "aws.secretAccessKey", "simulated", "aws.region", REGION);

    @BeforeEach
    void begin() throws Exception {
        properties.forEach(System::setProperty);
        try (IamClient iam = SimulatedBalancer.client(aws, IamClient.builder());
                S3Client s3 = SimulatedBalancer.client(aws, S3Client.builder().forcePathStyle(true));
                SchedulerClient scheduler = SimulatedBalancer.client(aws, SchedulerClient.builder());
                SecretsManagerClient secrets = SimulatedBalancer.client(aws, SecretsManagerClient.builder())) {
            iam.createRole(role -> role.roleName("stacks").assumeRolePolicyDocument(TRUST));
            s3.createBucket(bucket -> bucket.bucket(BUCKET));
            scheduler.createScheduleGroup(group -> group.name("wake-ups"));
            secrets.createSecret(
                    secret -> secret.name(SharedStore.Database.SECRET).secretString(SharedStore.Database.PASSWORD));
        }
        try (Stream<Path> files = Files.walk(FILES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = laptop.resolve(FILES.relativize(file).toString());
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(file, target);
            }
        }
    }

    @AfterEach
    void end() {
        aws.close();
        properties.keySet().forEach(System::clearProperty);
    }

    @Test
    void isStartedAdvancedApprovedAndFinishedOverATable() throws Exception {
        try (SharedStore store = new SharedStore.Table()) {
            goesThroughAllHands(store);
        }
    }

    @Test
    void isStartedAdvancedApprovedAndFinishedOverADatabase() throws Exception {
        try (SharedStore store = new SharedStore.Database()) {
            goesThroughAllHands(store);
        }
    }

    private void goesThroughAllHands(SharedStore store) throws Exception {
        try (Child run = Child.start(
                laptop,
                environment(store),
                "run",
                "pipeline.yml",
                "--simulator",
                aws.endpoint().toString(),
                "--journal",
                store.text())) {
            run.awaitOutput("First/AskFirst needs approval");
            run.signal("TERM");
            assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.TERMINATED.number());
        }
        // Nothing of the laptop is needed any more.
        Files.delete(laptop.resolve("app/template.yml"));

        try (Journal journal = store.open();
                Penstock library = Penstock.builder()
                        .journal(journal)
                        .artifacts(new InMemoryArtifactStore())
                        .workFolder(server)
                        .build()) {
            ExecutionId id = library.query(ExecutionQuery.open()).getFirst().id();
            library.approve(id, Optional.of("AskFirst"), "ann", "");

            RunnerHandler function = RunnerHandler.of(functionEnvironment(store));
            await(library, id, () -> "the function", OneExecutionIT::asksSecond, () -> {
                tick(function);
                tellOfStacks(function);
            });
            assertThat(changeSetsExecuted()).as("the first stack").isOne();
            assertThat(journal.holder(id)).isEmpty();

            library.approve(id, Optional.of("AskSecond"), "bob", "");
            try (Child worker = Child.start(
                    server,
                    environment(store),
                    "work",
                    "--simulator",
                    aws.endpoint().toString(),
                    "--journal",
                    store.text(),
                    "--project",
                    ".")) {
                await(library, id, worker::output, state -> state.outcome().isPresent(), () -> {});
                assertThat(library.execution(id).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
                worker.signal("TERM");
                assertThat(worker.exitCode()).as(worker.output()).isZero();
            }
            assertThat(changeSetsExecuted()).as("both stacks").isEqualTo(2);
        }
    }

    private interface Doing {
        void it() throws IOException, InterruptedException;
    }

    private void await(
            Penstock library, ExecutionId id, Supplier<String> who, Predicate<ExecutionState> until, Doing meanwhile)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!until.test(library.execution(id).orElseThrow())) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not by " + who.get() + ": " + library.execution(id));
            }
            meanwhile.it();
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static boolean asksSecond(ExecutionState state) {
        assertThat(state.outcome()).isEmpty();
        return state.latestStage().orElseThrow().actions().stream()
                .anyMatch(action -> action.name().equals("AskSecond") && action.phase() instanceof ActionPhase.Waiting);
    }

    private static void tick(RunnerHandler function) throws IOException {
        assertThat(call(function, "{\"penstock\": \"tick\"}")).contains("went on with");
    }

    /** What EventBridge tells of stacks that are made: the function looks at them by itself only minutes later. */
    private void tellOfStacks(RunnerHandler function) throws IOException {
        try (CloudFormationClient stacks = SimulatedBalancer.client(aws, CloudFormationClient.builder())) {
            for (Stack stack : stacks.describeStacks().stacks()) {
                if (stack.stackStatus() == StackStatus.CREATE_COMPLETE && told.add(stack.stackId())) {
                    call(function, """
                            {"version": "0", "id": "1", "source": "aws.cloudformation",
                             "detail-type": "CloudFormation Stack Status Change", "account": "%1$s", "region": "%2$s",
                             "time": "2026-11-22T12:00:00Z", "resources": ["%3$s"],
                             "detail": {"stack-id": "%3$s", "status-details": {"status": "CREATE_COMPLETE"}}}
                            """.formatted(ACCOUNT, REGION, stack.stackId()));
                }
            }
        }
    }

    private static String call(RunnerHandler function, String event) throws IOException {
        var answer = new ByteArrayOutputStream();
        function.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new FunctionContext());
        return answer.toString(UTF_8);
    }

    private long changeSetsExecuted() {
        return aws.effects().all().stream()
                .filter(effect -> effect.operation().equals("ExecuteChangeSet"))
                .count();
    }

    private static Map<String, String> environment(SharedStore store) {
        Map<String, String> environment = new HashMap<>(store.ofCommands());
        environment.put("AWS_ACCESS_KEY_ID", ACCOUNT);
        environment.put("AWS_SECRET_ACCESS_KEY", "simulated");
        environment.put("AWS_REGION", REGION);
        return environment;
    }

    private Map<String, String> functionEnvironment(SharedStore store) {
        Map<String, String> environment = new HashMap<>(store.ofFunctions());
        environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        environment.put("PENSTOCK_BUCKET", BUCKET);
        environment.put("PENSTOCK_SCHEDULE_GROUP", "wake-ups");
        environment.put("PENSTOCK_SCHEDULER_ROLE", "arn:aws:iam::" + ACCOUNT + ":role/stacks");
        environment.put(
                "PENSTOCK_RUNNER_ARN", "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:penstock-runner");
        return environment;
    }
}

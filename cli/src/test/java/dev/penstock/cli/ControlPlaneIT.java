package dev.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.link.ActionLink;
import dev.penstock.link.LinkText;
import dev.penstock.secret.HmacSignature;
import dev.penstock.secret.Secret;
import dev.penstock.settings.JournalLocation;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * A stack that {@code penstock bootstrap} made brings a pipeline to its end by itself: a webhook starts it, a link answers it,
 * events and schedules go on with it. Its functions are processes under AWS's own runtime interface client, with the roles of the
 * stack, whose policies are enforced.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class ControlPlaneIT {

    private static final Path FILES = Path.of("src/test/resources/dev/penstock/cli/control-plane");
    private static final String TEMPLATE = """
        Resources:
          Greeting:
            Type: AWS::SSM::Parameter
            Properties: {Name: /shop/greeting, Type: String, Value: hello}
        """;

    @TempDir
    private Path folder;

    /** Behind the machine's time, which the functions have, so that what is made fast can catch up with it. */
    private final ControlPlaneAccount account =
            new ControlPlaneAccount(SimulatedTime.scaled(Instant.now().minus(Duration.ofHours(4)), 60));

    private final SimulatedAws aws = account.aws();
    private final AwsClients clients =
            new AwsClients(AwsSettings.of(new Realm.Simulated(aws.endpoint(), ControlPlaneAccount.ACCOUNT)));
    private Console console = new Console();
    private StandInGitHub gitHub;

    @BeforeEach
    void begin() throws IOException {
        console = new Console(folder);
        gitHub = new StandInGitHub(folder, "template.yml", TEMPLATE);
        for (String file : List.of("pipeline.yml", "broken.yml", "penstock.yml")) {
            Files.copy(FILES.resolve(file), folder.resolve(file));
        }
    }

    @AfterEach
    void end() {
        clients.close();
        account.close();
        gitHub.close();
    }

    @Test
    void aStackThatWasBootstrappedRunsAPipelineByItself() throws Exception {
        Map<String, String> outputs = bootstrap();
        account.makeRoles(output(outputs, "RunnerRoleArn"));
        account.makeBuildProject(output(outputs, "BuildFilesPolicyArn"));
        account.makeSources();
        account.time().advanceTo(Instant.now());
        account.time().scale(1);
        String bucket = output(outputs, "BucketName");
        for (String pipeline : List.of("pipeline.yml", "broken.yml")) {
            assertThat(penstock("pipeline", "put", pipeline, "--bucket", bucket))
                    .as(said())
                    .isZero();
        }
        URI front = URI.create(output(outputs, "FrontUrl"));

        String forged = account.post(front, "/github", push("main"), "X-Hub-Signature-256: sha256=" + "0".repeat(64));
        assertThat(forged).as(account.logs()).contains("401", "PEN-FRONT-002");
        Secret webhooks = Secret.of(account.secret(output(outputs, "WebhookSecretArn")));
        assertThat(pushed(front, webhooks, "main")).contains("202", "Started: shop.");
        account.putAnObject();

        var location = new JournalLocation.DynamoDb(
                output(outputs, "TableName"),
                Optional.of(ControlPlaneAccount.REGION),
                Optional.of(bucket),
                "",
                Optional.empty());
        try (Journal journal = DynamoDbJournals.open(clients, location, Optional.empty())) {
            ExecutionState asks = await(journal, 1, state -> approval(state).isPresent());
            String link = LinkText.of(link(asks), message -> HmacSignature.of(account.linkKey(), message));
            assertThat(account.post(front, "/link?link=" + URLEncoder.encode(link, UTF_8), "say=approve"))
                    .contains("Approved by ann");
            ExecutionState ended = await(journal, 1, state -> state.outcome().isPresent());
            assertThat(ended.outcome()).as(ended.toString()).contains(Outcome.SUCCEEDED);

            assertThat(pushed(front, webhooks, "broken")).contains("202", "Started: broken.");
            aBuildFailsAndAnotherIsStopped(journal);
        }
        try (SsmClient parameters = SimulatedBalancer.client(aws, SsmClient.builder())) {
            assertThat(parameters
                            .getParameter(get -> get.name("/shop/greeting"))
                            .parameter()
                            .value())
                    .isEqualTo("hello");
        }
        assertThat(aws.accesses().refused())
                .noneMatch(refused -> refused.contains(":role/penstock-") || refused.contains(":assumed-role/"));
        // What the simulated AWS writes itself, and what is for failures alone, is not used; a build is looked for only
        // after
        // five minutes without an answer.
        Set<String> logs = Set.of("logs:CreateLogStream", "logs:PutLogEvents");
        assertThat(account.unused("Front")).containsExactlyInAnyOrderElementsOf(logs);
        assertThat(account.unused("Caller")).containsExactly("sqs:SendMessage");
        assertThat(account.unused("Runner"))
                .contains("sqs:SendMessage", "codebuild:ListBuildsForProject")
                .containsAll(logs)
                .hasSize(4);
    }

    /** Whose failure has the end of its log, and who is not waited for ends as stopped. */
    private void aBuildFailsAndAnotherIsStopped(Journal journal) throws InterruptedException {
        ExecutionState failed = await(
                journal,
                2,
                state -> phase(state, "Fails") instanceof ActionPhase.Failed
                        && phase(state, "Lasts") instanceof ActionPhase.Waiting);
        assertThat(((ActionPhase.Failed) phase(failed, "Fails")).failure().details())
                .as(failed.toString())
                .hasSizeGreaterThan(1);
        new ExecutionReader(journal).send(failed.id(), new Signal.Stop(true, "enough", "ann"), Instant.now());
        try (LambdaClient functions = SimulatedBalancer.client(aws, LambdaClient.builder())) {
            functions.invoke(call -> call.functionName("penstock-runner:live")
                    .payload(SdkBytes.fromUtf8String("{\"penstock\": \"tick\"}")));
        }
        await(journal, 2, state -> state.outcome().isPresent());
        try (CodeBuildClient builds = SimulatedBalancer.client(aws, CodeBuildClient.builder())) {
            List<String> all = builds.listBuildsForProject(list -> list.projectName("shop"))
                    .ids();
            assertThat(builds.batchGetBuilds(get -> get.ids(all)).builds())
                    .extracting(Build::buildStatusAsString)
                    .containsExactlyInAnyOrder("SUCCEEDED", "FAILED", "STOPPED");
        }
    }

    private static ActionPhase phase(ExecutionState state, String action) {
        return state.stage("Build")
                .flatMap(stage -> stage.action(action))
                .map(ActionState::phase)
                .orElseGet(() -> new ActionPhase.Abandoned(Instant.EPOCH));
    }

    private String pushed(URI front, Secret webhooks, String branch) throws IOException {
        String body = push(branch);
        String signature = "sha256=" + HexFormat.of().formatHex(HmacSignature.of(webhooks, body.getBytes(UTF_8)));
        return account.post(front, "/github", body, "X-Hub-Signature-256: " + signature);
    }

    private Map<String, String> bootstrap() throws IOException {
        Path zip = Files.isRegularFile(ControlPlaneAccount.ZIP) ? ControlPlaneAccount.ZIP.toAbsolutePath() : marker();
        assertThat(penstock(
                        "bootstrap",
                        "--code",
                        zip.toString(),
                        "--yes",
                        "--parameter",
                        "GitHubApi=" + gitHub.api(),
                        "--parameter",
                        "DeploymentRoleArns=arn:aws:iam::" + ControlPlaneAccount.ACCOUNT + ":role/deployer",
                        "--parameter",
                        "BuildProjectArns=arn:aws:codebuild:us-east-1:" + ControlPlaneAccount.ACCOUNT + ":project/shop",
                        "--parameter",
                        "Tick=rate(3 hours)"))
                .as(said())
                .isZero();
        try (CloudFormationClient stacks = SimulatedBalancer.client(aws, CloudFormationClient.builder())) {
            return stacks.describeStacks(of -> of.stackName("penstock")).stacks().getFirst().outputs().stream()
                    .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        }
    }

    private static String output(Map<String, String> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name), name);
    }

    private Path marker() throws IOException {
        Path zip = folder.resolve("penstock-lambda.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("classes-of-the-test"));
        }
        return zip;
    }

    /** Of the newest of so many executions. */
    private ExecutionState await(Journal journal, int executions, Predicate<ExecutionState> until)
            throws InterruptedException {
        ExecutionReader reader = new ExecutionReader(journal);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (true) {
            List<ExecutionId> all = journal.list(ExecutionQuery.newest(3)).stream()
                    .map(summary -> summary.id())
                    .toList();
            assertThat(all).hasSizeLessThanOrEqualTo(executions);
            Optional<ExecutionState> state = all.size() < executions ? Optional.empty() : reader.state(all.getFirst());
            if (state.filter(until).isPresent()) {
                return state.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within two minutes: " + state + "\n" + account.logs());
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    private static Optional<ActionState> approval(ExecutionState state) {
        return state.stage("Ask")
                .flatMap(stage -> stage.action("Approve"))
                .filter(action -> action.phase() instanceof ActionPhase.Waiting);
    }

    private static ActionLink link(ExecutionState state) {
        var waiting = (ActionPhase.Waiting) approval(state).orElseThrow().phase();
        return new ActionLink(
                new ActionLink.Subject.Approval(
                        waiting.until().openQuestion().orElseThrow().token()),
                state.id(),
                new ActionAttempt("Ask", "Approve", 1),
                "ann",
                Instant.now().plusSeconds(600));
    }

    private static String push(String branch) {
        return "{\"ref\": \"refs/heads/" + branch + "\", \"after\": \"" + StandInGitHub.COMMIT + "\","
                + " \"repository\": {\"full_name\": \"acme/shop\"}, \"commits\": []}";
    }

    private int penstock(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--simulator", aws.endpoint().toString()));
        return console.run(line.toArray(String[]::new));
    }

    private String said() {
        return console.out() + console.err();
    }
}

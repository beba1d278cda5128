package dev.penstock.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.AwsScope;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.settings.JournalLocation;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.InMemoryArtifactStore;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The functions as Lambda runs them, in a process each, on DynamoDB Local and the simulated AWS. */
@Timeout(240)
class FunctionsIT {

    private static final String ACCOUNT = "111122223333";

    @TempDir
    Path folder;

    private final SimulatedAws aws =
            SimulatedAws.builder().time(SimulatedTime.scaled(Instant.now(), 1)).start();
    private final AwsClients clients = new AwsClients(AwsSettings.of(new Realm.Simulated(aws.endpoint(), ACCOUNT)));
    private final Map<String, String> environment = new HashMap<>();
    private DynamoDBProxyServer tables;
    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        tables = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
        tables.start();
        System.setProperty("aws.accessKeyId", ACCOUNT);
        System.setProperty("aws.secretAccessKey", "simulated");
        System.setProperty("aws.region", "us-east-1");
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        var location = new JournalLocation.DynamoDb(
                "penstock", Optional.of("us-east-1"), Optional.empty(), "", Optional.of(endpoint));
        journal = DynamoDbJournals.open(location);
        clients.s3(AwsScope.OWN, Use.CHANGE).createBucket(request -> request.bucket("penstock"));
        clients.iam(AwsScope.OWN, Use.CHANGE)
                .createRole(role -> role.roleName("scheduler").assumeRolePolicyDocument("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                     "Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                    """));
        clients.scheduler(AwsScope.OWN, Use.CHANGE).createScheduleGroup(group -> group.name("wake-ups"));
        String webhook = clients.secretsManager(AwsScope.OWN, Use.CHANGE)
                .createSecret(secret -> secret.name("webhook").secretString("webhook secret"))
                .arn();
        String links = clients.secretsManager(AwsScope.OWN, Use.CHANGE)
                .createSecret(secret -> secret.name("links").secretString("link key"))
                .arn();
        environment.putAll(Map.of(
                "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", ACCOUNT,
                "AWS_SECRET_ACCESS_KEY", "simulated",
                "AWS_REGION", "us-east-1",
                "PENSTOCK_TABLE", "penstock",
                "PENSTOCK_TABLE_ENDPOINT", endpoint.toString(),
                "PENSTOCK_BUCKET", "penstock"));
        environment.putAll(Map.of(
                "PENSTOCK_SCHEDULE_GROUP",
                "wake-ups",
                "PENSTOCK_SCHEDULER_ROLE",
                "arn:aws:iam::" + ACCOUNT + ":role/scheduler",
                "PENSTOCK_RUNNER_ARN",
                "arn:aws:lambda:us-east-1:" + ACCOUNT + ":function:penstock-runner",
                "PENSTOCK_WEBHOOK_SECRET",
                webhook,
                "PENSTOCK_LINK_KEY",
                links));
    }

    @AfterEach
    void close() throws Exception {
        journal.close();
        clients.close();
        aws.close();
        tables.stop();
    }

    @Test
    void anExecutionIsStartedByTheLibraryTakenOnByTheFunctionApprovedAndEnded() throws Exception {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        try (Engine engine = Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder)
                .providers(List.of(new ManualApprovalAction()))
                .build()) {
            engine.submit(id, question(), StartRequest.by("ann"));
        }
        ExecutionReader reader = new ExecutionReader(journal);
        try (RuntimeInterface runtime = new RuntimeInterface()) {
            runtime.start(RunnerHandler.class.getName(), environment);
            assertThat(runtime.call("{\"penstock\": \"tick\"}")).contains("went on with 1");
            assertThat(journal.holder(id)).isEmpty();
            assertThat(clients.scheduler(AwsScope.OWN, Use.READ)
                            .listSchedules(list -> list.groupName("wake-ups"))
                            .schedules())
                    .as("one call, for the time-out of the approval")
                    .singleElement()
                    .satisfies(schedule -> assertThat(schedule.name()).startsWith("wake-"));

            ExecutionState asks = reader.state(id).orElseThrow();
            assertThat(asks.outcome()).isEmpty();
            assertThat(runtime.call("{\"penstock\": \"tick\"}")).contains("went on with 0");
            reader.send(
                    id, new Signal.Answer(Optional.of("Approve"), new ApprovalAnswer(true, "", "bob")), Instant.now());
            assertThat(runtime.call("{\"penstock\": \"tick\"}")).contains("went on with 1");
            assertThat(reader.state(id).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
            assertThat(runtime.call("no json")).contains("no JSON");
        }
        assertThat(RuntimeInterface.classes(RunnerHandler.class.getName()))
                .as("the other store's driver costs a function on a table nothing")
                .content()
                .contains("dev.penstock.aws.journal.DynamoDbJournal ")
                .doesNotContain("org.postgresql.", "dev.penstock.postgresql.", "DatabaseJournal");
    }

    @Test
    void theFrontAnswersTheWorld() throws Exception {
        try (RuntimeInterface runtime = new RuntimeInterface()) {
            runtime.start(FrontHandler.class.getName(), environment);
            assertThat(runtime.call(request("GET", "/", ""))).contains("\"statusCode\":404");
            assertThat(runtime.call(request("POST", "/github", "sha256=" + "0".repeat(64))))
                    .contains("\"statusCode\":401", "PEN-FRONT-002");
            assertThat(runtime.call(request("GET", "/link", ""))).contains("\"statusCode\":403", "PEN-FRONT-005");
            assertThat(runtime.call("[]")).contains("\"statusCode\":400");
        }
    }

    @Test
    void aFunctionWithoutItsEnvironmentSaysWhatIsMissing() throws Exception {
        environment.remove("PENSTOCK_BUCKET");
        try (RuntimeInterface runtime = new RuntimeInterface()) {
            runtime.start(RunnerHandler.class.getName(), environment);
            assertThat(runtime.call("{}")).contains("PENSTOCK_BUCKET");
        }
    }

    @Test
    void aFunctionIsToldOfOneJournalThatItCanUse() throws Exception {
        environment.put("PENSTOCK_JOURNAL", "postgresql://runner@db/releases");
        assertThat(said()).contains("PENSTOCK_TABLE and PENSTOCK_JOURNAL both name a journal");
        environment.remove("PENSTOCK_TABLE");
        environment.put("PENSTOCK_JOURNAL", "penstock.db");
        assertThat(said()).contains("PENSTOCK_JOURNAL is postgresql://USER@HOST/DATABASE");
        environment.put("PENSTOCK_JOURNAL", "postgresql://runner:hunter2@db/releases");
        assertThat(said()).contains("The URL holds a password.").doesNotContain("hunter2");
    }

    private String said() {
        return String.valueOf(
                catchThrowable(() -> RunnerHandler.of(environment)).getMessage());
    }

    private static String request(String method, String path, String signature) {
        return "{\"version\": \"2.0\", \"rawPath\": \"" + path + "\", \"rawQueryString\": \"\","
                + " \"headers\": {\"X-Hub-Signature-256\": \"" + signature + "\"},"
                + " \"requestContext\": {\"http\": {\"method\": \"" + method + "\", \"path\": \"" + path + "\"}},"
                + " \"isBase64Encoded\": false, \"body\": \"x\"}";
    }

    private static Pipeline question() {
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration(
                        "Ask", List.of(ActionDeclaration.of("Approve", new ManualApprovalAction().type(), Map.of())))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }
}

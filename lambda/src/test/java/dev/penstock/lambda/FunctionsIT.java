package dev.penstock.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.AwsScope;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.aws.client.Use;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.testing.InMemoryArtifactStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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

    @TempDir
    Path folder;

    private FunctionAccount account;

    @BeforeEach
    void open() throws Exception {
        account = FunctionAccount.open();
    }

    @AfterEach
    void close() throws Exception {
        account.close();
    }

    @Test
    void anExecutionIsStartedByTheLibraryTakenOnByTheFunctionApprovedAndEnded() throws Exception {
        ExecutionId id = new ExecutionId(UUID.randomUUID());
        try (Engine engine = Engine.builder(account.journal())
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder)
                .providers(List.of(new ManualApprovalAction()))
                .build()) {
            engine.submit(id, FunctionAccount.question(), StartRequest.by("ann"));
        }
        ExecutionReader reader = new ExecutionReader(account.journal());
        try (RuntimeInterface runtime = new RuntimeInterface()) {
            runtime.start(RunnerHandler.class.getName(), account.environment());
            assertThat(runtime.call("{\"penstock\": \"tick\"}")).contains("went on with 1");
            assertThat(account.journal().holder(id)).isEmpty();
            assertThat(account.clients()
                            .scheduler(AwsScope.OWN, Use.READ)
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
            runtime.start(FrontHandler.class.getName(), account.environment());
            assertThat(runtime.call(request("GET", "/", ""))).contains("\"statusCode\":404");
            assertThat(runtime.call(request("POST", "/github", "sha256=" + "0".repeat(64))))
                    .contains("\"statusCode\":401", "PEN-FRONT-002");
            assertThat(runtime.call(request("GET", "/link", ""))).contains("\"statusCode\":403", "PEN-FRONT-005");
            assertThat(runtime.call("[]")).contains("\"statusCode\":400");
        }
    }

    @Test
    void aFunctionWithoutItsEnvironmentSaysWhatIsMissing() throws Exception {
        account.environment().remove("PENSTOCK_BUCKET");
        try (RuntimeInterface runtime = new RuntimeInterface()) {
            runtime.start(RunnerHandler.class.getName(), account.environment());
            assertThat(runtime.call("{}")).contains("PENSTOCK_BUCKET");
        }
    }

    @Test
    void aFunctionIsToldOfOneJournalThatItCanUse() throws Exception {
        account.environment().put("PENSTOCK_JOURNAL", "postgresql://runner@db/releases");
        assertThat(said()).contains("PENSTOCK_TABLE and PENSTOCK_JOURNAL both name a journal");
        account.environment().remove("PENSTOCK_TABLE");
        account.environment().put("PENSTOCK_JOURNAL", "penstock.db");
        assertThat(said()).contains("PENSTOCK_JOURNAL is postgresql://USER@HOST/DATABASE");
        account.environment().put("PENSTOCK_JOURNAL", "postgresql://runner:hunter2@db/releases");
        assertThat(said()).contains("The URL holds a password.").doesNotContain("hunter2");
    }

    private String said() {
        return String.valueOf(
                catchThrowable(() -> RunnerHandler.of(account.environment())).getMessage());
    }

    private static String request(String method, String path, String signature) {
        return "{\"version\": \"2.0\", \"rawPath\": \"" + path + "\", \"rawQueryString\": \"\","
                + " \"headers\": {\"X-Hub-Signature-256\": \"" + signature + "\"},"
                + " \"requestContext\": {\"http\": {\"method\": \"" + method + "\", \"path\": \"" + path + "\"}},"
                + " \"isBase64Encoded\": false, \"body\": \"x\"}";
    }
}

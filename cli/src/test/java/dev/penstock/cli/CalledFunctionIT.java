package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Parking;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Journal;
import dev.penstock.settings.JournalLocation;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.dynamodb.LocalTables;
import dev.penstock.simulator.lambda.InProcessFunctions;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.OneApproval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.State;

/** Whoever tells an execution something has the function called that goes on with it, and does not go on with it there. */
@Timeout(60)
class CalledFunctionIT {

    private static final String ACCOUNT = "123456789012";
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", ACCOUNT, "aws.secretAccessKey", "simulated");

    @TempDir
    private Path folder;

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final SimulatedTime time = SimulatedTime.scaled(Instant.now(), 1);
    private final InProcessFunctions functions = new InProcessFunctions(time).function("runner", (event, context) -> {
        calls.add(event);
        return "\"\"";
    });
    private final SimulatedAws aws = SimulatedAws.builder()
            .time(time)
            .functions(functions)
            .tables(LocalTables.engine())
            .start();
    private final AwsClients clients = new AwsClients(AwsSettings.of(new Realm.Simulated(aws.endpoint(), ACCOUNT)));

    @BeforeEach
    void signIn() {
        CREDENTIALS.forEach(System::setProperty);
    }

    @AfterEach
    void close() {
        CREDENTIALS.keySet().forEach(System::clearProperty);
        clients.close();
        aws.close();
    }

    @Test
    void anAnswerAndAStopAreLeftToTheFunction() throws Exception {
        makeFunction();
        try (Journal journal = DynamoDbJournals.open(location())) {
            ExecutionId first = asking(journal);
            Console console = new Console(folder);
            assertThat(console.run("approve", first.toString(), "--journal", text("runner")))
                    .as(console.err())
                    .isZero();
            assertThat(console.out()).contains("Approved").doesNotContain("Nobody runs it now");
            assertThat(calls.poll(20, TimeUnit.SECONDS)).as(console.err()).contains("tick");

            ExecutionId second = asking(journal);
            assertThat(new Console(folder).run("stop", second.toString(), "--journal", text("runner")))
                    .isZero();
            assertThat(calls.poll(20, TimeUnit.SECONDS)).contains("tick");
            assertThat(new ExecutionReader(journal).state(second).orElseThrow().outcome())
                    .as("it is stopped by the function, which is none here")
                    .isEmpty();
            assertThat(journal.signals(second)).hasSize(1);
        }
    }

    @Test
    void aFunctionThatCannotBeCalledKeepsNobodyFromAnswering() throws Exception {
        try (Journal journal = DynamoDbJournals.open(location())) {
            ExecutionId id = asking(journal);
            Console console = new Console(folder);
            assertThat(console.run("approve", id.toString(), "--journal", text("nobody")))
                    .isZero();
            assertThat(console.err()).contains("with its next tick", "nobody");
            assertThat(journal.signals(id)).hasSize(1);
        }
    }

    private JournalLocation.DynamoDb location() {
        return new JournalLocation.DynamoDb(
                "penstock", Optional.of("us-east-1"), Optional.empty(), "", Optional.of(aws.endpoint()));
    }

    private String text(String runner) {
        return "dynamodb://penstock?region=us-east-1&endpoint=" + aws.endpoint() + "&runner=" + runner;
    }

    /** An execution that asks, and that nobody has in hand. */
    private ExecutionId asking(Journal journal) throws Exception {
        try (Engine engine = Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(List.of(new ManualApprovalAction()))
                .parking(Parking.of(Duration.ZERO, Duration.ofMinutes(5)))
                .build()) {
            ExecutionId id = engine.start(OneApproval.definition().pipeline(), StartRequest.by("ann"));
            while (journal.holder(id).isPresent()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return id;
        }
    }

    private void makeFunction() throws IOException, InterruptedException {
        Path code = folder.resolve("code.zip");
        new BundleWriter().file("handler", "in this process").write(code);
        byte[] bytes = Files.readAllBytes(code);
        clients.iam(AwsScope.OWN, Use.CHANGE)
                .createRole(role -> role.roleName("lambda").assumeRolePolicyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"Service": "lambda.amazonaws.com"}}]}"""));
        clients.lambda(AwsScope.OWN, Use.CHANGE)
                .createFunction(function -> function.functionName("runner")
                        .runtime("java25")
                        .handler("dev.penstock.lambda.RunnerHandler")
                        .role("arn:aws:iam::" + ACCOUNT + ":role/lambda")
                        .code(zip -> zip.zipFile(SdkBytes.fromByteArray(bytes))));
        while (clients.lambda(AwsScope.OWN, Use.READ)
                        .getFunctionConfiguration(get -> get.functionName("runner"))
                        .state()
                != State.ACTIVE) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}

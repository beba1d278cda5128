package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ManualApprovalAction;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.lambda.front.Front;
import dev.penstock.lambda.front.HttpRequest;
import dev.penstock.lambda.front.HttpResponse;
import dev.penstock.local.LocalMachine;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretMasker;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.OneApproval;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.json.JsonMapper;

/** A link that the command line makes is one that the front answers, and whoever it is for. */
@Timeout(60)
class LinkTest {

    private static final String FRONT = "https://front.lambda-url.us-east-1.on.aws/";
    private static final String KEY = "the key of links";

    @TempDir
    private Path folder;

    private Console console = new Console();
    private LocalMachine machine;
    private Engine engine;
    private ExecutionId id;

    @BeforeEach
    void ask() throws InterruptedException {
        console = new Console(folder);
        console.environment("LINK_KEY", KEY);
        machine = LocalMachine.at(folder.resolve(".penstock"), new SecretMasker());
        engine = Engine.builder(machine.journal())
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(List.of(new ManualApprovalAction()))
                .signalInterval(Duration.ofMillis(50))
                .build();
        id = engine.start(OneApproval.definition().pipeline(), StartRequest.by("ann"));
        while (!(action() instanceof ActionPhase.Waiting)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @AfterEach
    void close() {
        engine.close();
        machine.close();
    }

    private ActionPhase action() {
        return new ExecutionReader(machine.journal())
                .state(id)
                .flatMap(state -> state.stage("Ask"))
                .flatMap(stage -> stage.action("Ask"))
                .orElseThrow()
                .phase();
    }

    private URI link(String... more) {
        List<String> line = new ArrayList<>(List.of("link", "--for", "bob", "--front", FRONT));
        line.addAll(List.of(more));
        assertThat(console.run(line.toArray(String[]::new))).as(console.err()).isZero();
        assertThat(console.err()).contains("For bob, about 'Ask' of execution ").doesNotContain(KEY);
        assertThat(console.out()).startsWith(FRONT + "link?link=").hasLineCount(1);
        return URI.create(console.out().strip());
    }

    private HttpResponse post(URI link) {
        Front front = new Front(
                new Front.Secrets(() -> Secret.of("webhook"), () -> Secret.of(KEY)),
                List::of,
                machine.journal(),
                new Front.Runner(order -> {}, () -> {}),
                InstantSource.system());
        return front.answer(HttpRequest.of(JsonMapper.shared()
                        .readTree("{\"version\": \"2.0\", \"rawPath\": \""
                                + link.getPath() + "\", \"rawQueryString\": \"" + link.getRawQuery()
                                + "\", \"headers\": {\"content-type\": \"application/x-www-form-urlencoded\"},"
                                + " \"requestContext\": {\"http\": {\"method\": \"POST\", \"path\": \"" + link.getPath()
                                + "\"}}, \"isBase64Encoded\": false, \"body\": \"say=approve&summary=fine\"}"))
                .orElseThrow());
    }

    @Test
    void theFrontTakesTheAnswerInTheNameOfWhomTheLinkIsFor() throws Exception {
        HttpResponse answer = post(link("--key", "env:LINK_KEY"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("Approved by bob");
        ExecutionState ended = engine.whenEnded(id).get(30, TimeUnit.SECONDS);
        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
    }

    @Test
    void theKeyIsASecretOrAFileTooAndAnotherOneIsFoundOut() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("key.txt"), "another key");
        assertThat(post(link("--key", "key.txt")).status()).isEqualTo(403);

        Files.writeString(folder.resolve("key.txt"), KEY + "\n");
        URI ofFile = link("--key", "key.txt");
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            try (SecretsManagerClient secrets = SimulatedBalancer.client(aws, SecretsManagerClient.builder())) {
                secrets.createSecret(secret -> secret.name("links").secretString(KEY));
            }
            URI link =
                    link("--key", "secret:links", "--simulator", aws.endpoint().toString());
            assertThat(post(link).status()).isEqualTo(200);
        }
        while (!action().hasEnded()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(post(ofFile).status()).as("the question was answered").isEqualTo(409);
    }

    @Test
    void whatIsNoUseIsRefused() {
        refused("valid for 30 days at most", "--valid", "31d", "--key", "env:LINK_KEY");
        refused("has no variable NO_KEY", "--key", "env:NO_KEY");
        refused("has no action 'Deploy' that takes an answer", "--key", "env:LINK_KEY", id.toString(), "Deploy");
        assertThat(console.run("link", "--for", "bob", "--front", "http://front", "--key", "env:LINK_KEY"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("it is reached by https");
    }

    private void refused(String why, String... more) {
        List<String> line = new ArrayList<>(List.of("link", "--for", "bob", "--front", FRONT));
        line.addAll(List.of(more));
        assertThat(console.run(line.toArray(String[]::new))).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains(why);
    }
}

package dev.penstock.lambda.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ManualApprovalAction;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.lambda.StartOrder;
import dev.penstock.link.ActionLink;
import dev.penstock.link.LinkText;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.secret.HmacSignature;
import dev.penstock.secret.Secret;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FrontTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Secret LINKS = Secret.of("links");
    private static final Pipeline SHOP = PipelineTexts.shop();

    @TempDir
    Path folder;

    private final VirtualClock clock = VirtualClock.steppedFrom(NOON);
    private final InMemoryJournal journal = new InMemoryJournal();
    private final List<StartOrder> orders = new ArrayList<>();
    private String secret = "It's a Secret to Everybody";
    private int fetched;
    private int woken;
    private Engine engine;
    private Front front;

    @BeforeEach
    void open() {
        engine = Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder)
                .providers(List.of(new ManualApprovalAction()))
                .clock(clock)
                .signalInterval(Duration.ofMillis(20))
                .build();
        front = new Front(
                new Front.Secrets(
                        () -> {
                            fetched++;
                            return Secret.of(secret);
                        },
                        () -> LINKS),
                () -> List.of(SHOP),
                journal,
                new Front.Runner(orders::add, () -> woken++),
                clock);
    }

    @AfterEach
    void close() {
        engine.close();
        clock.close();
    }

    /** The example of GitHub's own page "Validating webhook deliveries". */
    @Test
    void signaturesAreWhatGitHubsDocumentationSays() {
        byte[] signature = HmacSignature.of(
                Secret.of("It's a Secret to Everybody"), "Hello, World!".getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(signature))
                .isEqualTo("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @Test
    void aPushStartsThePipelineAtItsCommit() {
        HttpResponse answer = front.answer(delivery("push", PipelineTexts.PUSH, "one"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).contains("shop");
        assertThat(orders).hasSize(1);
        assertThat(orders.getFirst().sourceRevisions().getFirst().commit())
                .isEqualTo("59b20b8d5c6ff8d09518454d4dd8b7b30f095ab5");
        assertThat(orders.getFirst().sourceRevisions().getFirst().branch()).contains("main");
    }

    @Test
    void aDeliveryThatComesAgainMeansTheSameExecutionWhateverItsHeadersSay() {
        front.answer(delivery("push", PipelineTexts.PUSH, "one"));
        front.answer(delivery("push", PipelineTexts.PUSH, "one"));
        front.answer(delivery("push", PipelineTexts.PUSH, "another delivery id"));

        assertThat(orders.stream().map(StartOrder::execution).distinct()).hasSize(1);

        front.answer(delivery("push", PipelineTexts.PUSH.replace("59b20b", "6ab20b"), "one"));
        assertThat(orders.stream().map(StartOrder::execution).distinct()).hasSize(2);
    }

    @Test
    void whatIsNotSignedOrForgedStartsNothing() {
        HttpRequest signed = delivery("push", PipelineTexts.PUSH, "one");
        for (String signature : new String[] {
            "",
            "sha256=",
            "sha1=757107ea",
            "sha256=zz",
            "sha256=" + "0".repeat(64),
            signed.header("x-hub-signature-256") + "00"
        }) {
            Map<String, String> headers = new HashMap<>(signed.headers());
            headers.put("x-hub-signature-256", signature);
            HttpRequest forged = new HttpRequest("POST", "/github", Map.of(), headers, signed.body());
            assertThat(front.answer(forged).status()).as(signature).isEqualTo(401);
        }
        byte[] changed = PipelineTexts.PUSH.replace("acme", "evil").getBytes(StandardCharsets.UTF_8);
        assertThat(front.answer(new HttpRequest("POST", "/github", Map.of(), signed.headers(), changed))
                        .status())
                .isEqualTo(401);
        assertThat(orders).isEmpty();
    }

    @Test
    void aFloodOfForgedRequestsFetchesTheSecretOnce() {
        HttpRequest forged = new HttpRequest(
                "POST", "/github", Map.of(), Map.of("x-hub-signature-256", "sha256=" + "0".repeat(64)), new byte[] {1});
        for (int i = 0; i < 1_000; i++) {
            front.answer(forged);
        }
        assertThat(fetched).isEqualTo(1);
    }

    @Test
    void aSecretThatWasRotatedIsKnownSoon() throws InterruptedException {
        front.answer(delivery("push", PipelineTexts.PUSH, "one"));
        secret = "rotated";
        clock.advance(Duration.ofSeconds(31));
        assertThat(front.answer(delivery("push", PipelineTexts.PUSH, "two")).status())
                .isEqualTo(202);
    }

    @Test
    void otherEventsAndOtherBranchesStartNothing() {
        assertThat(front.answer(delivery("ping", "{\"zen\": \"x\"}", "1")).status())
                .isEqualTo(202);
        assertThat(front.answer(delivery("push", PipelineTexts.PUSH.replace("heads/main", "heads/other"), "1"))
                        .status())
                .isEqualTo(202);
        assertThat(front.answer(delivery(
                                "push", PipelineTexts.PUSH.replace("\"deleted\": false", "\"deleted\": true"), "1"))
                        .status())
                .isEqualTo(202);
        assertThat(front.answer(delivery("push", "[]", "1")).status()).isEqualTo(202);
        assertThat(front.answer(delivery("push", "no json", "1")).status()).isEqualTo(400);
        assertThat(front.answer(new HttpRequest("GET", "/", Map.of(), Map.of(), new byte[0]))
                        .status())
                .isEqualTo(404);
        assertThat(orders).isEmpty();
    }

    @Test
    void aPullRequestStartsWhatHasATriggerForItButNotFromAFork() {
        front.answer(delivery("pull_request", PipelineTexts.PULL_REQUEST, "1"));
        assertThat(orders).hasSize(1);
        assertThat(orders.getFirst().sourceRevisions().getFirst().branch()).contains("feature");

        front.answer(delivery(
                "pull_request",
                PipelineTexts.PULL_REQUEST.replace(
                        "\"head\": {\"ref\": \"feature\", \"sha\": \"aaaa\", \"repo\": {\"full_name\": \"acme/shop\"",
                        "\"head\": {\"ref\": \"feature\", \"sha\": \"aaaa\", \"repo\": {\"full_name\":"
                                + " \"stranger/shop\""),
                "2"));
        assertThat(orders).hasSize(1);
    }

    @Test
    void openingALinkDoesNothingAndSendingItsFormApprovesInTheNameOfItsHolder() throws Exception {
        ExecutionId id = waiting();
        String link = approval(id, NOON.plusSeconds(60));

        HttpResponse page = front.answer(get(link));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Ship &lt;it&gt;?", "approve", "reject", "ann@example.com");
        assertThat(engine.state(id).orElseThrow().outcome()).isEmpty();
        assertThat(woken).isZero();

        assertThat(front.answer(post(link, "say=approve&summary=looks+good")).status())
                .isEqualTo(200);
        ExecutionState ended = engine.whenEnded(id).get(20, TimeUnit.SECONDS);
        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(ended.toString()).contains("approved by ann@example.com: looks good");
        assertThat(woken).isEqualTo(1);

        assertThat(front.answer(post(link, "say=reject")).status()).isEqualTo(409);
        assertThat(front.answer(get(link)).status()).isEqualTo(409);
    }

    @Test
    void aLinkThatIsForgedOrOldOrForAnUnknownExecutionSaysNothing() throws Exception {
        ExecutionId id = waiting();
        String link = approval(id, NOON.plusSeconds(60));
        assertThat(front.answer(post(link.substring(1), "say=approve")).status())
                .isEqualTo(403);
        assertThat(front.answer(post("", "say=approve")).status()).isEqualTo(403);
        String unknown = approval(new ExecutionId(new UUID(7, 7)), NOON.plusSeconds(60), "x");
        assertThat(front.answer(post(unknown, "say=approve")).status()).isEqualTo(409);
        String otherQuestion = approval(id, NOON.plusSeconds(60), "another question");
        assertThat(front.answer(post(otherQuestion, "say=approve")).status()).isEqualTo(409);
        assertThat(front.answer(post(link, "say=perhaps")).status()).isEqualTo(400);
        assertThat(front.answer(post(link, "say=approve&summary=" + "x".repeat(513)))
                        .status())
                .isEqualTo(400);
        clock.advance(Duration.ofSeconds(60));
        assertThat(front.answer(post(link, "say=approve")).status()).isEqualTo(410);
        assertThat(journal.signals(id)).isEmpty();
        assertThat(engine.state(id).orElseThrow().outcome()).isEmpty();
    }

    @Test
    void ofTwoAnswersAtOnceOneCounts() throws Exception {
        ExecutionId id = waiting();
        String link = approval(id, NOON.plusSeconds(60));
        List<Thread> threads = List.of(
                Thread.ofVirtual().unstarted(() -> front.answer(post(link, "say=approve"))),
                Thread.ofVirtual().unstarted(() -> front.answer(post(link, "say=reject"))));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        ExecutionState ended = engine.whenEnded(id).get(20, TimeUnit.SECONDS);
        assertThat(ended.outcome()).isPresent();
    }

    private ExecutionId waiting() throws Exception {
        Pipeline pipeline = new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration(
                        "Deploy",
                        List.of(ActionDeclaration.of(
                                "Approve", new ManualApprovalAction().type(), Map.of("CustomData", "Ship <it>?"))))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
        ExecutionId id = engine.start(pipeline, StartRequest.by("ann"));
        clock.awaitIdle();
        return id;
    }

    private String approval(ExecutionId id, Instant expires) {
        return approval(id, expires, question(id));
    }

    private String question(ExecutionId id) {
        var action =
                engine.state(id).orElseThrow().stage("Deploy").orElseThrow().action("Approve");
        var waiting = (ActionPhase.Waiting) action.orElseThrow().phase();
        return waiting.until().openQuestion().orElseThrow().token();
    }

    private static String approval(ExecutionId id, Instant expires, String question) {
        return LinkText.of(
                new ActionLink(
                        new ActionLink.Subject.Approval(question),
                        id,
                        new ActionAttempt("Deploy", "Approve", 1),
                        "ann@example.com",
                        expires),
                message -> HmacSignature.of(LINKS, message));
    }

    private static HttpRequest get(String link) {
        return new HttpRequest("GET", "/link", Map.of("link", link), Map.of(), new byte[0]);
    }

    private static HttpRequest post(String link, String form) {
        return new HttpRequest(
                "POST",
                "/link",
                Map.of("link", link),
                Map.of("content-type", "application/x-www-form-urlencoded"),
                form.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest delivery(String event, String body, String id) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new HttpRequest(
                "POST",
                "/github",
                Map.of(),
                Map.of(
                        "content-type",
                        "application/json",
                        "x-github-event",
                        event,
                        "x-github-delivery",
                        id,
                        "x-hub-signature-256",
                        "sha256=" + HexFormat.of().formatHex(HmacSignature.of(Secret.of(secret), bytes))),
                bytes);
    }
}

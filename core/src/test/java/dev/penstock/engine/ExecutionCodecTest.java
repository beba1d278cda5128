package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Execution;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Trigger;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.secret.Masker;
import dev.penstock.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExecutionCodecTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456789Z");
    private static final ExecutionId ID = ExecutionId.of("7c9a8c1e-6a57-4e7c-9b39-3f3a0c6c1f11");
    private static final JsonNode STATE = JsonMapper.shared().readTree("{\"arn\":\"arn:aws:ecs\",\"n\":[1,2]}");

    private final ExecutionCodec codec = new ExecutionCodec(new NoSecrets());

    static final List<ExecutionEvent> EVERY_KIND = List.of(
            new ExecutionEvent.ExecutionStarted(
                    "shop", "sha256:1", Trigger.startedBy("ann"), Map.of("env", "prod"), Map.of("at", "laptop")),
            new ExecutionEvent.StageQueued("Source"),
            new ExecutionEvent.StageEntered("Source"),
            new ExecutionEvent.ActionStarted("Source", "Checkout", 1, STATE, NOON),
            new ExecutionEvent.ActionAdvanced("Source", "Checkout", 1, STATE, "fetched"),
            new ExecutionEvent.ActionWaiting("Source", "Checkout", 1, STATE, new Wait.Until(NOON), "waits"),
            new ExecutionEvent.ActionWaiting(
                    "Source",
                    "Checkout",
                    1,
                    STATE,
                    new Wait.ForResource(new ResourceId(
                            "ecs-service-deployment", new AwsScope(Optional.of("eu-west-1"), List.of("r")), "arn")),
                    ""),
            new ExecutionEvent.ActionWaiting("Source", "Checkout", 1, STATE, new Wait.ForApproval("t", "q", "l"), ""),
            new ExecutionEvent.ApprovalAnswered("Source", "Checkout", 1, new ApprovalAnswer(true, "fine", "bob")),
            new ExecutionEvent.ActionSucceeded(
                    "Source",
                    "Checkout",
                    1,
                    new ActionResult(
                            Map.of("App", new ArtifactReference(Digest.of(new byte[] {1}), 42)),
                            Map.of("CommitId", "abc"),
                            "at abc",
                            Optional.of(new ActionResult.ExternalExecution("x", Optional.empty())),
                            List.of(new ActionResult.Deployment("ECS", "arn", "img@sha256:1")))),
            new ExecutionEvent.ActionFailed(
                    "Source",
                    "Checkout",
                    1,
                    new ActionFailure(ActionFailure.Kind.REMOTE, "PEN-X-1", "no", List.of("line"))),
            new ExecutionEvent.ActionAbandoned("Source", "Checkout", 1),
            new ExecutionEvent.StageSucceeded("Source"),
            new ExecutionEvent.StageFailed("Source"),
            new ExecutionEvent.StageStopped("Source"),
            new ExecutionEvent.StageRetried("Source", RetryMode.ALL_ACTIONS, "ann"),
            new ExecutionEvent.StopRequested(true, "because", "ann"),
            new ExecutionEvent.ExecutionEnded(Outcome.ROLLED_BACK, "so"),
            new ExecutionEvent.ActionWaiting(
                    "Source",
                    "Checkout",
                    1,
                    STATE,
                    new Wait.ForAnyResource(
                            List.of(new ResourceId("stack", AwsScope.OWN, "arn")), Optional.of(Instant.EPOCH)),
                    ""));

    @Test
    void everyKindOfFactIsReadBackAsItWasWritten() {
        assertThat(codec.events(codec.events(EVERY_KIND))).isEqualTo(EVERY_KIND);
        for (ExecutionEvent event : EVERY_KIND) {
            assertThat(codec.events(codec.events(List.of(event)))).containsExactly(event);
        }
        assertThat(EVERY_KIND.stream().map(Object::getClass).distinct())
                .as("every permitted kind of fact is among the samples")
                .hasSize(16);
    }

    @Test
    void aStateIsReadBackAsItWasWritten() {
        Execution execution = Execution.begin(ID, (ExecutionEvent.ExecutionStarted) EVERY_KIND.getFirst(), NOON)
                .apply(EVERY_KIND.get(2), NOON)
                .apply(EVERY_KIND.get(3), NOON)
                .apply(EVERY_KIND.get(7), NOON)
                .apply(EVERY_KIND.get(8), NOON)
                .apply(EVERY_KIND.get(16), NOON);
        assertThat(codec.state(codec.state(execution.state()))).isEqualTo(execution.state());
    }

    @Test
    void everyKindOfSignalIsReadBackAsItWasWritten() {
        for (Signal signal : List.of(
                new Signal.Answer(Optional.of("Ask"), new ApprovalAnswer(false, "no", "ann")),
                new Signal.Answer(Optional.empty(), new ApprovalAnswer(true, "", "ann")),
                new Signal.Stop(false, "", "ann"),
                new Signal.Retry(Optional.empty(), RetryMode.FAILED_ACTIONS, "ann"),
                new Signal.Displaced(ID))) {
            assertThat(codec.signal(codec.signal(signal))).isEqualTo(signal);
        }
    }

    @Test
    void aSecretInAMessageDoesNotReachTheJournal() {
        var masking = new ExecutionCodec(new OneSecret("hunter2hunter2"));
        byte[] payload = masking.events(List.of(new ExecutionEvent.ActionFailed(
                "S", "A", 1, ActionFailure.failed("X", "login with hunter2hunter2 was refused"))));
        assertThat(new String(payload, StandardCharsets.UTF_8))
                .doesNotContain("hunter2")
                .contains("login with ****");
    }

    record NoSecrets() implements Masker {
        @Override
        public void register(Secret secret) {}

        @Override
        public boolean hasSecrets() {
            return false;
        }

        @Override
        public String mask(String text) {
            return text;
        }
    }

    record OneSecret(String value) implements Masker {
        @Override
        public void register(Secret secret) {}

        @Override
        public boolean hasSecrets() {
            return true;
        }

        @Override
        public String mask(String text) {
            return text.replace(value, "****");
        }
    }
}

package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.AwsScope;
import dev.penstock.action.Instruction;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ConditionState;
import dev.penstock.execution.Execution;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.GraphPoint;
import dev.penstock.execution.GraphState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.execution.StageRollback;
import dev.penstock.execution.StageState;
import dev.penstock.execution.Trigger;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ConditionKind;
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

    private static final ReleaseGraph GRAPH = new ReleaseGraph(
            List.of(
                    new ReleaseGraph.Member("Tables", List.of(), false),
                    new ReleaseGraph.Member("Web", List.of("Tables"), true)),
            List.of("Smoke"),
            true);

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
                    ""),
            new ExecutionEvent.ActionWaiting(
                    "Source",
                    "Checkout",
                    1,
                    STATE,
                    new Wait.ForAnyResource(
                            List.of(), Optional.empty(), Optional.of(new Asking.Approval("t", "Go on?", "l"))),
                    ""),
            new ExecutionEvent.ActionWaiting(
                    "Source",
                    "Checkout",
                    1,
                    STATE,
                    new Wait.ForAnyResource(
                            List.of(), Optional.empty(), Optional.of(new Asking.Continuation("ann", "why"))),
                    ""),
            new ExecutionEvent.ActionWaiting(
                    "Source",
                    "Checkout",
                    1,
                    STATE,
                    new Wait.ForAnyResource(
                            List.of(),
                            Optional.of(Instant.EPOCH),
                            Optional.empty(),
                            List.of(new ResourceId("alarm", AwsScope.OWN, "errors"))),
                    ""),
            new ExecutionEvent.ActionInstructed(
                    "Source", "Checkout", 1, new Instruction(Instruction.Kind.PAUSE, "ann", "why")),
            new ExecutionEvent.ConditionBegun("Source", ConditionKind.BEFORE_ENTRY, "SKIP"),
            new ExecutionEvent.ConditionEnded(
                    "Source", ConditionKind.BEFORE_ENTRY, ConditionState.Status.ERRORED, "nobody knows"),
            new ExecutionEvent.ConditionOverridden("Source", ConditionKind.ON_SUCCESS, "ann"),
            new ExecutionEvent.StageSkipped("Source"),
            new ExecutionEvent.StageRestarted("Source", RetryMode.ALL_ACTIONS),
            new ExecutionEvent.StageRollbackBegun(
                    "Source",
                    new StageRollback.To(
                            "the alarm rang",
                            ID,
                            Map.of("env", "prod"),
                            Map.of("App", new ArtifactReference(Digest.of(new byte[] {2}), 3)),
                            Map.of("build", Map.of("Tag", "1")))),
            new ExecutionEvent.StageRollbackRefused("Source", new StageRollback.Impossible("the alarm rang", "none")),
            new ExecutionEvent.StageRolledBack("Source"),
            new ExecutionEvent.StageEntered("Deploy", Optional.of(GRAPH)),
            new ExecutionEvent.GraphTurnedBack(
                    "Deploy", new GraphState.TurnedBack(Optional.of("Web"), "the release graph", "it failed")),
            new ExecutionEvent.ActionPassed(
                    "Deploy", "Web", 1, STATE, ActionResult.NOTHING, "moved", Optional.of(GraphPoint.MOVED)));

    @Test
    void everyKindOfFactIsReadBackAsItWasWritten() {
        assertThat(codec.events(codec.events(EVERY_KIND))).isEqualTo(EVERY_KIND);
        for (ExecutionEvent event : EVERY_KIND) {
            assertThat(codec.events(codec.events(List.of(event)))).containsExactly(event);
        }
        assertThat(EVERY_KIND.stream().map(Object::getClass).distinct())
                .as("every permitted kind of fact is among the samples")
                .hasSize(27);
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
    void aStateWithAReleaseGraphThatGoesBackIsReadBackAsItWasWritten() {
        Execution execution = Execution.begin(ID, (ExecutionEvent.ExecutionStarted) EVERY_KIND.getFirst(), NOON);
        for (ExecutionEvent event : List.of(
                new ExecutionEvent.StageEntered("Deploy", Optional.of(GRAPH)),
                new ExecutionEvent.ActionStarted("Deploy", "Web", 1, STATE, NOON),
                new ExecutionEvent.ActionPassed(
                        "Deploy", "Web", 1, STATE, ActionResult.NOTHING, "", Optional.of(GraphPoint.SHARE)),
                new ExecutionEvent.GraphTurnedBack(
                        "Deploy", new GraphState.TurnedBack(Optional.empty(), "ann", "prices are wrong")))) {
            execution = execution.apply(event, NOON);
        }
        assertThat(codec.state(codec.state(execution.state()))).isEqualTo(execution.state());
    }

    @Test
    void aStateWithConditionsAndAWayBackIsReadBackAsItWasWritten() {
        Execution execution = Execution.begin(ID, (ExecutionEvent.ExecutionStarted) EVERY_KIND.getFirst(), NOON);
        for (ExecutionEvent event : List.of(
                new ExecutionEvent.StageEntered("Source"),
                new ExecutionEvent.ConditionBegun("Source", ConditionKind.ON_SUCCESS, "ROLLBACK"),
                new ExecutionEvent.ActionStarted("Source", "onSuccess/Alarm", 1, STATE, NOON),
                new ExecutionEvent.ActionFailed("Source", "onSuccess/Alarm", 1, ActionFailure.failed("X", "x")),
                new ExecutionEvent.ConditionEnded(
                        "Source", ConditionKind.ON_SUCCESS, ConditionState.Status.ERRORED, "x"),
                new ExecutionEvent.StageRollbackBegun(
                        "Source", new StageRollback.To("x", ID, Map.of(), Map.of(), Map.of())))) {
            execution = execution.apply(event, NOON);
        }
        assertThat(codec.state(codec.state(execution.state()))).isEqualTo(execution.state());
    }

    @Test
    void whatWasWrittenBeforeThereWereInstructionsIsReadAsToldNothing() {
        String events = """
                [{"is":"ActionStarted","stage":"S","action":"A","attempt":1,"state":{},"deadline":"2026-01-02T12:00:00Z"},
                 {"is":"ActionWaiting","stage":"S","action":"A","attempt":1,"state":{},"summary":"",
                  "until":{"is":"ForAnyResource","resources":[],"due":"2026-01-02T12:00:00Z"}}]
                """;
        Instant noon = Instant.parse("2026-01-02T12:00:00Z");
        List<ExecutionEvent> read = codec.events(events.getBytes(StandardCharsets.UTF_8));
        assertThat(read.getFirst())
                .isEqualTo(new ExecutionEvent.ActionStarted(
                        "S", "A", 1, JsonMapper.shared().readTree("{}"), noon));
        assertThat(((ExecutionEvent.ActionWaiting) read.getLast()).until())
                .isEqualTo(new Wait.ForAnyResource(List.of(), Optional.of(noon)));

        String state = """
                {"id":"00000000-0000-0001-0000-000000000002","pipeline":"p","definition":"d",
                 "trigger":{"type":"StartPipelineExecution","detail":"ann"},"variables":{},"labels":{},
                 "startedAt":"2026-01-02T12:00:00Z","updatedAt":"2026-01-02T12:00:00Z","progress":{"is":"Running"},
                 "stages":[{"name":"S","phase":"RUNNING","attempt":1,"since":"2026-01-02T12:00:00Z",
                   "enteredAt":"2026-01-02T12:00:00Z","actions":[
                     {"name":"A","attempt":1,"stageAttempt":1,"startedAt":"2026-01-02T12:00:00Z",
                      "deadline":"2026-01-02T13:00:00Z","phase":{"is":"Running","state":{},"summary":"works"}},
                     {"name":"B","attempt":1,"stageAttempt":1,"startedAt":"2026-01-02T12:00:00Z",
                      "deadline":"2026-01-02T13:00:00Z","phase":{"is":"Waiting","state":{},"summary":"asks",
                      "until":{"is":"ForApproval","token":"t","question":"q","link":"l"},
                      "answer":{"approved":true,"summary":"","by":"ann"}}}]}],"facts":7}
                """;
        StageState stage =
                codec.state(state.getBytes(StandardCharsets.UTF_8)).stage("S").orElseThrow();
        assertThat(stage.actions()).allSatisfy(action -> {
            assertThat(action.takes()).isEmpty();
            assertThat(action.phase().instructions()).isEmpty();
        });
        assertThat(((ActionPhase.Waiting) stage.actions().getLast().phase()).answer())
                .map(ApprovalAnswer::by)
                .contains("ann");
        assertThat(codec.signal("""
                        {"is":"Answer","action":"A","answer":{"approved":true,"summary":"","by":"ann"}}""".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Signal.Answer(Optional.of("A"), new ApprovalAnswer(true, "", "ann")));
    }

    @Test
    void everyKindOfSignalIsReadBackAsItWasWritten() {
        for (Signal signal : List.of(
                new Signal.Answer(Optional.of("Ask"), new ApprovalAnswer(false, "no", "ann")),
                new Signal.Answer(Optional.empty(), new ApprovalAnswer(true, "", "ann")),
                new Signal.Stop(false, "", "ann"),
                new Signal.Retry(Optional.empty(), RetryMode.FAILED_ACTIONS, "ann"),
                new Signal.Answer(Optional.of("Ask"), Optional.of("t"), new ApprovalAnswer(true, "", "ann")),
                new Signal.Instruct(
                        new ActionAttempt("Deploy", "Go", 2),
                        new Instruction(Instruction.Kind.ROLL_BACK, "ann", "errors")),
                new Signal.Override("Deploy", ConditionKind.ON_SUCCESS, "ann"),
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

package dev.penstock.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.secret.Secret;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.FakeFunctions;
import dev.penstock.testing.StepFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FunctionInvokeActionTest {

    @TempDir
    Path folder;

    private final FakeBuckets buckets = new FakeBuckets();
    private final FakeFunctions functions = new FakeFunctions(() -> StepFixture.STARTED);
    private final FunctionName notify = functions.add("notify", PackageType.ZIP, "live");
    private final List<JsonNode> events = new ArrayList<>();
    private Optional<BuildExchange.Place> bucket = Optional.empty();
    private List<String> inputs = List.of();
    private List<OutputArtifact> outputs = List.of();

    private FunctionInvokeAction action() {
        return new FunctionInvokeAction(functions, new BuildExchange(buckets, bucket, artifact -> Optional.empty()));
    }

    private ActionDeclaration declaration(String function) {
        return new ActionDeclaration(
                "Tell",
                FunctionInvokeAction.TYPE,
                1,
                Map.of("FunctionName", function, "UserParameters", "{\"to\": \"#ops\"}"),
                List.of(),
                List.of(),
                inputs,
                outputs,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private FunctionInvokeConfiguration configuration(StepFixture fixture) {
        ActionConfiguration keys = ActionConfiguration.resolved(fixture.declaration());
        FunctionInvokeConfiguration configuration = action().configure(keys);
        assertThat(keys.problems()).isEmpty();
        return configuration;
    }

    private StepFixture fixture(String function) {
        return new StepFixture(declaration(function), folder);
    }

    private void answering(UnaryOperator<String> code) {
        functions.answer(notify, event -> {
            events.add(JsonMapper.shared().readTree(event).path("CodePipeline.job"));
            return code.apply(event);
        });
    }

    /** The step that invokes, after the one that looks. */
    private StepResult<FunctionInvokeState> invoke(StepFixture fixture) throws Exception {
        return action().step(fixture, configuration(fixture), prepared(fixture));
    }

    private FunctionInvokeState prepared(StepFixture fixture) throws Exception {
        FunctionInvokeConfiguration configuration = configuration(fixture);
        StepResult<FunctionInvokeState> begun = action().step(fixture, configuration, action().begin(configuration));
        assertThat(begun).isInstanceOf(StepResult.Next.class);
        return ((StepResult.Next<FunctionInvokeState>) begun).state();
    }

    private static ActionResult result(StepResult<FunctionInvokeState> result) {
        assertThat(result).isInstanceOf(StepResult.Succeed.class);
        return ((StepResult.Succeed<FunctionInvokeState>) result).result();
    }

    private static ActionFailure failure(StepResult<FunctionInvokeState> result) {
        assertThat(result).isInstanceOf(StepResult.Fail.class);
        return ((StepResult.Fail<FunctionInvokeState>) result).failure();
    }

    @Test
    void theFunctionGetsTheEventOfCodePipelineAndWhatItReturnsCounts() throws Exception {
        answering(event -> """
                {"outputVariables": {"Ticket": "OPS-7", "Count": 3},
                 "executionDetails": {"summary": "told them", "externalExecutionId": "m-1"}}
                """);

        ActionResult result = result(invoke(fixture("notify:live")));

        assertThat(result.variables()).isEqualTo(Map.of("Ticket", "OPS-7", "Count", "3"));
        assertThat(result.summary()).isEqualTo("told them");
        assertThat(result.external().orElseThrow().id()).isEqualTo("m-1");
        assertThat(functions.effects()).containsExactly("invoke live");
        JsonNode job = events.getFirst();
        assertThat(job.path("accountId").asString()).isEqualTo("123456789012");
        assertThat(job.path("data").path("actionConfiguration").path("configuration"))
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        "{\"FunctionName\": \"notify:live\", \"UserParameters\": \"{\\\"to\\\": \\\"#ops\\\"}\"}"));
        assertThat(job.path("data").path("inputArtifacts").isEmpty()).isTrue();
        assertThat(job.path("data").has("continuationToken")).isFalse();
        assertThat(job.path("data").path("pipelineContext").path("pipelineName").asString())
                .isEqualTo("shop");
    }

    @Test
    void whoeverAsksAgainAfterADeathGivesTheFunctionTheSameJob() throws Exception {
        answering(event -> "null");
        StepFixture fixture = fixture("notify");
        FunctionInvokeState state = prepared(fixture);

        for (int i = 0; i < 2; i++) {
            assertThat(result(action().step(fixture, configuration(fixture), state))
                            .variables())
                    .isEmpty();
        }

        assertThat(events).hasSize(2);
        assertThat(events.get(1)).isEqualTo(events.get(0));
    }

    @Test
    void aFunctionThatGoesOnLaterIsInvokedAgainWithItsTokenAsAnotherJob() throws Exception {
        answering(event -> event.contains("\"continuationToken\":\"half\"") ? "\"done\"" : """
                {"continuationToken": "half", "executionDetails": {"summary": "copied 5 of 10"}}
                """);
        StepFixture fixture = fixture("notify");

        StepResult<FunctionInvokeState> first = invoke(fixture);

        assertThat(first).isInstanceOf(StepResult.Await.class);
        var waiting = (StepResult.Await<FunctionInvokeState>) first;
        assertThat(waiting.until()).isEqualTo(new Wait.Until(StepFixture.STARTED.plus(Duration.ofSeconds(30))));
        assertThat(waiting.summary()).isEqualTo("copied 5 of 10");
        assertThat(result(action().step(fixture, configuration(fixture), waiting.state()))
                        .external())
                .isPresent();
        assertThat(events.get(0).path("id")).isNotEqualTo(events.get(1).path("id"));
    }

    @Test
    void artifactsGoThroughTheBucket() throws Exception {
        bucket = Optional.of(new BuildExchange.Place("exchange", "shop"));
        inputs = List.of("Source");
        outputs = List.of(new OutputArtifact("Report"));
        Path zip = folder.resolve("in.zip");
        new BundleWriter().file("a.txt", "x").write(zip);
        answering(event -> {
            JsonNode put = JsonMapper.shared().readTree(event).at("/CodePipeline.job/data/outputArtifacts/0/location");
            buckets.put(location(put), "zip".getBytes(StandardCharsets.UTF_8), "");
            return "{}";
        });
        StepFixture fixture = fixture("notify").input("Source", zip);

        ActionResult result = result(invoke(fixture));

        assertThat(result.artifacts()).containsOnlyKeys("Report");
        JsonNode input = events.getFirst().path("data").path("inputArtifacts").path(0);
        assertThat(input.path("name").asString()).isEqualTo("Source");
        assertThat(buckets.content(location(input.path("location")))).isPresent();

        answering(event -> "{}");
        outputs = List.of(new OutputArtifact("Absent"));
        assertThat(failure(invoke(fixture("notify").input("Source", zip))).code())
                .isEqualTo("PEN-INVOKE-005");
    }

    private static ObjectLocation location(JsonNode location) {
        return new ObjectLocation(
                location.path("s3Location").path("bucketName").asString(),
                location.path("s3Location").path("objectKey").asString());
    }

    @Test
    void eachWayToFailIsTold() throws Exception {
        assertThat(failure(action().step(
                                        fixture("other"),
                                        new FunctionInvokeConfiguration("other", Optional.empty()),
                                        new FunctionInvokeState.Begun()))
                        .code())
                .isEqualTo("PEN-INVOKE-001");

        answering(event -> "{\"failureDetails\": {\"type\": \"JobFailed\", \"message\": \"nobody there\"}}");
        assertThat(failure(invoke(fixture("notify"))).message())
                .isEqualTo("The function 'notify' says that it failed. nobody there");

        answering(event -> "{\"outputVariables\": {\"A\": {}}}");
        assertThat(failure(invoke(fixture("notify"))).code()).isEqualTo("PEN-INVOKE-004");

        functions.failInvocations(notify, FunctionVersion.LATEST, "{\"errorMessage\": \"boom\"}");
        ActionFailure failure = failure(invoke(fixture("notify")));
        assertThat(failure.code()).isEqualTo("PEN-INVOKE-002");
        assertThat(failure.message()).contains("boom");
        assertThat(failure.details()).containsExactly("START", "END");
    }

    @Test
    void aFunctionWhoseResultCodePipelineRefusesMayHaveDoneItsWorkOrNot() throws Exception {
        functions.failInvocations(
                notify,
                FunctionVersion.LATEST,
                "{\"errorMessage\": \"An error occurred (JobNotFoundException) when calling the PutJobFailureResult operation\"}");

        ActionFailure failure = failure(invoke(fixture("notify")));

        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.INCONCLUSIVE);
        assertThat(failure.code()).isEqualTo("PEN-INVOKE-006");
    }

    @Test
    void aSecretInTheAnswerStaysOutOfTheJournal() throws Exception {
        StepFixture fixture = fixture("notify");
        fixture.masker().register(Secret.of("hunter2-hunter2"));
        answering(event -> "{\"outputVariables\": {\"Key\": \"hunter2-hunter2\", \"Name\": \"ann\"}}");
        assertThat(result(invoke(fixture)).variables()).isEqualTo(Map.of("Name", "ann"));
    }

    @Test
    void whatCannotBeInvokedIsToldBeforeAnythingStarts() {
        inputs = List.of("Source");
        ActionConfiguration keys = ActionConfiguration.declared(declaration("no function"));
        FunctionInvokeConfiguration unused = action().configure(keys);
        assertThat(keys.problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem.message()).isEqualTo("'no function' does not name a function."),
                        problem -> assertThat(problem.message()).contains("there is no bucket for them"));
        inputs = List.of();
        for (String name : List.of(
                "#{Stack.Function}", "arn:aws:lambda:eu-west-1:123456789012:function:notify:live", "notify:$LATEST")) {
            ActionConfiguration accepted = ActionConfiguration.declared(declaration(name));
            FunctionInvokeConfiguration configuration = action().configure(accepted);
            assertThat(accepted.problems()).as(configuration.functionName()).isEmpty();
        }
    }
}

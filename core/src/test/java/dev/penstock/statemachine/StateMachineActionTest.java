package dev.penstock.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.AwsScope;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.statemachine.MachineExecution.Status;
import dev.penstock.testing.FakeStateMachines;
import dev.penstock.testing.StepFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateMachineActionTest {

    private static final StateMachineArn ORDERS = arn("orders");
    private static final StateMachineArn CLICKS = arn("clicks");

    @TempDir
    Path folder;

    private final AtomicReference<Instant> time = new AtomicReference<>(StepFixture.STARTED);
    private final FakeStateMachines machines = new FakeStateMachines(time::get);
    private final StateMachineAction action = new StateMachineAction(machines);
    private final Map<String, String> keys = new LinkedHashMap<>(Map.of("StateMachineArn", ORDERS.text()));
    private List<String> inputs = List.of();
    private List<OutputArtifact> outputs = List.of();

    StateMachineActionTest() {
        machines.add(ORDERS, StateMachines.Type.STANDARD, Duration.ofSeconds(10), input -> "{\"took\":" + input + "}");
        machines.add(CLICKS, StateMachines.Type.EXPRESS, Duration.ofSeconds(10), input -> input);
    }

    private static StateMachineArn arn(String name) {
        return StateMachineArn.of("arn:aws:states:eu-west-1:123456789012:stateMachine:" + name)
                .orElseThrow();
    }

    private StepFixture fixture() {
        return new StepFixture(
                new ActionDeclaration(
                        "Ship",
                        StateMachineAction.TYPE,
                        1,
                        keys,
                        List.of(),
                        List.of(),
                        inputs,
                        outputs,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty()),
                folder);
    }

    private StateMachineConfiguration configuration(StepFixture fixture) {
        ActionConfiguration read = ActionConfiguration.resolved(fixture.declaration());
        StateMachineConfiguration configuration = action.configure(read);
        assertThat(read.problems()).isEmpty();
        return configuration;
    }

    private StepResult<StateMachineState> step(StepFixture fixture, StateMachineState state) throws Exception {
        return action.step(fixture, configuration(fixture), state);
    }

    /** As it is once the execution is to be started. */
    private StateMachineState starting(StepFixture fixture) throws Exception {
        StepResult<StateMachineState> looked = step(fixture, new StateMachineState.Begun());
        assertThat(looked).isInstanceOf(StepResult.Next.class);
        return ((StepResult.Next<StateMachineState>) looked).state();
    }

    private StateMachineState.Following following(StepFixture fixture) throws Exception {
        StepResult<StateMachineState> started = step(fixture, starting(fixture));
        assertThat(started).isInstanceOf(StepResult.Await.class);
        return (StateMachineState.Following) ((StepResult.Await<StateMachineState>) started).state();
    }

    private static ActionResult result(StepResult<StateMachineState> end) {
        assertThat(end).isInstanceOf(StepResult.Succeed.class);
        return ((StepResult.Succeed<StateMachineState>) end).result();
    }

    private static ActionFailure failure(StepResult<StateMachineState> end) {
        assertThat(end).isInstanceOf(StepResult.Fail.class);
        return ((StepResult.Fail<StateMachineState>) end).failure();
    }

    private void letPass() {
        time.updateAndGet(now -> now.plusSeconds(10));
    }

    @Test
    void theOutputOfAStandardStateMachineBecomesTheArtifactAndItsArnsTheVariables() throws Exception {
        keys.put("ExecutionNamePrefix", "release");
        keys.put("Input", "{\"order\":7}");
        outputs = List.of(new OutputArtifact("Report"));
        StepFixture fixture = fixture();
        StateMachineState.Following following = following(fixture);
        assertThat(step(fixture, following)).as("it is under way").isInstanceOf(StepResult.Await.class);
        letPass();

        ActionResult result = result(step(fixture, following));

        String execution = ORDERS.execution("release-" + fixture.token("execution"));
        assertThat(result.variables()).isEqualTo(Map.of("StateMachineArn", ORDERS.text(), "ExecutionArn", execution));
        assertThat(fixture.stored(result, "Report", "output.json")).isEqualTo("{\"took\":{\"order\":7}}");
        assertThat(result.external().orElseThrow().id()).isEqualTo(execution);
        assertThat(result.external().orElseThrow().url().orElseThrow())
                .startsWith("https://eu-west-1.console.aws.amazon.com/states/home")
                .endsWith(execution);
    }

    @Test
    void whoeverAsksAgainAfterADeathFindsTheExecutionThatWasStarted() throws Exception {
        StepFixture fixture = fixture();
        StateMachineState starting = starting(fixture);
        StepResult<StateMachineState> first = step(fixture, starting);
        letPass();

        assertThat(step(fixture, starting)).isEqualTo(first);
        assertThat(machines.effects()).containsExactly("start " + fixture.token("execution"));
    }

    @Test
    void theInputIsAFileOfTheArtifactWhereTheTypeSaysSo() throws Exception {
        keys.put("InputType", "FilePath");
        keys.put("Input", "assets/input.json");
        inputs = List.of("Source");
        outputs = List.of(new OutputArtifact("Report"));
        Path zip = folder.resolve("in.zip");
        new BundleWriter().file("assets/input.json", "{\"order\":8}").write(zip);
        StepFixture fixture = fixture().input("Source", zip);
        StateMachineState.Following following = following(fixture);
        letPass();
        assertThat(fixture.stored(result(step(fixture, following)), "Report", "output.json"))
                .isEqualTo("{\"took\":{\"order\":8}}");

        keys.put("Input", "other.json");
        StepFixture without = fixture().input("Source", zip);
        ActionFailure failure = failure(step(without, starting(without)));
        assertThat(failure.code()).isEqualTo("PEN-STATES-005");
        assertThat(failure.message()).contains("'Source' has no file 'other.json'");
    }

    @Test
    void aFileThatIsNoJsonStartsNothing() throws Exception {
        keys.putAll(Map.of("InputType", "FilePath", "Input", "input.json"));
        inputs = List.of("Source");
        Path zip = folder.resolve("in.zip");
        new BundleWriter().file("input.json", "{\n  \"order\": }").write(zip);
        StepFixture fixture = fixture().input("Source", zip);

        ActionFailure failure = failure(step(fixture, starting(fixture)));

        assertThat(failure.code()).isEqualTo("PEN-STATES-007");
        assertThat(failure.message()).contains("line 2");
        assertThat(machines.effects()).isEmpty();
    }

    @Test
    void anExpressStateMachineIsStartedAndTellsNoMore() throws Exception {
        keys.put("StateMachineArn", CLICKS.text());
        StepFixture fixture = fixture();
        ActionResult result = result(step(fixture, starting(fixture)));
        assertThat(result.variables()).isEqualTo(Map.of("StateMachineArn", CLICKS.text()));
        assertThat(result.summary()).isEqualTo("started clicks");

        outputs = List.of(new OutputArtifact("Report"));
        assertThat(failure(step(fixture(), new StateMachineState.Begun())).code())
                .isEqualTo("PEN-STATES-006");
        assertThat(machines.effects()).hasSize(1);
    }

    @Test
    void eachEndThatIsNoSuccessIsTold() throws Exception {
        StepFixture fixture = fixture();
        StateMachineState.Following following = following(fixture);
        machines.stopByAnother(following.execution(), "not now");
        ActionFailure stopped = failure(step(fixture, following));
        assertThat(stopped.code()).isEqualTo("PEN-STATES-004");
        assertThat(stopped.message()).contains("was stopped by somebody").contains("not now");

        failing("OutOfStock", "none left");
        StepFixture next = fixture();
        ActionFailure failed = failure(step(next, following(next)));
        assertThat(failed.code()).isEqualTo("PEN-STATES-002");
        assertThat(failed.message()).contains("Its error is OutOfStock. none left");

        failing("States.Timeout", "");
        StepFixture last = fixture();
        assertThat(failure(step(last, following(last))).kind()).isEqualTo(ActionFailure.Kind.TIMED_OUT);

        keys.put("StateMachineArn", arn("nowhere").text());
        assertThat(failure(step(fixture(), new StateMachineState.Begun())).code())
                .isEqualTo("PEN-STATES-001");
    }

    /** Another state machine each time, whose executions have failed at once. */
    private void failing(String error, String cause) {
        StateMachineArn another = arn("failing-" + error.replace('.', '-'));
        machines.add(another, StateMachines.Type.STANDARD, Duration.ZERO, input -> {
            throw new FakeStateMachines.Failed(error, cause);
        });
        keys.put("StateMachineArn", another.text());
    }

    @Test
    void anExecutionThatIsNotSeenYetIsWaitedForAndThenNobodyCanSay() throws Exception {
        StepFixture fixture = fixture();
        StateMachineState.Following following = following(fixture);
        machines.forget(following.execution());
        assertThat(step(fixture, following)).isInstanceOf(StepResult.Await.class);

        ActionFailure failure = failure(step(
                fixture,
                new StateMachineState.Following(
                        following.execution(), StepFixture.STARTED.minus(Duration.ofMinutes(2)))));

        assertThat(failure.code()).isEqualTo("PEN-STATES-008");
        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.INCONCLUSIVE);
    }

    @Test
    void whoAbandonsTheActionStopsTheExecutionEvenIfTheAnswerToItsStartWasLost() throws Exception {
        StepFixture fixture = fixture();
        StateMachineState starting = starting(fixture);
        StepResult<StateMachineState> unused = step(fixture, starting);
        assertThat(action.stopping(fixture, configuration(fixture), starting).orElseThrow())
                .contains("is being stopped");

        action.abandon(fixture, configuration(fixture), starting);

        String execution = ORDERS.execution(fixture.token("execution"));
        assertThat(machines.look(AwsScope.OWN, execution).status()).isEqualTo(Status.ABORTED);
        assertThat(machines.look(AwsScope.OWN, execution).cause()).contains("'Ship'");
        assertThat(action.stopping(fixture, configuration(fixture), starting)).isEmpty();
        action.abandon(fixture, configuration(fixture), new StateMachineState.Begun());
    }

    @Test
    void whatCannotBeExecutedIsToldBeforeAnythingStarts() {
        keys.putAll(Map.of(
                "StateMachineArn",
                "orders",
                "ExecutionNamePrefix",
                "a b",
                "InputType",
                "Literal",
                "Input",
                "{\"a\": }"));
        assertThat(problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).isEqualTo("This is not the ARN of a state machine."),
                        problem -> assertThat(problem).isEqualTo("Names of executions cannot begin with 'a b'."),
                        problem -> assertThat(problem).startsWith("The input is no JSON: "));
        keys.clear();
        keys.putAll(Map.of("StateMachineArn", ORDERS.text(), "InputType", "FilePath"));
        assertThat(problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).isEqualTo("The path of the file with the input is missing."),
                        problem -> assertThat(problem)
                                .isEqualTo("The input is in a file, and there is no input artifact."));
        keys.clear();
        keys.putAll(
                Map.of("StateMachineArn", "#{Stack.Machine}", "InputType", "#{variables.Type}", "Input", "input.json"));
        assertThat(problems()).as("nothing is known yet").isEmpty();
    }

    private List<String> problems() {
        ActionConfiguration read = ActionConfiguration.declared(fixture().declaration());
        StateMachineConfiguration unused = action.configure(read);
        return read.problems().stream().map(problem -> problem.message()).toList();
    }
}

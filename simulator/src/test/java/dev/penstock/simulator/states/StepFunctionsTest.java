package dev.penstock.simulator.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.InProcessFunctions;
import dev.penstock.simulator.lambda.LambdaWorld;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDeletingException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.Tag;

@Timeout(60)
class StepFunctionsTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:" + Clients.ACCOUNT + ":function:ship";

    private final SimulatedTime time = SimulatedTime.virtual(NOON);
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final InProcessFunctions functions = new InProcessFunctions(time).function("ship", (event, context) -> {
        events.add(event);
        if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("none left");
        }
        return "{\"parcel\":5}";
    });
    private final SimulatedAws aws =
            SimulatedAws.builder().time(time).functions(functions).start();
    private final SfnClient sfn = Clients.of(aws).with(SfnClient.builder());
    private String role = "";

    @BeforeEach
    void makeRoleAndFunction() {
        try (IamClient iam = Clients.of(aws).iam();
                LambdaClient lambda = Clients.of(aws).with(LambdaClient.builder())) {
            role = iam.createRole(r -> r.roleName("machines").assumeRolePolicyDocument("""
                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                             "Principal":{"Service":["states.amazonaws.com","lambda.amazonaws.com"]}}]}"""))
                    .role()
                    .arn();
            lambda.createFunction(f -> f.functionName("ship")
                    .role(role)
                    .runtime("java21")
                    .handler("h")
                    .code(c -> c.zipFile(LambdaWorld.zip("ship"))));
        }
    }

    @AfterEach
    void stop() {
        sfn.close();
        aws.close();
    }

    private String machine(String name, String states) {
        return sfn.createStateMachine(create -> create.name(name).roleArn(role).definition(states))
                .stateMachineArn();
    }

    private String started(String machine, String input) {
        return sfn.startExecution(start -> start.stateMachineArn(machine).input(input))
                .executionArn();
    }

    private DescribeExecutionResponse seen(String execution) {
        return sfn.describeExecution(describe -> describe.executionArn(execution));
    }

    private DescribeExecutionResponse ended(String machine, String input) {
        String execution = started(machine, input);
        assertThat(time.awaitStill(Duration.ofSeconds(30))).isTrue();
        return seen(execution);
    }

    private static JsonValue json(String text) {
        return JsonValue.parse(text).orElseThrow();
    }

    private void isOutput(DescribeExecutionResponse end, String json) {
        assertThat(end.status()).as(end.error() + ": " + end.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(json(end.output())).isEqualTo(json(json));
    }

    @Test
    void dataPassesThroughStatesAsThePathsSay() {
        String machine = machine("paths", """
                {"StartAt": "Take", "States": {
                  "Take": {"Type": "Pass", "InputPath": "$.order", "Next": "Add", "ResultPath": "$.taken", "OutputPath": "$",
                           "Parameters": {"id.$": "$.id", "by.$": "$$.StateMachine.Name", "kind": "web"}},
                  "Add": {"Type": "Pass", "Result": [1, 2], "ResultPath": "$.more['parts']", "Next": "Keep"},
                  "Keep": {"Type": "Pass", "Result": "lost", "ResultPath": null, "Next": "Done"},
                  "Done": {"Type": "Succeed", "OutputPath": "$.more"}}}""");
        isOutput(ended(machine, "{\"order\": {\"id\": 7}, \"more\": {}}"), "{\"parts\": [1, 2]}");

        String whole = machine("whole", """
                {"StartAt": "Take", "States": {"Take": {"Type": "Pass", "InputPath": "$.order", "ResultPath": "$.taken",
                  "Parameters": {"id.$": "$.id", "by.$": "$$.StateMachine.Name"}, "End": true}}}""");
        isOutput(
                ended(whole, "{\"order\": {\"id\": 7}}"),
                "{\"order\": {\"id\": 7}, \"taken\": {\"id\": 7, \"by\": \"whole\"}}");
    }

    @Test
    void anExecutionWaitsOnSimulatedTime() {
        DescribeExecutionResponse hour = ended(machine("hour", """
                {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "SecondsPath": "$.seconds", "End": true}}}"""), "{\"seconds\": 3600}");
        assertThat(hour.stopDate()).isEqualTo(hour.startDate().plusSeconds(3600));

        DescribeExecutionResponse until = ended(machine("until", """
                {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Timestamp": "2026-01-02T14:00:00Z", "End": true}}}"""), "{}");
        assertThat(until.stopDate()).isEqualTo(Instant.parse("2026-01-02T14:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"n\": 5}          | many",
                "{\"n\": 1}          | one",
                "{\"s\": \"a-b.zip\"} | zip",
                "{\"b\": true}       | true",
                "{\"n\": null}       | null",
                "{\"t\": \"2026-01-01T00:00:00Z\"} | past",
                "{\"other\": 1}      | none"
            })
    void aChoiceGoesWhereItsFirstRuleHolds(String input, String branch) {
        String machine = machine("choose", """
                {"StartAt": "Choose", "States": {
                  "Choose": {"Type": "Choice", "Default": "none", "Choices": [
                    {"And": [{"Variable": "$.n", "IsPresent": true}, {"Variable": "$.n", "IsNull": true}], "Next": "null"},
                    {"And": [{"Variable": "$.n", "IsPresent": true},
                             {"Not": {"Variable": "$.n", "NumericLessThanEquals": 4}}], "Next": "many"},
                    {"And": [{"Variable": "$.n", "IsPresent": true}, {"Variable": "$.n", "NumericEquals": 1}], "Next": "one"},
                    {"And": [{"Variable": "$.s", "IsPresent": true}, {"Variable": "$.s", "StringMatches": "a*.zip"}],
                     "Next": "zip"},
                    {"And": [{"Variable": "$.b", "IsPresent": true}, {"Variable": "$.b", "BooleanEquals": true}],
                     "Next": "true"},
                    {"And": [{"Variable": "$.t", "IsPresent": true},
                             {"Variable": "$.t", "TimestampLessThan": "2026-01-01T01:00:00+00:00"}], "Next": "past"}]},
                  "null": {"Type": "Pass", "Result": "null", "End": true}, "many": {"Type": "Pass", "Result": "many", "End": true},
                  "one": {"Type": "Pass", "Result": "one", "End": true}, "zip": {"Type": "Pass", "Result": "zip", "End": true},
                  "true": {"Type": "Pass", "Result": "true", "End": true}, "past": {"Type": "Pass", "Result": "past", "End": true},
                  "none": {"Type": "Pass", "Result": "none", "End": true}}}""");
        isOutput(ended(machine, input), "\"" + branch + "\"");
    }

    @Test
    void aTaskInvokesItsFunctionInBothWays() {
        isOutput(
                ended(machine("arn", """
                                {"StartAt": "Ship", "States": {"Ship": {"Type": "Task", "Resource": "%s",
                                  "ResultPath": "$.shipped", "End": true}}}""".formatted(FUNCTION)), "{\"order\": 7}"),
                "{\"order\": 7, \"shipped\": {\"parcel\": 5}}");
        isOutput(ended(machine("invoke", """
                                {"StartAt": "Ship", "States": {"Ship": {"Type": "Task",
                                  "Resource": "arn:aws:states:::lambda:invoke",
                                  "Parameters": {"FunctionName": "ship", "Payload": {"id.$": "$.order"}},
                                  "ResultSelector": {"parcel.$": "$.Payload.parcel"}, "End": true}}}"""), "{\"order\": 7}"), "{\"parcel\": 5}");
        assertThat(events.stream().map(StepFunctionsTest::json))
                .containsExactly(json("{\"order\": 7}"), json("{\"id\": 7}"));
    }

    @Test
    void aTaskThatFailsIsTriedAgainCaughtOrFailsTheExecution() {
        String task = """
                {"StartAt": "Ship", "States": {
                  "Ship": {"Type": "Task", "Resource": "%s", "End": true %s},
                  "Sorry": {"Type": "Pass", "End": true}}}""";
        failures.set(2);
        String tried = machine("tried", task.formatted(FUNCTION, """
                , "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 10, "MaxAttempts": 2}]"""));
        DescribeExecutionResponse end = ended(tried, "{}");
        isOutput(end, "{\"parcel\": 5}");
        assertThat(Duration.between(end.startDate(), end.stopDate()))
                .as("10 s and then twice that")
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(35));

        failures.set(1);
        DescribeExecutionResponse caught = ended(machine("caught", task.formatted(FUNCTION, """
                        , "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.why", "Next": "Sorry"}]""")), "{\"order\": 7}");
        assertThat(caught.output()).contains("\"order\":7").contains("none left");

        failures.set(1);
        DescribeExecutionResponse failed = ended(machine("failed", task.formatted(FUNCTION, "")), "{}");
        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(failed.cause()).contains("none left");
        assertThat(failed.output()).isNull();
    }

    @Test
    void anExecutionEndsWithItsTimeOrWithItsErrorOrWhenItIsStopped() {
        DescribeExecutionResponse late = ended(machine("late", """
                        {"StartAt": "Rest", "TimeoutSeconds": 60, "States": {
                          "Rest": {"Type": "Wait", "Seconds": 3600, "End": true}}}"""), "{}");
        assertThat(late.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(late.stopDate()).isEqualTo(late.startDate().plusSeconds(60));

        DescribeExecutionResponse failed = ended(machine("fail", """
                        {"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "OutOfStock", "Cause": "none left"}}}"""), "{}");
        assertThat(failed.error() + ": " + failed.cause()).isEqualTo("OutOfStock: none left");

        DescribeExecutionResponse nowhere = ended(machine("nowhere", """
                        {"StartAt": "Take", "States": {"Take": {"Type": "Pass", "InputPath": "$.absent", "End": true}}}"""), "{}");
        assertThat(nowhere.error()).isEqualTo("States.Runtime");
        assertThat(nowhere.cause()).contains("$.absent");

        DescribeExecutionResponse endless = ended(machine("endless", """
                        {"StartAt": "Again", "States": {"Again": {"Type": "Pass", "Next": "Again"}}}"""), "{}");
        assertThat(endless.cause()).contains("maximum number of history events (25000)");
    }

    @Test
    void startingIsIdempotentByNameAndInputWhileItRuns() {
        try (var held = time.busy()) {
            String machine = machine("orders", """
                    {"StartAt": "Rest", "States": {"Rest": {"Type": "Wait", "Seconds": 60, "End": true}}}""");
            var first =
                    sfn.startExecution(s -> s.stateMachineArn(machine).name("a").input("{\"n\":1}"));
            assertThat(sfn.startExecution(
                                    s -> s.stateMachineArn(machine).name("a").input("{\"n\":1}"))
                            .startDate())
                    .isEqualTo(first.startDate());
            assertThatThrownBy(() -> sfn.startExecution(
                            s -> s.stateMachineArn(machine).name("a").input("{\"n\":2}")))
                    .isInstanceOf(ExecutionAlreadyExistsException.class);
            sfn.stopExecution(
                    s -> s.executionArn(first.executionArn()).error("Halt").cause("enough"));
            assertThat(seen(first.executionArn()).status()).isEqualTo(ExecutionStatus.ABORTED);
            assertThat(seen(first.executionArn()).error()).isEqualTo("Halt");
            assertThatThrownBy(() -> sfn.startExecution(
                            s -> s.stateMachineArn(machine).name("a").input("{\"n\":1}")))
                    .isInstanceOf(ExecutionAlreadyExistsException.class);
            assertThatThrownBy(() -> started(machine, "{")).isInstanceOf(InvalidExecutionInputException.class);
            String other = started(machine, "{}");
            assertThat(sfn.listExecutions(l -> l.stateMachineArn(machine).statusFilter(ExecutionStatus.RUNNING))
                            .executions())
                    .singleElement()
                    .satisfies(one -> assertThat(one.executionArn()).isEqualTo(other));

            sfn.deleteStateMachine(d -> d.stateMachineArn(machine));
            assertThatThrownBy(() -> started(machine, "{}")).isInstanceOf(StateMachineDeletingException.class);
            sfn.stopExecution(s -> s.executionArn(other));
            assertThatThrownBy(() -> sfn.describeStateMachine(d -> d.stateMachineArn(machine)))
                    .isInstanceOf(StateMachineDoesNotExistException.class);
        }
    }

    @Test
    void executionsOfExpressStateMachinesCannotBeLookedAt() {
        String machine = sfn.createStateMachine(create -> create.name("clicks")
                        .roleArn(role)
                        .type(StateMachineType.EXPRESS)
                        .definition("""
                                {"StartAt": "Ship", "States": {"Ship": {"Type": "Task", "Resource": "%s", "End": true}}}
                                """.formatted(FUNCTION)))
                .stateMachineArn();
        String execution = started(machine, "{}");
        assertThat(time.awaitStill(Duration.ofSeconds(30))).isTrue();
        assertThat(events).hasSize(1);
        assertThatThrownBy(() -> seen(execution))
                .isInstanceOf(InvalidArnException.class)
                .hasMessageContaining("Resource type not valid in this context: express");
    }

    @Test
    void whatIsWrongOrNotSimulatedIsRefusedWhenTheStateMachineIsMade() {
        assertThatThrownBy(() -> machine("a", "{"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("INVALID_JSON_DESCRIPTION");
        assertThatThrownBy(() -> machine("a", """
                        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}"""))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("Missing 'Next' target: B at /States/A");
        for (String state : List.of(
                "{\"Type\": \"Parallel\", \"Branches\": [], \"End\": true}",
                "{\"Type\": \"Pass\", \"Assign\": {}, \"End\": true}",
                "{\"Type\": \"Pass\", \"Parameters\": {\"a.$\": \"States.UUID()\"}, \"End\": true}",
                "{\"Type\": \"Pass\", \"InputPath\": \"$..a\", \"End\": true}",
                "{\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\", \"End\": true}",
                "{\"Type\": \"Pass\", \"QueryLanguage\": \"JSONata\", \"End\": true}")) {
            assertThatThrownBy(() -> machine("a", "{\"StartAt\": \"A\", \"States\": {\"A\": " + state + "}}"))
                    .as(state)
                    .isInstanceOfSatisfying(
                            SfnException.class,
                            refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                    .isEqualTo("NotSimulated"))
                    .hasMessageContaining("is not simulated. Simulated are: ");
        }
    }

    @Test
    void makingAStateMachineIsIdempotentAndItCanBeChangedAndTagged() {
        String pass = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"End\": true}}}";
        String machine = machine("orders", pass);
        assertThat(machine("orders", pass)).isEqualTo(machine);
        assertThatThrownBy(() -> machine("orders", pass.replace("\"A\"", "\"B\"")))
                .isInstanceOf(StateMachineAlreadyExistsException.class);
        sfn.updateStateMachine(u -> u.stateMachineArn(machine).definition(pass.replace("\"A\"", "\"B\"")));
        assertThat(sfn.describeStateMachine(d -> d.stateMachineArn(machine)).definition())
                .contains("\"B\"");
        sfn.tagResource(t -> t.resourceArn(machine)
                .tags(Tag.builder().key("team").value("shop").build()));
        assertThat(sfn.listTagsForResource(l -> l.resourceArn(machine)).tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("shop"));
        assertThat(sfn.listStateMachines().stateMachines()).hasSize(1);
    }
}

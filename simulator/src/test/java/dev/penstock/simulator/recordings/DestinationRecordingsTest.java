package dev.penstock.simulator.recordings;

import dev.penstock.simulator.lambda.FunctionRuntime.Invocation;
import dev.penstock.simulator.lambda.FunctionRuntime.Result;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;

/** Where the results of asynchronous invocations go. */
class DestinationRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("lambda_/test_lambda_destinations.snapshot.json");

    private static final String NAME = "sender";
    private static final String AGED =
            "  File \"/var/task/handler.py\", line 7, in handler\n    raise Exception(\"intentional failure\")\n";
    private static final String RAISED =
            "  File \"/var/task/handler.py\", line 55, in handler\n    raise Exception(\"Test exception (this is intentional)\")\n";
    private static final String RAISING = "{\"raise_error\": 1}";

    private final RecordedFunctions functions = new RecordedFunctions();
    private final LambdaClient lambda = functions.lambda;
    private final RecordedQueues queues = new RecordedQueues(functions.aws);

    @AfterEach
    void stop() {
        functions.close();
    }

    @Test
    void resultsOfInvocations() {
        String queue = queues.create("results");
        functions.make(NAME);
        for (String parameters : List.of("Success-payload0", "payload0", "payload1")) {
            RECORDING.test("test_assess_lambda_destination_invocation[" + parameters + "]", s -> {
                boolean fails = parameters.equals("payload1");
                functions.code(fails ? DestinationRecordingsTest::raised : LambdaRecordingsTest::introspected);
                s.call(
                        "put_function_event_invoke_config",
                        () -> configure(
                                queue, c -> c.maximumRetryAttempts(parameters.startsWith("payload") ? 0 : null)));
                invokeLater(fails ? RAISING : "{}");
                functions.aws.time().advance(Duration.ofSeconds(30));
                s.call("receive_message_result", () -> queues.messages("results"));
                functions.aws.time().advance(Duration.ofMinutes(1));
                queues.purge("results");
            });
        }
        RECORDING.test("test_lambda_destination_default_retries", s -> {
            functions.code(DestinationRecordingsTest::raised);
            s.call("put_function_event_invoke_config", () -> configure(queue, c -> {}));
            invokeLater(RAISING);
            functions.aws.time().advance(Duration.ofMinutes(5));
            s.call("receive_message_result", () -> queues.messages("results"));
        });
    }

    @Test
    void eventsThatGetTooOld() {
        String queue = queues.create("old");
        functions.make(NAME);
        functions.code(invocation -> new Result.Failed("Exception", "intentional failure", List.of(AGED)));
        RECORDING.test("test_maxeventage", s -> {
            for (Integer age : List.of(60, 150)) {
                configure(queue, c -> c.maximumRetryAttempts(2).maximumEventAgeInSeconds(age));
                invokeLater("{\"message\":\"a message\"}");
                functions.aws.time().advance(Duration.ofMinutes(5));
                s.call(
                        age == 60 ? "no_retry_failure_message" : "single_retry_failure_message",
                        () -> queues.received("old"));
                queues.purge("old");
            }
        });
    }

    @Test
    void deadLetters() {
        String queue = queues.create("dead");
        functions.code(DestinationRecordingsTest::raised);
        RECORDING.test("test_dead_letter_queue", s -> {
            s.matches(
                    "create_lambda_with_dlq",
                    functions.unmasked(NAME, c -> c.deadLetterConfig(d -> d.targetArn(queue))));
            invokeLater(RAISING);
            functions.aws.time().advance(Duration.ofMinutes(5));
            s.call("receive_result", () -> queues.messages("dead"));
            s.call(
                    "delete_dlq",
                    () -> lambda.updateFunctionConfiguration(
                            u -> u.functionName(NAME).deadLetterConfig(d -> {})));
            functions.settle(NAME);
            s.call(
                    "invoke_result",
                    () -> lambda.invoke(
                            i -> i.functionName(NAME).logType("Tail").payload(SdkBytes.fromUtf8String(RAISING))));
        });
    }

    private Object configure(String queue, Consumer<PutFunctionEventInvokeConfigRequest.Builder> more) {
        return lambda.putFunctionEventInvokeConfig(p -> {
            p.functionName(NAME)
                    .destinationConfig(
                            d -> d.onSuccess(o -> o.destination(queue)).onFailure(o -> o.destination(queue)));
            more.accept(p);
        });
    }

    private void invokeLater(String event) {
        lambda.invoke(i -> i.functionName(NAME).invocationType("Event").payload(SdkBytes.fromUtf8String(event)));
    }

    private static Result raised(Invocation invocation) {
        return new Result.Failed("Exception", "Test exception (this is intentional)", List.of(RAISED));
    }
}

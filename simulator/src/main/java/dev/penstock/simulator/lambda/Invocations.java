package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/** Invokes functions for callers, who wait for the answer, leave an event behind, or only ask whether they might. */
final class Invocations {

    private static final int LONGEST_LOG = 4096;
    private static final String UNHANDLED = "Unhandled";

    /** How much longer than a function's timeout a caller waits at most. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Store state;
    private final SimulatedTime time;
    private final FunctionLife life;
    private final Executions executions;
    private final EventQueue queue;
    private final Ids ids;
    private final ServiceCalls calls;

    Invocations(
            Store state,
            SimulatedTime time,
            FunctionLife life,
            Executions executions,
            EventQueue queue,
            Ids ids,
            ServiceCalls calls) {
        this.state = state;
        this.time = time;
        this.life = life;
        this.executions = executions;
        this.queue = queue;
        this.ids = ids;
        this.calls = calls;
    }

    void declare(Operations all) {
        all.operation(
                "POST /2015-03-31/functions/{FunctionName}/invocations",
                "Invoke",
                InvokeRequest::builder,
                this::invoke);
    }

    private InvokeResponse invoke(Call call, InvokeRequest request) {
        new Constraints()
                .oneOf(
                        List.of("Event", "RequestResponse", "DryRun"),
                        "invocationType",
                        request.invocationTypeAsString())
                .oneOf(List.of("None", "Tail"), "logType", request.logTypeAsString())
                .check();
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        byte[] payload =
                request.payload() == null ? new byte[0] : request.payload().asByteArrayUnsafe();
        String type = request.invocationTypeAsString() == null ? "RequestResponse" : request.invocationTypeAsString();
        checkSize(payload, type);
        LambdaStore.Target target = executions.route(name);
        String event = Payloads.event(payload);
        life.requireActive(target.version());
        return switch (type) {
            case "DryRun" -> InvokeResponse.builder().statusCode(204).build();
            case "Event" -> {
                queue.add(name, event);
                call.effect(target.arn());
                yield InvokeResponse.builder()
                        .statusCode(202)
                        .payload(SdkBytes.fromByteArray(new byte[0]))
                        .build();
            }
            default -> wait(call, request, target, event);
        };
    }

    /** For another service. */
    CompletionStage<FunctionAnswer> invoke(Caller caller, String function, String event) {
        calls.permit(
                caller, "lambda", InvokeRequest.builder().functionName(function).build());
        FunctionName name = FunctionName.of(caller, function, null);
        LambdaStore.Target target = executions.route(name);
        life.requireActive(target.version());
        if (executions.isThrottled(target)) {
            executions.throttled(target);
            throw LambdaErrors.throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
        }
        return executions
                .execute(target, ids.uuid(), event)
                .thenApply(executed -> new FunctionAnswer(executed.payload(), executed.failed()));
    }

    private InvokeResponse wait(Call call, InvokeRequest request, LambdaStore.Target target, String event) {
        if (executions.isThrottled(target)) {
            call.answerLater(() -> {
                state.transact(() -> {
                    executions.throttled(target);
                    return target;
                });
                throw LambdaErrors.throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
            });
            return InvokeResponse.builder().build();
        }
        boolean tail = request.logType() == LogType.TAIL;
        CompletableFuture<InvokeResponse> answer = executions
                .execute(target, ids.uuid(), event)
                .thenApply(executed -> answer(executed, tail))
                .toCompletableFuture();
        call.effect(target.arn());
        Instant last = call.now()
                .plusSeconds(target.version().configuration().timeout())
                .plus(MARGIN);
        call.answerLater(() -> await(answer, last));
        return InvokeResponse.builder().build();
    }

    /** Time goes on while a caller waits for an execution: what the execution does, it does busily itself. */
    private InvokeResponse await(CompletableFuture<InvokeResponse> answer, Instant last) {
        if (!answer.isDone()) {
            SimulatedTime.Sleeper sleeper = time.sleeper();
            var unused = answer.whenComplete((response, failure) -> sleeper.wake());
            sleeper.sleepUntil(last);
        }
        return answer.join();
    }

    private static InvokeResponse answer(Executions.Executed executed, boolean tail) {
        InvokeResponse.Builder answer = InvokeResponse.builder()
                .statusCode(200)
                .executedVersion(executed.version())
                .payload(SdkBytes.fromUtf8String(executed.payload()));
        if (executed.failed()) {
            answer.functionError(UNHANDLED);
        }
        if (tail) {
            byte[] log = (String.join("\n", executed.log()) + "\n").getBytes(StandardCharsets.UTF_8);
            byte[] end = Arrays.copyOfRange(log, Math.max(0, log.length - LONGEST_LOG), log.length);
            answer.logResult(Base64.getEncoder().encodeToString(end));
        }
        return answer.build();
    }

    private static void checkSize(byte[] payload, String type) {
        int most = type.equals("Event") ? Payloads.LARGEST_EVENT : Payloads.LARGEST_REQUEST;
        if (payload.length > most) {
            throw LambdaErrors.user(
                    413,
                    "RequestTooLargeException",
                    payload.length + " byte payload is too large for the " + type + " invocation type (limit " + most
                            + " bytes)");
        }
    }
}

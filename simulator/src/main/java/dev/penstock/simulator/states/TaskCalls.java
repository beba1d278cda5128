package dev.penstock.simulator.states;

import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.lambda.FunctionAnswer;
import dev.penstock.simulator.lambda.FunctionCalls;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The calls that tasks make, in the name of their state machine's role. */
final class TaskCalls {

    private static final String SERVICE = "states.amazonaws.com";
    private static final int OK = 200;

    private final FunctionCalls functions;
    private final ServiceSessions sessions;

    TaskCalls(FunctionCalls functions, ServiceSessions sessions) {
        this.functions = functions;
        this.sessions = sessions;
    }

    /**
     * Calls what a task calls.
     *
     * @throws StateFailure if it cannot be called
     */
    CompletionStage<FunctionAnswer> call(
            StatesStore.Execution execution, State.Call call, JsonValue input, Instant now) {
        String region = execution.machineArn().split(":", -1)[3];
        Caller caller = sessions.assume(region, execution.roleArn(), SERVICE, execution.name(), now)
                .orElseThrow(() -> new StateFailure(
                        "States.Permissions",
                        "The role " + execution.roleArn() + " cannot be assumed by " + SERVICE + "."));
        try {
            return switch (call) {
                case State.FunctionCall(String arn) -> functions.invoke(caller, arn, JsonTexts.of(input));
                case State.InvokeCall() -> {
                    JsonValue payload = member(input, "Payload");
                    yield functions.invoke(
                            caller,
                            function(caller, input),
                            JsonTexts.of(
                                    payload instanceof JsonValue.Null ? new JsonValue.Structure(Map.of()) : payload));
                }
            };
        } catch (ServiceError refused) {
            throw new StateFailure("Lambda." + refused.code(), refused.message());
        }
    }

    private static String function(Caller caller, JsonValue parameters) {
        String name = JsonTexts.scalar(member(parameters, "FunctionName"));
        String arn = name.startsWith("arn:") ? name : caller.arn("lambda", "function:" + name);
        JsonValue qualifier = member(parameters, "Qualifier");
        return qualifier instanceof JsonValue.Text(String text) ? arn + ":" + text : arn;
    }

    private static JsonValue member(JsonValue of, String name) {
        return of instanceof JsonValue.Structure(Map<String, JsonValue> members)
                ? members.getOrDefault(name, new JsonValue.Null())
                : new JsonValue.Null();
    }

    /**
     * What a task's result is.
     *
     * @throws StateFailure by the name of the function's error
     */
    static JsonValue result(State.Call call, FunctionAnswer answer) {
        JsonValue payload = JsonValue.parse(answer.payload()).orElse(new JsonValue.Null());
        if (answer.failed()) {
            throw member(payload, "errorType") instanceof JsonValue.Text(String error)
                    ? new StateFailure(error, answer.payload())
                    : new StateFailure(
                            "Lambda.Unknown",
                            "The cause could not be determined because Lambda did not return an error type. Returned"
                                    + " payload: " + answer.payload());
        }
        return switch (call) {
            case State.FunctionCall ignored -> payload;
            case State.InvokeCall ignored -> {
                Map<String, JsonValue> all = new LinkedHashMap<>();
                all.put("Payload", payload);
                all.put("StatusCode", new JsonValue.Number(BigDecimal.valueOf(OK)));
                yield new JsonValue.Structure(all);
            }
        };
    }
}

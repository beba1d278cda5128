package dev.penstock.simulator.lambda;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** What goes into functions and comes out of them, as JSON. Limits: Lambda Developer Guide, "Lambda quotas". */
final class Payloads {

    /** The most that a synchronous invocation may bring, in bytes. */
    static final int LARGEST_REQUEST = 6 * 1024 * 1024;

    /** The most that an asynchronous invocation may bring, in bytes. */
    static final int LARGEST_EVENT = 1024 * 1024;

    private static final int LARGEST_ANSWER = 6_291_556;
    private static final double MILLIS = 1000.0;

    private Payloads() {}

    /**
     * The JSON that an invocation brings.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when it is none
     */
    static String event(byte[] payload) {
        if (payload.length == 0) {
            return "{}";
        }
        try (JsonParser in = Json.parser(payload)) {
            in.nextToken();
            in.skipChildren();
            return new String(payload, StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            String where = "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: "
                    + e.getLocation().getLineNr() + ", column: "
                    + e.getLocation().getColumnNr() + "]";
            throw LambdaErrors.user(
                    400,
                    "InvalidRequestContentException",
                    "Could not parse request body into json: Could not parse payload into json: "
                            + e.getOriginalMessage() + where);
        }
    }

    /** What is answered: the function's own answer, or the description of what went wrong. */
    static String answer(FunctionRuntime.Invocation invocation, FunctionRuntime.Result result) {
        return switch (result) {
            case FunctionRuntime.Result.Answered(String payload) -> payload;
            case FunctionRuntime.Result.Failed failed -> {
                Map<String, Object> error = new LinkedHashMap<>();
                error.put("errorMessage", failed.errorMessage());
                error.put("errorType", failed.errorType());
                error.put("requestId", invocation.requestId());
                error.put("stackTrace", failed.stackTrace());
                yield Json.treeText(error);
            }
            case FunctionRuntime.Result.Exited(int status) ->
                sandbox(
                        "Runtime.ExitError",
                        invocation,
                        status == 0
                                ? "Runtime exited without providing a reason"
                                : "Runtime exited with error: "
                                        + (status > 128 ? signal(status - 128) : "exit status " + status));
            case FunctionRuntime.Result.TimedOut late ->
                sandbox(
                        "Sandbox.Timedout",
                        invocation,
                        "Task timed out after " + seconds(invocation.timeout()) + " seconds");
        };
    }

    /** What is answered instead when an answer is too large. */
    static Optional<String> tooLarge(String answer) {
        if (answer.getBytes(StandardCharsets.UTF_8).length <= LARGEST_ANSWER) {
            return Optional.empty();
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put(
                "errorMessage",
                "Response payload size exceeded maximum allowed payload size (" + LARGEST_ANSWER + " bytes).");
        error.put("errorType", "Function.ResponseSizeTooLarge");
        return Optional.of(Json.treeText(error));
    }

    /** What an answer that describes an error says of it. */
    static String errorMessage(String answer) {
        return JsonValue.parse(answer).orElse(new JsonValue.Null()) instanceof JsonValue.Structure error
                        && error.members().get("errorMessage") instanceof JsonValue.Text message
                ? message.value()
                : "";
    }

    /** As messages have it: {@code 3.00}. */
    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toMillis() / MILLIS);
    }

    private static String sandbox(String type, FunctionRuntime.Invocation invocation, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("errorType", type);
        error.put("errorMessage", "RequestId: " + invocation.requestId() + " Error: " + message);
        return Json.treeText(error);
    }

    private static String signal(int number) {
        return switch (number) {
            case 9 -> "signal: killed";
            case 11 -> "signal: segmentation fault";
            case 15 -> "signal: terminated";
            default -> "signal: " + number;
        };
    }
}

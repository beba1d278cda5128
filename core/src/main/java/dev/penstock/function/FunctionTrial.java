package dev.penstock.function;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.json.JsonWriter;
import dev.penstock.traffic.WarmCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Invokes the new version before users have it. */
final class FunctionTrial {

    private static final int LONGEST_SHOWN = 500;
    private static final int MOST_LINES = 20;

    private final Functions functions;
    private final Function<String, Optional<String>> events;

    /**
     * @param events that versions are invoked with, as JSON, by the action's name
     */
    FunctionTrial(Functions functions, Function<String, Optional<String>> events) {
        this.functions = functions;
        this.events = events;
    }

    /** With the event that the settings have for it, if they have one: it must not end with an error. */
    void ownEvent(ActionContext context, FunctionDeployConfiguration configuration, String version)
            throws FunctionFailure {
        Optional<String> event = events.apply(context.declaration().name());
        if (event.isPresent()) {
            succeeded(configuration, invoke(context, configuration, version, event.get()));
            context.log("Version " + version + " took the test event.");
        }
    }

    /**
     * With a request as HTTP APIs of API Gateway and function URLs send it (payload format 2.0): it must answer with a status.
     */
    void request(ActionContext context, FunctionDeployConfiguration configuration, String version, WarmCheck check)
            throws FunctionFailure {
        Invocation answer = invoke(context, configuration, version, event(check.path()));
        succeeded(configuration, answer);
        if (status(answer.payload()) != check.status()) {
            throw failed(
                    "It answered a request for " + check.path() + " with " + shown(answer.payload())
                            + ", and the status " + check.status() + " was expected.",
                    configuration,
                    answer);
        }
        context.log("Version " + version + " answered a request for " + check.path() + " with " + check.status() + ".");
    }

    private Invocation invoke(
            ActionContext context, FunctionDeployConfiguration configuration, String version, String event) {
        return functions.invoke(context.scope(), configuration.function(), version, event);
    }

    private static void succeeded(FunctionDeployConfiguration configuration, Invocation answer) throws FunctionFailure {
        if (answer.failed()) {
            throw failed("It ended with an error: " + shown(answer.payload()), configuration, answer);
        }
    }

    private static FunctionFailure failed(String why, FunctionDeployConfiguration configuration, Invocation answer) {
        List<String> lines = new ArrayList<>(answer.logLines());
        return new FunctionFailure(
                ActionFailure.Kind.FAILED,
                "PEN-LAMBDA-011",
                "Version " + answer.version() + " of the function '" + configuration.functionName()
                        + "' did not pass its test. " + why,
                lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }

    private static String event(String path) {
        return JsonWriter.compact()
                .object()
                .field("version", "2.0")
                .field("routeKey", "$default")
                .field("rawPath", path)
                .field("rawQueryString", "")
                .name("headers")
                .object()
                .field("user-agent", "penstock")
                .endObject()
                .name("requestContext")
                .object()
                .name("http")
                .object()
                .field("method", "GET")
                .field("path", path)
                .field("protocol", "HTTP/1.1")
                .endObject()
                .endObject()
                .name("isBase64Encoded")
                .value(false)
                .endObject()
                .toString();
    }

    /** An answer without a status is its body, sent with 200 ("Working with AWS Lambda proxy integrations for HTTP APIs"). */
    private static int status(String payload) {
        try {
            JsonNode answer = JsonMapper.shared().readTree(payload);
            return answer.isObject() && answer.has("statusCode")
                    ? answer.path("statusCode").asInt(0)
                    : 200;
        } catch (JacksonException e) {
            // No JSON is no answer of a function.
            return 0;
        }
    }

    private static String shown(String payload) {
        return payload.length() <= LONGEST_SHOWN ? payload : payload.substring(0, LONGEST_SHOWN) + "…";
    }
}

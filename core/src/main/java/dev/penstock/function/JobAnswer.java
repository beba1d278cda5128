package dev.penstock.function;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a function has answered to a job. What it would tell CodePipeline by {@code PutJobSuccessResult} or {@code
 * PutJobFailureResult} (CodePipeline API Reference), it returns: an object with the members of those requests.
 */
sealed interface JobAnswer {

    /**
     * It is done.
     *
     * @param variables {@code outputVariables}
     * @param summary {@code executionDetails.summary}; may be empty
     * @param externalId {@code executionDetails.externalExecutionId}
     */
    record Done(Map<String, String> variables, String summary, Optional<String> externalId) implements JobAnswer {}

    /**
     * It goes on later.
     *
     * @param continuationToken what it wants to be given then
     * @param summary how far it is; may be empty
     */
    record Later(String continuationToken, String summary) implements JobAnswer {}

    /**
     * It has failed.
     *
     * @param message {@code failureDetails.message}
     */
    record Failed(String message) implements JobAnswer {}

    /**
     * It has members of an answer with what no answer has there.
     *
     * @param why a full sentence
     */
    record Misshapen(String why) implements JobAnswer {}

    /** "PutJobSuccessResult", continuationToken. */
    int LONGEST_TOKEN = 2048;

    /** Reads what a function returned. Whatever has none of those members only says that it is done. */
    static JobAnswer read(String payload) {
        JsonNode answer;
        try {
            answer = JsonMapper.shared().readTree(payload);
        } catch (JacksonException e) {
            // Functions answer with JSON, or with nothing.
            return done(JsonMapper.shared().createObjectNode());
        }
        JsonNode failure = answer.path("failureDetails");
        if (failure.isObject()) {
            String type = failure.path("type").asString("");
            String message = failure.path("message").asString("");
            return new Failed(
                    message.isEmpty() ? (type.isEmpty() ? "It does not say why." : "It says " + type + ".") : message);
        }
        JsonNode token = answer.path("continuationToken");
        if (token.isString() && !token.asString().isEmpty()) {
            return token.asString().length() > LONGEST_TOKEN
                    ? new Misshapen("Its continuationToken is longer than the 2,048 characters that one may have.")
                    : new Later(token.asString(), summary(answer));
        }
        return done(answer);
    }

    private static JobAnswer done(JsonNode answer) {
        JsonNode variables = answer.path("outputVariables");
        if (!variables.isMissingNode() && !variables.isNull() && !variables.isObject()) {
            return new Misshapen("Its outputVariables are not an object of names and texts.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> variable : variables.properties()) {
            if (!variable.getValue().isValueNode() || variable.getValue().isNull()) {
                return new Misshapen("The value of its output variable '" + variable.getKey() + "' is not a text.");
            }
            values.put(variable.getKey(), variable.getValue().asString());
        }
        return new Done(
                values,
                summary(answer),
                Optional.of(answer.path("executionDetails")
                                .path("externalExecutionId")
                                .asString(""))
                        .filter(id -> !id.isEmpty()));
    }

    private static String summary(JsonNode answer) {
        return answer.path("executionDetails").path("summary").asString("");
    }
}

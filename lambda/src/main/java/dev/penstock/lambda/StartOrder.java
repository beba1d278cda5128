package dev.penstock.lambda;

import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Trigger;
import dev.penstock.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * That a registered pipeline is to be started ({@code StartPipelineExecution} of CodePipeline, with its names). Given as
 * often as one likes with the same token, it starts one execution.
 *
 * @param name the pipeline's name
 * @param clientRequestToken names the reason to start it: the same reason, the same token
 * @param variables values of pipeline-level variables
 * @param sourceRevisions what source actions are to take, by a commit
 * @param trigger what starts it
 */
public record StartOrder(
        String name,
        String clientRequestToken,
        Map<String, String> variables,
        List<SourceRevisionOverride> sourceRevisions,
        Trigger trigger) {

    private static final String ORDER = "startPipelineExecution";
    private static final int UUID_BYTES = 16;

    public StartOrder {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        sourceRevisions = List.copyOf(sourceRevisions);
    }

    /** The id of the execution that it starts. */
    public ExecutionId execution() {
        String reason = name + "\n" + clientRequestToken;
        byte[] digest = HexFormat.of()
                .parseHex(Digest.of(reason.getBytes(StandardCharsets.UTF_8)).hex());
        // Version 8 and the variant of RFC 9562: a UUID that says itself that its bits are the maker's own.
        digest[6] = (byte) ((digest[6] & 0x0f) | 0x80);
        digest[8] = (byte) ((digest[8] & 0x3f) | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(digest, 0, UUID_BYTES);
        return new ExecutionId(new UUID(bytes.getLong(), bytes.getLong()));
    }

    /** Reads an order; absent if the document is none, or names no pipeline or no token. */
    public static Optional<StartOrder> of(JsonNode document) {
        JsonNode order = document.path(ORDER);
        String name = order.path("name").asString("");
        String token = order.path("clientRequestToken").asString("");
        if (name.isEmpty() || token.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (JsonNode variable : order.path("variables")) {
            variables.put(
                    variable.path("name").asString(""), variable.path("value").asString(""));
        }
        List<SourceRevisionOverride> revisions = new ArrayList<>();
        for (JsonNode revision : order.path("sourceRevisions")) {
            String branch = revision.path("branchName").asString("");
            revisions.add(new SourceRevisionOverride(
                    revision.path("actionName").asString(""),
                    revision.path("revisionValue").asString(""),
                    branch.isEmpty() ? Optional.empty() : Optional.of(branch)));
        }
        JsonNode trigger = order.path("trigger");
        return Optional.of(new StartOrder(
                name,
                token,
                variables,
                revisions,
                new Trigger(
                        trigger.path("triggerType").asString("CloudWatchEvent"),
                        trigger.path("triggerDetail").asString(token))));
    }

    /** The order as a document that {@link #of} reads. */
    public byte[] document() {
        JsonWriter json = JsonWriter.compact();
        json.object().name(ORDER).object();
        json.field("name", name).field("clientRequestToken", clientRequestToken);
        json.name("variables").array();
        variables.forEach((variable, value) ->
                json.object().field("name", variable).field("value", value).endObject());
        json.endArray().name("sourceRevisions").array();
        for (SourceRevisionOverride revision : sourceRevisions) {
            json.object().field("actionName", revision.action()).field("revisionType", "COMMIT_ID");
            json.field("revisionValue", revision.commit())
                    .field("branchName", revision.branch())
                    .endObject();
        }
        json.endArray().name("trigger").object();
        json.field("triggerType", trigger.type())
                .field("triggerDetail", trigger.detail())
                .endObject();
        json.endObject().endObject();
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}

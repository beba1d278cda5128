package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.AddPermissionResponse;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionResponse;

/** {@code AddPermission} and {@code RemovePermission}, which write statements into a queue's policy. */
final class QueuePermissions {

    private static final int MOST_ACTIONS = 7;
    private static final Set<String> ACTIONS = Set.of(
            "*",
            "ChangeMessageVisibility",
            "DeleteMessage",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ListDeadLetterSourceQueues",
            "PurgeQueue",
            "ReceiveMessage",
            "SendMessage");

    /** What nobody but the owner of a queue may ever do. */
    private static final Set<String> OWNERS = Set.of(
            "AddPermission",
            "CancelMessageMoveTask",
            "CreateQueue",
            "DeleteQueue",
            "ListMessageMoveTasks",
            "ListQueues",
            "ListQueueTags",
            "RemovePermission",
            "SetQueueAttributes",
            "StartMessageMoveTask",
            "TagQueue",
            "UntagQueue");

    private final Queues queues;

    QueuePermissions(Queues queues) {
        this.queues = queues;
    }

    AddPermissionResponse add(Call call, AddPermissionRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        String label = Optional.ofNullable(request.label()).orElseThrow(() -> SqsErrors.missing("Label"));
        if (request.awsAccountIds().isEmpty()) {
            throw SqsErrors.invalidParameter("PrincipalId", "[]", "Unable to verify.");
        }
        checkActions(request.actions());
        List<JsonValue> statements = statements(queue);
        if (statements.stream().anyMatch(statement -> isLabelled(statement, label))) {
            throw SqsErrors.invalidParameter("Label", label, "Already exists.");
        }
        Map<String, JsonValue> statement = new LinkedHashMap<>();
        statement.put("Sid", text(label));
        statement.put("Effect", text("Allow"));
        List<String> principals = request.awsAccountIds().stream()
                .map(account -> "arn:aws:iam::" + account + ":root")
                .toList();
        statement.put("Principal", new JsonValue.Structure(Map.of("AWS", several(principals))));
        statement.put(
                "Action",
                several(request.actions().stream()
                        .map(action -> "SQS:" + action)
                        .toList()));
        statement.put("Resource", text(queue.arn()));
        statements.add(new JsonValue.Structure(statement));
        write(queue, statements, call.now());
        call.effect(queue.arn());
        return AddPermissionResponse.builder().build();
    }

    RemovePermissionResponse remove(Call call, RemovePermissionRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        String label = Optional.ofNullable(request.label()).orElseThrow(() -> SqsErrors.missing("Label"));
        List<JsonValue> statements = statements(queue);
        if (!statements.removeIf(statement -> isLabelled(statement, label))) {
            throw SqsErrors.invalidParameter("Label", label, "can't find label.");
        }
        write(queue, statements, call.now());
        call.effect(queue.arn());
        return RemovePermissionResponse.builder().build();
    }

    private static void checkActions(List<String> actions) {
        if (actions.isEmpty()) {
            throw SqsErrors.missing("Actions");
        }
        if (actions.size() > MOST_ACTIONS) {
            throw SqsErrors.invalidParameter(
                    actions.size() + " Actions were found, maximum allowed is " + MOST_ACTIONS + ".");
        }
        for (String action : actions) {
            if (!ACTIONS.contains(action)) {
                throw SqsErrors.invalidParameter(
                        "ActionName",
                        "SQS:" + action,
                        OWNERS.contains(action)
                                ? "Only the queue owner is allowed to invoke this action."
                                : "Please refer to the appropriate WSDL for a list of valid actions. ");
            }
        }
    }

    /** The statements of a queue's policy; none when it has no policy. */
    private static List<JsonValue> statements(Queue queue) {
        return queue.attribute("Policy")
                .flatMap(JsonValue::parse)
                .map(policy -> policy instanceof JsonValue.Structure structure
                                && structure.members().get("Statement") instanceof JsonValue.Array array
                        ? new ArrayList<>(array.elements())
                        : new ArrayList<JsonValue>())
                .orElseGet(ArrayList::new);
    }

    private void write(Queue queue, List<JsonValue> statements, Instant now) {
        Map<String, JsonValue> policy = new LinkedHashMap<>();
        policy.put("Version", text("2008-10-17"));
        policy.put("Id", text(queue.arn() + "/SQSDefaultPolicy"));
        queue.attribute("Policy").flatMap(JsonValue::parse).ifPresent(known -> {
            if (known instanceof JsonValue.Structure(Map<String, JsonValue> members)) {
                policy.putAll(members);
            }
        });
        policy.put("Statement", new JsonValue.Array(statements));
        String json = statements.isEmpty() ? "" : Json.text(new JsonValue.Structure(policy));
        queues.put(queue.with(Map.of("Policy", json), now));
    }

    private static boolean isLabelled(JsonValue statement, String label) {
        return statement instanceof JsonValue.Structure structure
                && structure.members().get("Sid") instanceof JsonValue.Text(String sid)
                && sid.equals(label);
    }

    private static JsonValue several(List<String> values) {
        return values.size() == 1
                ? text(values.getFirst())
                : new JsonValue.Array(
                        values.stream().map(QueuePermissions::text).toList());
    }

    private static JsonValue text(String value) {
        return new JsonValue.Text(value);
    }
}

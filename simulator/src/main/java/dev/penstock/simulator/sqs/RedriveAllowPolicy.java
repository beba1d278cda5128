package dev.penstock.simulator.sqs;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which queues may name a queue as their dead-letter queue.
 *
 * @param permission {@code allowAll}, {@code denyAll} or {@code byQueue}
 * @param sources ARNs of those queues; empty unless the permission is {@code byQueue}
 */
record RedriveAllowPolicy(String permission, List<String> sources) {

    private static final Set<String> PERMISSIONS = Set.of("allowAll", "denyAll", "byQueue");
    private static final int MOST = 10;

    RedriveAllowPolicy {
        sources = List.copyOf(sources);
    }

    /**
     * Reads a policy.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when it is none
     */
    static RedriveAllowPolicy parse(String json) {
        Map<String, JsonValue> members = JsonValue.parse(json)
                .filter(JsonValue.Structure.class::isInstance)
                .map(value -> ((JsonValue.Structure) value).members())
                .orElseThrow(() -> invalid(json, "Redrive allow policy is not a valid JSON map."));
        String permission = members.get("redrivePermission") instanceof JsonValue.Text(String text) ? text : "";
        if (!PERMISSIONS.contains(permission)) {
            throw invalid(json, "Invalid value for redrivePermission: " + permission + ".");
        }
        List<String> sources = new ArrayList<>();
        if (members.get("sourceQueueArns") instanceof JsonValue.Array(List<JsonValue> elements)) {
            elements.forEach(element -> {
                if (element instanceof JsonValue.Text(String arn)) {
                    sources.add(arn);
                }
            });
        }
        boolean byQueue = permission.equals("byQueue");
        if (byQueue == sources.isEmpty() || sources.size() > MOST) {
            throw invalid(
                    json,
                    "sourceQueueArns has 1 to " + MOST + " queues when redrivePermission is byQueue, and is left out"
                            + " otherwise.");
        }
        return new RedriveAllowPolicy(permission, sources);
    }

    boolean allows(String source) {
        return switch (permission) {
            case "denyAll" -> false;
            case "byQueue" -> sources.contains(source);
            default -> true;
        };
    }

    private static RuntimeException invalid(String json, String reason) {
        return SqsErrors.invalidParameter("RedriveAllowPolicy", json, reason);
    }
}

package dev.penstock.simulator.sqs;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Map;
import java.util.Optional;

/**
 * Where messages go that were received too often.
 *
 * @param target ARN of the dead-letter queue
 * @param receives how often a message may be received before it goes there, 1 to 1000
 */
record RedrivePolicy(String target, int receives) {

    /** Reads a policy that was checked when it was set. */
    static RedrivePolicy read(String json) {
        return parse(json);
    }

    /**
     * Reads a policy.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when it is none
     */
    static RedrivePolicy parse(String json) {
        Map<String, JsonValue> members = JsonValue.parse(json)
                .filter(JsonValue.Structure.class::isInstance)
                .map(value -> ((JsonValue.Structure) value).members())
                .orElseThrow(() -> invalid(json, "Redrive policy is not a valid JSON map."));
        String target = text(members, "deadLetterTargetArn")
                .orElseThrow(() ->
                        invalid(json, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn."));
        String count = text(members, "maxReceiveCount")
                .orElseThrow(
                        () -> invalid(json, "Redrive policy does not contain mandatory attribute: maxReceiveCount."));
        boolean right = count.matches("[0-9]{1,4}") && Integer.parseInt(count) >= 1 && Integer.parseInt(count) <= 1000;
        if (!right) {
            throw invalid(
                    json,
                    "Invalid value for maxReceiveCount: " + count
                            + ", valid values are from 1 to 1000 both inclusive.");
        }
        return new RedrivePolicy(target, Integer.parseInt(count));
    }

    static RuntimeException invalid(String json, String reason) {
        return SqsErrors.invalidParameter("RedrivePolicy", json, reason);
    }

    private static Optional<String> text(Map<String, JsonValue> members, String name) {
        return switch (members.get(name)) {
            case JsonValue.Text(String value) -> Optional.of(value);
            case JsonValue.Number(var value) -> Optional.of(value.toPlainString());
            case null, default -> Optional.empty();
        };
    }
}

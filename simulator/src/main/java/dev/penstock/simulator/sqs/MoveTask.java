package dev.penstock.simulator.sqs;

import dev.penstock.simulator.wire.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A task that moves dead letters.
 *
 * @param source ARN of the dead-letter queue
 * @param destination ARN of where they go; empty when each goes back to where it came from
 * @param perSecond how many at most, 1 to 500; empty when SQS decides
 * @param started when
 * @param status {@code RUNNING}, {@code COMPLETED}, {@code CANCELLED} or {@code FAILED}
 * @param total how many messages there were when it began
 * @param moved how many it has moved
 * @param failure why it failed
 */
record MoveTask(
        String id,
        String source,
        Optional<String> destination,
        Optional<Integer> perSecond,
        Instant started,
        Status status,
        long total,
        long moved,
        Optional<String> failure) {

    enum Status {
        RUNNING,
        COMPLETED,
        CANCELLED,
        FAILED
    }

    /**
     * What names a task to clients.
     *
     * @param id of the task
     * @param source ARN of the dead-letter queue
     */
    record Handle(String id, String source) {

        static Optional<Handle> parse(String text) {
            try {
                String json = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
                return JsonValue.parse(json)
                        .filter(JsonValue.Structure.class::isInstance)
                        .map(value -> ((JsonValue.Structure) value).members())
                        .flatMap(Handle::of);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private static Optional<Handle> of(Map<String, JsonValue> members) {
            return members.get("taskId") instanceof JsonValue.Text(String id)
                            && members.get("sourceArn") instanceof JsonValue.Text(String source)
                    ? Optional.of(new Handle(id, source))
                    : Optional.empty();
        }

        String text() {
            String json = "{\"taskId\":\"" + id + "\",\"sourceArn\":\"" + source + "\"}";
            return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    MoveTask movedOne() {
        return new MoveTask(id, source, destination, perSecond, started, status, total, moved + 1, failure);
    }

    MoveTask ended(Status how, Optional<String> why) {
        return new MoveTask(id, source, destination, perSecond, started, how, total, moved, why);
    }
}

package dev.penstock.simulator.sns;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How often and how a topic says that it would try HTTP endpoints. Source: SNS Developer Guide, "Message delivery retries". */
final class DeliveryPolicy {

    private static final String STANDARD =
            "{\"http\":{\"defaultHealthyRetryPolicy\":{\"minDelayTarget\":20,\"maxDelayTarget\":20,\"numRetries\":3,"
                    + "\"numMaxDelayRetries\":0,\"numNoDelayRetries\":0,\"numMinDelayRetries\":0,"
                    + "\"backoffFunction\":\"linear\"},\"disableSubscriptionOverrides\":false,"
                    + "\"defaultRequestPolicy\":{\"headerContentType\":\"text/plain; charset=UTF-8\"}}}";

    private static final String OWN = "{\"http\":{\"disableSubscriptionOverrides\":false}}";

    private DeliveryPolicy() {}

    /** The policy in force: what was set, over SNS's own. */
    static String effective(Topic topic) {
        return over(STANDARD, topic.attributes().getOrDefault("DeliveryPolicy", ""));
    }

    /** A topic's own policy as it is shown. */
    static String shown(String own) {
        return over(OWN, own);
    }

    private static String over(String standard, String own) {
        JsonValue below = JsonValue.parse(standard).orElseThrow();
        Optional<JsonValue> above = JsonValue.parse(own);
        return Json.text(above.map(value -> over(below, value)).orElse(below));
    }

    /** Nothing in place of something means what is beneath. */
    private static JsonValue over(JsonValue standard, JsonValue own) {
        if (!(own instanceof JsonValue.Structure(Map<String, JsonValue> above))) {
            return own;
        }
        Map<String, JsonValue> merged = new LinkedHashMap<>();
        if (standard instanceof JsonValue.Structure(Map<String, JsonValue> below)) {
            merged.putAll(below);
        }
        above.forEach((name, value) -> {
            if (!(value instanceof JsonValue.Null)) {
                JsonValue beneath = merged.get(name);
                merged.put(name, beneath == null ? value : over(beneath, value));
            }
        });
        return new JsonValue.Structure(merged);
    }
}

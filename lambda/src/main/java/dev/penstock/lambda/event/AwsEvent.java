package dev.penstock.lambda.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An event as EventBridge delivers it ("AWS service event metadata", EventBridge User Guide). Delivered at least once, and
 * in no order.
 *
 * @param id the event's own, the same when it is delivered again
 * @param source such as {@code aws.ecs}
 * @param detailType such as {@code ECS Deployment State Change}
 * @param region where it happened
 * @param account in which account, 12 digits
 * @param resources ARNs of what it is about; may be empty
 * @param detail what happened, as the source says it
 */
public record AwsEvent(
        String id,
        String source,
        String detailType,
        String region,
        String account,
        List<String> resources,
        JsonNode detail) {

    public AwsEvent {
        resources = List.copyOf(resources);
    }

    /** Reads an event; absent if the document is none. */
    public static Optional<AwsEvent> of(JsonNode document) {
        String detailType = document.path("detail-type").asString("");
        String source = document.path("source").asString("");
        if (detailType.isEmpty() || source.isEmpty()) {
            return Optional.empty();
        }
        List<String> resources = new ArrayList<>();
        document.path("resources").forEach(resource -> resources.add(resource.asString("")));
        return Optional.of(new AwsEvent(
                document.path("id").asString(""),
                source,
                detailType,
                document.path("region").asString(""),
                document.path("account").asString(""),
                resources,
                document.path("detail")));
    }

    /** A text of the detail, by the names on the way to it; absent if it is not there or empty. */
    public Optional<String> text(String... names) {
        JsonNode node = detail;
        for (String name : names) {
            node = node.path(name);
        }
        return Optional.of(node.asString("")).filter(text -> !text.isEmpty());
    }
}

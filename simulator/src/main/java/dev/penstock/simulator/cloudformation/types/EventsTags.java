package dev.penstock.simulator.cloudformation.types;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/** The tags of what stacks make in EventBridge. */
final class EventsTags {

    private EventsTags() {}

    /** As EventBridge has them. */
    static List<Tag> of(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** What a resource has. */
    static Map<String, String> read(ServiceHandler handler, ResourceContext context, String arn) {
        Map<String, String> tags = new TreeMap<>();
        handler.call(
                        context,
                        ListTagsForResourceRequest.builder().resourceARN(arn).build(),
                        ListTagsForResourceResponse.class)
                .tags()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    /** Changes what a resource has. */
    static void change(ServiceHandler handler, ResourceContext context, String arn, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            handler.call(
                    context,
                    TagResourceRequest.builder()
                            .resourceARN(arn)
                            .tags(of(change.set()))
                            .build(),
                    TagResourceResponse.class);
        }
        if (!change.removed().isEmpty()) {
            handler.call(
                    context,
                    UntagResourceRequest.builder()
                            .resourceARN(arn)
                            .tagKeys(change.removed())
                            .build(),
                    UntagResourceResponse.class);
        }
    }
}

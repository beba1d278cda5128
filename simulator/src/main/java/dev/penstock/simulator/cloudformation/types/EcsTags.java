package dev.penstock.simulator.cloudformation.types;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/** Tags of what ECS has. */
final class EcsTags {

    private EcsTags() {}

    static void change(ServiceHandler handler, ResourceContext context, String arn, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            TagResourceRequest request = TagResourceRequest.builder()
                    .resourceArn(arn)
                    .tags(list(change.set()))
                    .build();
            handler.call(context, request, TagResourceResponse.class);
        }
        if (!change.removed().isEmpty()) {
            UntagResourceRequest request = UntagResourceRequest.builder()
                    .resourceArn(arn)
                    .tagKeys(change.removed())
                    .build();
            handler.call(context, request, UntagResourceResponse.class);
        }
    }

    static Map<String, String> of(ServiceHandler handler, ResourceContext context, String arn) {
        ListTagsForResourceRequest request =
                ListTagsForResourceRequest.builder().resourceArn(arn).build();
        return map(handler.call(context, request, ListTagsForResourceResponse.class)
                .tags());
    }

    static Map<String, String> map(List<Tag> tags) {
        Map<String, String> map = new TreeMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    private static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}

package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Tags;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/** The tags of everything that ECS has. */
final class Tagging {

    private final Tags tags;

    Tagging(Tags tags) {
        this.tags = tags;
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        String arn = EcsErrors.required("resourceArn", request.resourceArn());
        tags.add(arn, Clusters.pairs(request.tags()));
        call.effect(arn);
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        String arn = EcsErrors.required("resourceArn", request.resourceArn());
        tags.remove(arn, request.tagKeys());
        call.effect(arn);
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse list(Call call, ListTagsForResourceRequest request) {
        String arn = EcsErrors.required("resourceArn", request.resourceArn());
        return ListTagsForResourceResponse.builder()
                .tags(Clusters.tags(tags, arn))
                .build();
    }
}

package dev.penstock.simulator.events;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/** The tags of buses and rules. */
final class EventTags {

    private final EventStore store;
    private final Tags tags;

    EventTags(EventStore store, Tags tags) {
        this.store = store;
        this.tags = tags;
    }

    void declare(Operations all) {
        all.operation("TagResource", TagResourceRequest::builder, this::tag)
                .operation("UntagResource", UntagResourceRequest::builder, this::untag)
                .operation("ListTagsForResource", ListTagsForResourceRequest::builder, this::list);
    }

    private TagResourceResponse tag(Call call, TagResourceRequest request) {
        require(call, request.resourceARN());
        tags.add(request.resourceARN(), Buses.tags(request.tags()));
        call.effect(request.resourceARN());
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        require(call, request.resourceARN());
        tags.remove(request.resourceARN(), request.tagKeys());
        call.effect(request.resourceARN());
        return UntagResourceResponse.builder().build();
    }

    private ListTagsForResourceResponse list(Call call, ListTagsForResourceRequest request) {
        require(call, request.resourceARN());
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(request.resourceARN()).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when an ARN is of nothing that is there */
    private void require(Call call, String arn) {
        String[] parts = arn.split(":", 6);
        String[] path = parts.length > 5 ? parts[5].split("/", -1) : new String[0];
        if (path.length == 2 && path[0].equals("event-bus")) {
            store.bus(call, path[1]);
        } else if (path.length == 2 && path[0].equals("rule")) {
            store.rule(call, EventStore.DEFAULT, path[1]);
        } else if (path.length == 3 && path[0].equals("rule")) {
            store.rule(call, path[1], path[2]);
        } else {
            throw EventErrors.invalid(
                    "Parameter " + arn + " is not valid. Reason: Provided Arn is not in correct format.");
        }
    }
}

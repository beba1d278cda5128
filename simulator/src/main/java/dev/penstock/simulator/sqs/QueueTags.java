package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Tags;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsResponse;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueResponse;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueResponse;

/** The tags of queues. */
final class QueueTags {

    private static final int MOST = 50;

    private final Queues queues;
    private final Tags tags;

    QueueTags(Queues queues, Tags tags) {
        this.queues = queues;
        this.tags = tags;
    }

    TagQueueResponse tag(Call call, TagQueueRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        if (request.tags().isEmpty()) {
            throw SqsErrors.missing("Tags");
        }
        Map<String, String> all = new HashMap<>(tags.of(queue.arn()));
        all.putAll(request.tags());
        if (all.size() > MOST) {
            throw SqsErrors.invalidParameter("Too many tags added for queue " + queue.name() + ".");
        }
        tags.add(queue.arn(), request.tags());
        call.effect(queue.arn());
        return TagQueueResponse.builder().build();
    }

    UntagQueueResponse untag(Call call, UntagQueueRequest request) {
        Queue queue = queues.require(call, request.queueUrl());
        if (request.tagKeys().isEmpty()) {
            throw SqsErrors.invalidParameter("Tag keys must be between 1 and 128 characters in length.");
        }
        tags.remove(queue.arn(), request.tagKeys());
        call.effect(queue.arn());
        return UntagQueueResponse.builder().build();
    }

    ListQueueTagsResponse list(Call call, ListQueueTagsRequest request) {
        Map<String, String> all =
                tags.of(queues.require(call, request.queueUrl()).arn());
        return ListQueueTagsResponse.builder().tags(all.isEmpty() ? null : all).build();
    }
}

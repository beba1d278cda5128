package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueResponse;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueResponse;

/** {@code AWS::SQS::Queue}: Ref is the URL. */
final class SqsQueue extends ServiceHandler {

    static final String TYPE = "AWS::SQS::Queue";
    private static final String NAME = "QueueName";
    private static final String TAGS = "Tags";

    /** What an attribute is that the template no longer has. Source: SQS API Reference, SetQueueAttributes. */
    private static final Map<String, String> INITIAL = Map.of(
            "DelaySeconds", "0",
            "MaximumMessageSize", "262144",
            "MessageRetentionPeriod", "345600",
            "ReceiveMessageWaitTimeSeconds", "0",
            "VisibilityTimeout", "30",
            "ContentBasedDeduplication", "false",
            "SqsManagedSseEnabled", "true",
            "KmsDataKeyReusePeriodSeconds", "300");

    SqsQueue() {
        super(TYPE, "sqs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String suffix = asked.truth("FifoQueue") ? ".fifo" : "";
        String name = asked.text(NAME, context.generatedName(80 - suffix.length()) + suffix);
        if (find(context, GetQueueUrlRequest.builder().queueName(name).build(), GetQueueUrlResponse.class)
                .isPresent()) {
            return alreadyExists(name);
        }
        CreateQueueRequest request = CreateQueueRequest.builder()
                .queueName(name)
                .attributesWithStrings(queueAttributes(asked))
                .tags(TagSet.given(context, asked, TAGS))
                .build();
        String url = call(context, request, CreateQueueResponse.class).queueUrl();
        return done(url, "Arn", context.caller().arn("sqs", name), "QueueName", name, "QueueUrl", url);
    }

    /** A standard queue is one that does not say that it is FIFO. */
    private static Map<String, String> queueAttributes(Properties asked) {
        Map<String, String> attributes = new LinkedHashMap<>();
        asked.without(NAME, TAGS).members().forEach((name, value) -> attributes.put(name, JsonTexts.scalar(value)));
        if (!asked.truth("FifoQueue")) {
            attributes.remove("FifoQueue");
        }
        return attributes;
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String url = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        Map<String, String> had = queueAttributes(old);
        Map<String, String> changed = queueAttributes(asked);
        had.keySet().forEach(name -> changed.putIfAbsent(name, INITIAL.getOrDefault(name, "")));
        changed.entrySet().removeIf(attribute -> attribute.getValue().equals(had.get(attribute.getKey())));
        if (!changed.isEmpty()) {
            SetQueueAttributesRequest request = SetQueueAttributesRequest.builder()
                    .queueUrl(url)
                    .attributesWithStrings(changed)
                    .build();
            call(context, request, SetQueueAttributesResponse.class);
        }
        tag(context, url, TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    private void tag(ResourceContext context, String url, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            call(
                    context,
                    TagQueueRequest.builder().queueUrl(url).tags(change.set()).build(),
                    TagQueueResponse.class);
        }
        if (!change.removed().isEmpty()) {
            call(
                    context,
                    UntagQueueRequest.builder()
                            .queueUrl(url)
                            .tagKeys(change.removed())
                            .build(),
                    UntagQueueResponse.class);
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteQueueRequest.builder().queueUrl(resource.physicalId()).build(),
                DeleteQueueResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        String url = resource.physicalId();
        GetQueueAttributesRequest request = GetQueueAttributesRequest.builder()
                .queueUrl(url)
                .attributeNames(QueueAttributeName.ALL)
                .build();
        return find(context, request, GetQueueAttributesResponse.class).map(found -> {
            Map<String, String> held = found.attributesAsStrings();
            Properties now = given;
            for (String name : given.without(NAME, TAGS, "FifoQueue").members().keySet()) {
                Optional<String> value = Optional.ofNullable(held.get(name));
                now = value.isEmpty()
                        ? now.without(name)
                        : value.equals(given.text(name)) ? now : now.with(name, value.get());
            }
            Map<String, String> tags = call(
                            context,
                            ListQueueTagsRequest.builder().queueUrl(url).build(),
                            ListQueueTagsResponse.class)
                    .tags();
            return now.withGiven(TAGS, given, tags).structure();
        });
    }
}

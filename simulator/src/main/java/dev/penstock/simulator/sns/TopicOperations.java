package dev.penstock.simulator.sns;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;
import software.amazon.awssdk.services.sns.model.AddPermissionResponse;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sns.model.RemovePermissionResponse;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.TagResourceResponse;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceResponse;

/** The operations on topics and their tags. Source: SNS API Reference. */
final class TopicOperations {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,256}|[a-zA-Z0-9_-]{1,251}\\.fifo");
    private static final Set<String> ATTRIBUTES = Set.of(
            "ArchivePolicy",
            "ContentBasedDeduplication",
            "DeliveryPolicy",
            "DisplayName",
            "FifoThroughputScope",
            "KmsMasterKeyId",
            "Policy",
            "SignatureVersion",
            "TracingConfig");
    private static final Pattern FEEDBACK = Pattern.compile("(HTTP|Firehose|Lambda|Application|SQS)"
            + "(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn)");
    private final Topics topics;
    private final Tags tags;
    private final DataProtection protection;

    TopicOperations(Topics topics, Tags tags, DataProtection protection) {
        this.topics = topics;
        this.protection = protection;
        this.tags = tags;
    }

    CreateTopicResponse create(Call call, CreateTopicRequest request) {
        String name = request.name() == null ? "" : request.name();
        boolean fifo = Boolean.parseBoolean(request.attributes().getOrDefault("FifoTopic", "false"));
        if (!NAME.matcher(name).matches() || fifo != name.endsWith(".fifo")) {
            throw SnsErrors.invalid("Topic Name");
        }
        Map<String, String> attributes = new HashMap<>(request.attributes());
        attributes.remove("FifoTopic");
        attributes.keySet().forEach(TopicOperations::checkAttribute);
        Map<String, String> given = tags(request.tags());
        Topic topic = new Topic(call.account(), call.region(), name, attributes, 0, 0);
        Optional<Topic> known = topics.find(topic.arn());
        if (known.isPresent()) {
            if (!known.get().attributes().entrySet().containsAll(attributes.entrySet())) {
                throw SnsErrors.invalid("Attributes Reason: Topic already exists with different attributes");
            }
            if (!tags.of(topic.arn()).entrySet().containsAll(given.entrySet())) {
                throw SnsErrors.invalid("Tags Reason: Topic already exists with different tags");
            }
        } else {
            topics.put(topic);
            tags.add(topic.arn(), given);
            call.effect(topic.arn());
        }
        return CreateTopicResponse.builder().topicArn(topic.arn()).build();
    }

    DeleteTopicResponse delete(Call call, DeleteTopicRequest request) {
        Topics.checkArn(call.caller(), request.topicArn(), "TopicArn");
        topics.find(request.topicArn()).ifPresent(topic -> {
            topics.remove(topic);
            tags.forget(topic.arn());
            protection.forget(topic.arn());
            call.effect(topic.arn());
        });
        return DeleteTopicResponse.builder().build();
    }

    ListTopicsResponse list(Call call, ListTopicsRequest request) {
        Page<Topic> page =
                Page.of(topics.all(call.account(), call.region()), Topic::name, request.nextToken(), null, 100);
        return ListTopicsResponse.builder()
                .topics(page.items().stream()
                        .map(t -> software.amazon.awssdk.services.sns.model.Topic.builder()
                                .topicArn(t.arn())
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    GetTopicAttributesResponse attributes(Call call, GetTopicAttributesRequest request) {
        Topic topic = topics.require(call.caller(), request.topicArn());
        List<Subscription> subscriptions = topics.subscriptions(topic.arn());
        long pending = subscriptions.stream().filter(Subscription::pending).count();
        Map<String, String> all = new TreeMap<>(topic.attributes());
        all.put("TopicArn", topic.arn());
        all.put("Owner", topic.account());
        all.put("Policy", topic.policy());
        all.putIfAbsent("DisplayName", "");
        all.put("SubscriptionsPending", String.valueOf(pending));
        all.put("SubscriptionsConfirmed", String.valueOf(subscriptions.size() - pending));
        all.put("SubscriptionsDeleted", String.valueOf(topic.deleted()));
        all.put("EffectiveDeliveryPolicy", DeliveryPolicy.effective(topic));
        all.computeIfPresent("DeliveryPolicy", (name, own) -> DeliveryPolicy.shown(own));
        if (topic.isFifo()) {
            all.put("FifoTopic", "true");
            all.putIfAbsent("ContentBasedDeduplication", "false");
        }
        return GetTopicAttributesResponse.builder().attributes(all).build();
    }

    SetTopicAttributesResponse setAttributes(Call call, SetTopicAttributesRequest request) {
        Topic topic = topics.require(call.caller(), request.topicArn());
        String name = request.attributeName() == null ? "" : request.attributeName();
        String value = request.attributeValue() == null ? "" : request.attributeValue();
        checkAttribute(name);
        boolean dropped = value.isEmpty() && !name.equals("DisplayName");
        topics.put(dropped ? topic.without(name) : topic.with(name, value));
        call.effect(topic.arn());
        return SetTopicAttributesResponse.builder().build();
    }

    AddPermissionResponse addPermission(Call call, AddPermissionRequest request) {
        Topic topic = topics.require(call.caller(), request.topicArn());
        String label = request.label() == null ? "" : request.label();
        topics.put(topic.with(
                Topic.POLICY, TopicPolicy.with(topic, label, request.awsAccountIds(), request.actionNames())));
        call.effect(topic.arn());
        return AddPermissionResponse.builder().build();
    }

    RemovePermissionResponse removePermission(Call call, RemovePermissionRequest request) {
        Topic topic = topics.require(call.caller(), request.topicArn());
        String label = request.label() == null ? "" : request.label();
        topics.put(topic.with(Topic.POLICY, TopicPolicy.without(topic, label)));
        call.effect(topic.arn());
        return RemovePermissionResponse.builder().build();
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        String arn = tagged(call, request.resourceArn());
        tags.add(arn, tags(request.tags()));
        call.effect(arn);
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        String arn = tagged(call, request.resourceArn());
        tags.remove(arn, request.tagKeys());
        call.effect(arn);
        return UntagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse listTags(Call call, ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(tagged(call, request.resourceArn())).entrySet().stream()
                        .map(t -> Tag.builder()
                                .key(t.getKey())
                                .value(t.getValue())
                                .build())
                        .toList())
                .build();
    }

    private String tagged(Call call, String arn) {
        Topics.checkArn(call.caller(), arn, "ResourceArn");
        return topics.find(arn)
                .map(Topic::arn)
                .orElseThrow(() -> ServiceError.of(404, "ResourceNotFound", "Resource does not exist"));
    }

    private static Map<String, String> tags(List<Tag> given) {
        Map<String, String> byKey = new LinkedHashMap<>();
        for (Tag tag : given) {
            if (byKey.putIfAbsent(tag.key(), tag.value()) != null) {
                throw SnsErrors.invalid("Duplicated keys are not allowed.");
            }
        }
        return byKey;
    }

    private static void checkAttribute(String name) {
        if (!ATTRIBUTES.contains(name) && !FEEDBACK.matcher(name).matches()) {
            throw SnsErrors.invalid("AttributeName");
        }
    }
}

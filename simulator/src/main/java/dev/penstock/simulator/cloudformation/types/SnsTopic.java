package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.TagResourceResponse;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceResponse;

/** {@code AWS::SNS::Topic}: Ref is the ARN. */
final class SnsTopic extends ServiceHandler {

    static final String TYPE = "AWS::SNS::Topic";
    private static final String NAME = "TopicName";
    private static final String TAGS = "Tags";
    private static final String SUBSCRIPTION = "Subscription";
    private static final String LOGGING = "DeliveryStatusLogging";
    private static final String FIFO = "FifoTopic";

    SnsTopic() {
        super(TYPE, "sns");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String suffix = given.truth(FIFO) ? ".fifo" : "";
        String name = given.text(NAME, context.generatedName(256 - suffix.length()) + suffix);
        CreateTopicRequest request = CreateTopicRequest.builder()
                .name(name)
                .attributes(topicAttributes(given))
                .tags(tags(TagSet.all(context, given, TAGS)))
                .build();
        if (exists(context, name)) {
            return alreadyExists(name);
        }
        String arn = call(context, request, CreateTopicResponse.class).topicArn();
        subscribe(context, arn, Properties.none(), given);
        return done(arn, "TopicArn", arn, "TopicName", name);
    }

    /** CreateTopic would answer with the topic that is there, which CloudFormation does not take for one of its own. */
    private boolean exists(ResourceContext context, String name) {
        GetTopicAttributesRequest request = GetTopicAttributesRequest.builder()
                .topicArn(context.caller().arn("sns", name))
                .build();
        return find(context, request, GetTopicAttributesResponse.class).isPresent();
    }

    /** Properties as SNS's attributes: texts, policies as JSON, status logging by protocol. */
    private static Map<String, String> topicAttributes(Properties asked) {
        Map<String, String> attributes = new LinkedHashMap<>();
        asked.without(NAME, TAGS, SUBSCRIPTION, LOGGING, "MaximumMessageSize")
                .members()
                .forEach((name, value) -> attributes.put(name, JsonTexts.scalar(value)));
        if (asked.has("MaximumMessageSize")) {
            throw ServiceError.notSimulated("The property MaximumMessageSize of " + TYPE, "all other properties");
        }
        for (Properties logging : asked.parts(LOGGING)) {
            String protocol = protocol(logging.require("Protocol"));
            logging.without("Protocol")
                    .members()
                    .forEach((name, value) -> attributes.put(protocol + name, JsonTexts.scalar(value)));
        }
        return attributes;
    }

    private static String protocol(String protocol) {
        return switch (protocol) {
            case "http/s" -> "HTTP";
            case "sqs" -> "SQS";
            case "lambda" -> "Lambda";
            case "firehose" -> "Firehose";
            default -> "Application";
        };
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private void subscribe(ResourceContext context, String arn, Properties old, Properties asked) {
        List<Properties> before = old.parts(SUBSCRIPTION);
        List<Properties> wanted = asked.parts(SUBSCRIPTION);
        for (Properties subscription : wanted) {
            if (!before.contains(subscription)) {
                SubscribeRequest request = SubscribeRequest.builder()
                        .topicArn(arn)
                        .protocol(subscription.require("Protocol"))
                        .endpoint(subscription.require("Endpoint"))
                        .build();
                call(context, request, SubscribeResponse.class);
            }
        }
        before.stream().filter(s -> !wanted.contains(s)).forEach(s -> unsubscribe(context, arn, s));
    }

    private void unsubscribe(ResourceContext context, String arn, Properties subscription) {
        ListSubscriptionsByTopicRequest request =
                ListSubscriptionsByTopicRequest.builder().topicArn(arn).build();
        call(context, request, ListSubscriptionsByTopicResponse.class).subscriptions().stream()
                .filter(s -> s.protocol().equals(subscription.text("Protocol", ""))
                        && s.endpoint().equals(subscription.text("Endpoint", ""))
                        && s.subscriptionArn().startsWith("arn:"))
                .forEach(s -> remove(
                        context,
                        UnsubscribeRequest.builder()
                                .subscriptionArn(s.subscriptionArn())
                                .build(),
                        UnsubscribeResponse.class));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String arn = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        Map<String, String> had = topicAttributes(old);
        Map<String, String> wanted = topicAttributes(asked);
        had.keySet().forEach(name -> wanted.putIfAbsent(name, ""));
        wanted.forEach((name, value) -> {
            if (!value.equals(had.get(name))) {
                SetTopicAttributesRequest request = SetTopicAttributesRequest.builder()
                        .topicArn(arn)
                        .attributeName(name)
                        .attributeValue(value)
                        .build();
                call(context, request, SetTopicAttributesResponse.class);
            }
        });
        subscribe(context, arn, old, asked);
        tag(context, arn, TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    private void tag(ResourceContext context, String arn, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            call(
                    context,
                    TagResourceRequest.builder()
                            .resourceArn(arn)
                            .tags(tags(change.set()))
                            .build(),
                    TagResourceResponse.class);
        }
        if (!change.removed().isEmpty()) {
            call(
                    context,
                    UntagResourceRequest.builder()
                            .resourceArn(arn)
                            .tagKeys(change.removed())
                            .build(),
                    UntagResourceResponse.class);
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        if (find(
                        context,
                        GetTopicAttributesRequest.builder()
                                .topicArn(resource.physicalId())
                                .build(),
                        GetTopicAttributesResponse.class)
                .isPresent()) {
            given.parts(SUBSCRIPTION).forEach(s -> unsubscribe(context, resource.physicalId(), s));
        }
        remove(
                context,
                DeleteTopicRequest.builder().topicArn(resource.physicalId()).build(),
                DeleteTopicResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        GetTopicAttributesRequest request = GetTopicAttributesRequest.builder()
                .topicArn(resource.physicalId())
                .build();
        return find(context, request, GetTopicAttributesResponse.class).map(found -> {
            Map<String, String> held = found.attributes();
            Properties now = given;
            for (String name :
                    given.without(NAME, TAGS, SUBSCRIPTION, LOGGING).members().keySet()) {
                Optional<String> value = Optional.ofNullable(held.get(name));
                now = value.isEmpty()
                        ? now.without(name)
                        : value.equals(given.text(name)) ? now : now.with(name, value.get());
            }
            return now.withGiven(TAGS, given, tagsOf(context, resource.physicalId()))
                    .structure();
        });
    }

    private Map<String, String> tagsOf(ResourceContext context, String arn) {
        ListTagsForResourceRequest request =
                ListTagsForResourceRequest.builder().resourceArn(arn).build();
        return call(context, request, ListTagsForResourceResponse.class).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }
}

package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;

/** {@code AWS::SNS::Subscription}: Ref is the ARN. The topic of another region is subscribed there. */
final class SnsSubscription extends ServiceHandler {

    static final String TYPE = "AWS::SNS::Subscription";
    private static final String[] FIXED = {"Endpoint", "Protocol", "TopicArn", "Region"};

    SnsSubscription() {
        super(TYPE, "sns");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        SubscribeRequest request = SubscribeRequest.builder()
                .topicArn(asked.require("TopicArn"))
                .protocol(asked.require("Protocol"))
                .endpoint(asked.text("Endpoint", ""))
                .attributes(subscriptionAttributes(asked))
                .returnSubscriptionArn(true)
                .build();
        String arn =
                call(there(context, asked), request, SubscribeResponse.class).subscriptionArn();
        return done(arn, "Arn", arn);
    }

    private static ResourceContext there(ResourceContext context, Properties asked) {
        return context.in(asked.text("Region", context.caller().region()));
    }

    private static Map<String, String> subscriptionAttributes(Properties asked) {
        Map<String, String> attributes = new LinkedHashMap<>();
        asked.without(FIXED).members().forEach((name, value) -> attributes.put(name, JsonTexts.scalar(value)));
        return attributes;
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        ResourceContext there = there(context, Properties.of(after));
        Map<String, String> had = subscriptionAttributes(Properties.of(before.properties()));
        Map<String, String> wanted = subscriptionAttributes(Properties.of(after));
        had.keySet().forEach(name -> wanted.putIfAbsent(name, ""));
        wanted.forEach((name, value) -> {
            if (!value.equals(had.get(name))) {
                SetSubscriptionAttributesRequest request = SetSubscriptionAttributesRequest.builder()
                        .subscriptionArn(before.physicalId())
                        .attributeName(name)
                        .attributeValue(emptied(name, value))
                        .build();
                call(there, request, SetSubscriptionAttributesResponse.class);
            }
        });
        return unchanged(before);
    }

    /** How SNS is told that there is none any more. */
    private static String emptied(String name, String value) {
        if (!value.isEmpty()) {
            return value;
        }
        return switch (name) {
            case "FilterPolicy", "RedrivePolicy", "DeliveryPolicy" -> "{}";
            case "FilterPolicyScope" -> "MessageAttributes";
            case "RawMessageDelivery" -> "false";
            default -> value;
        };
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                there(context, Properties.of(resource.properties())),
                UnsubscribeRequest.builder()
                        .subscriptionArn(resource.physicalId())
                        .build(),
                UnsubscribeResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        GetSubscriptionAttributesRequest request = GetSubscriptionAttributesRequest.builder()
                .subscriptionArn(resource.physicalId())
                .build();
        return find(there(context, given), request, GetSubscriptionAttributesResponse.class)
                .map(found -> {
                    Properties now = given;
                    for (String name : given.without(FIXED).members().keySet()) {
                        Optional<String> value =
                                Optional.ofNullable(found.attributes().get(name));
                        now = value.isEmpty()
                                ? now.without(name)
                                : value.equals(given.text(name)) ? now : now.with(name, value.get());
                    }
                    return now.structure();
                });
    }
}

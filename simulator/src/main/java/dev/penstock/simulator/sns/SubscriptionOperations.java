package dev.penstock.simulator.sns;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsResponse;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;

/** The operations on subscriptions. Source: SNS API Reference. */
final class SubscriptionOperations {

    private static final int LISTED = 100;
    private static final int TOKEN = 100;

    private final Topics topics;
    private final Deliveries deliveries;
    private final Ids ids;

    SubscriptionOperations(Topics topics, Deliveries deliveries, Ids ids) {
        this.topics = topics;
        this.deliveries = deliveries;
        this.ids = ids;
    }

    SubscribeResponse subscribe(Call call, SubscribeRequest request) {
        Topic topic = topics.require(call.caller(), request.topicArn());
        String protocol = request.protocol() == null ? "" : request.protocol();
        String endpoint = request.endpoint() == null ? "" : request.endpoint();
        SubscriptionRules.checkEndpoint(topic, protocol, endpoint);
        SubscriptionRules.checkAttributes(topic, endpoint, request.attributes());
        Map<String, String> attributes = SubscriptionRules.kept(request.attributes());
        Optional<Subscription> known = topics.subscriptions(topic.arn()).stream()
                .filter(s -> s.protocol().equals(protocol) && s.endpoint().equals(endpoint))
                .findFirst();
        if (known.isPresent() && !known.get().has(attributes)) {
            throw SnsErrors.invalid("Attributes Reason: Subscription already exists with different attributes");
        }
        Subscription subscription = known.orElseGet(() -> make(call, topic, protocol, endpoint, attributes));
        boolean shown = !subscription.pending() || Boolean.TRUE.equals(request.returnSubscriptionArn());
        return SubscribeResponse.builder()
                .subscriptionArn(shown ? subscription.arn() : "pending confirmation")
                .build();
    }

    ConfirmSubscriptionResponse confirm(Call call, ConfirmSubscriptionRequest request) {
        String token = request.token() == null ? "" : request.token();
        if (token.length() < TOKEN) {
            throw SnsErrors.invalidToken();
        }
        String topicArn = request.topicArn() == null ? "" : request.topicArn();
        Subscription subscription = topics.subscriptions(topicArn).stream()
                .filter(s -> s.token().equals(token))
                .findFirst()
                .orElseThrow(() -> SnsErrors.invalid("Token"));
        boolean signed = "true".equals(request.authenticateOnUnsubscribe());
        topics.put(subscription.confirmed(signed));
        call.effect(subscription.arn());
        return ConfirmSubscriptionResponse.builder()
                .subscriptionArn(subscription.arn())
                .build();
    }

    UnsubscribeResponse unsubscribe(Call call, UnsubscribeRequest request) {
        String arn = request.subscriptionArn();
        if (arn == null) {
            throw SnsErrors.invalid("SubscriptionArn Reason: no value for required parameter");
        }
        String[] parts = arn.split(":", -1);
        if (parts.length < 6) {
            throw SnsErrors.invalid(
                    "SubscriptionArn Reason: An ARN must have at least 6 elements, not " + parts.length);
        }
        if (parts.length < 7) {
            throw SnsErrors.invalid("SubscriptionId");
        }
        topics.subscription(arn).ifPresent(subscription -> {
            topics.remove(subscription);
            call.effect(arn);
            if (subscription.isHttp() && !subscription.pending()) {
                deliveries.confirm(
                        own(
                                call,
                                subscription,
                                "UnsubscribeConfirmation",
                                "You have chosen to deactivate subscription " + arn
                                        + ".\nTo cancel this operation and restore the subscription, visit the"
                                        + " SubscribeURL included in this message."),
                        subscription);
            }
        });
        return UnsubscribeResponse.builder().build();
    }

    GetSubscriptionAttributesResponse attributes(Call call, GetSubscriptionAttributesRequest request) {
        Subscription subscription = require(call, request.subscriptionArn());
        Map<String, String> all = new TreeMap<>(subscription.attributes());
        all.put("SubscriptionArn", subscription.arn());
        all.put("TopicArn", subscription.topicArn());
        all.put("Protocol", subscription.protocol());
        all.put("Endpoint", subscription.endpoint());
        all.put("Owner", subscription.owner());
        all.put("SubscriptionPrincipal", subscription.principal());
        all.put("PendingConfirmation", String.valueOf(subscription.pending()));
        all.put("ConfirmationWasAuthenticated", String.valueOf(subscription.authenticated()));
        all.put("RawMessageDelivery", String.valueOf(subscription.isRaw()));
        if (all.containsKey("FilterPolicy")) {
            all.putIfAbsent("FilterPolicyScope", "MessageAttributes");
        } else {
            // Recorded: the scope is kept, but not shown before there is a policy.
            all.remove("FilterPolicyScope");
        }
        return GetSubscriptionAttributesResponse.builder().attributes(all).build();
    }

    SetSubscriptionAttributesResponse setAttributes(Call call, SetSubscriptionAttributesRequest request) {
        Subscription subscription = require(call, request.subscriptionArn());
        Topic topic = topics.find(subscription.topicArn()).orElseThrow(SnsErrors::noTopic);
        String name = request.attributeName() == null ? "" : request.attributeName();
        String value = request.attributeValue() == null ? "" : request.attributeValue();
        SubscriptionRules.checkAttribute(topic, subscription, name, value);
        boolean dropped = value.isEmpty() || (name.equals("FilterPolicy") && value.equals("{}"));
        topics.put(dropped ? subscription.without(name) : subscription.with(name, value));
        call.effect(subscription.arn());
        return SetSubscriptionAttributesResponse.builder().build();
    }

    ListSubscriptionsResponse list(Call call, ListSubscriptionsRequest request) {
        Page<Subscription> page = page(topics.subscriptions(call.account(), call.region()), request.nextToken());
        return ListSubscriptionsResponse.builder()
                .subscriptions(shown(page))
                .nextToken(page.next())
                .build();
    }

    ListSubscriptionsByTopicResponse listByTopic(Call call, ListSubscriptionsByTopicRequest request) {
        Topic topic = topics.require(call.caller(), request.topicArn());
        Page<Subscription> page = page(topics.subscriptions(topic.arn()), request.nextToken());
        return ListSubscriptionsByTopicResponse.builder()
                .subscriptions(shown(page))
                .nextToken(page.next())
                .build();
    }

    private Subscription make(
            Call call, Topic topic, String protocol, String endpoint, Map<String, String> attributes) {
        boolean asks = List.of("http", "https", "email", "email-json").contains(protocol);
        Subscription subscription = new Subscription(
                topic.arn(),
                topic.arn() + ":" + ids.uuid(),
                protocol,
                endpoint,
                call.account(),
                call.caller().principal(),
                attributes,
                asks,
                !asks,
                ids.hex(288));
        topics.put(subscription);
        call.effect(subscription.arn());
        if (asks) {
            deliveries.confirm(
                    own(
                            call,
                            subscription,
                            "SubscriptionConfirmation",
                            "You have chosen to subscribe to the topic " + topic.arn()
                                    + ".\nTo confirm the subscription, visit the SubscribeURL included in this"
                                    + " message."),
                    subscription);
        }
        return subscription;
    }

    /** What a topic says of itself. */
    private TopicMessage own(Call call, Subscription subscription, String kind, String text) {
        return new TopicMessage(
                subscription.topicArn(),
                ids.uuid(),
                kind,
                call.now(),
                Optional.empty(),
                text,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private Subscription require(Call call, @Nullable String arn) {
        Topics.checkArn(call.caller(), arn, "SubscriptionArn");
        return topics.subscription(arn == null ? "" : arn).orElseThrow(SnsErrors::noSubscription);
    }

    private static Page<Subscription> page(List<Subscription> all, @Nullable String token) {
        return Page.of(all, Subscription::arn, token, null, LISTED);
    }

    private static List<software.amazon.awssdk.services.sns.model.Subscription> shown(Page<Subscription> page) {
        return page.items().stream()
                .map(s -> software.amazon.awssdk.services.sns.model.Subscription.builder()
                        .subscriptionArn(s.pending() ? "PendingConfirmation" : s.arn())
                        .topicArn(s.topicArn())
                        .protocol(s.protocol())
                        .endpoint(s.endpoint())
                        .owner(s.owner())
                        .build())
                .toList();
    }
}

package dev.penstock.simulator.sns;

import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.sqs.Sqs;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sns.model.AddPermissionRequest;
import software.amazon.awssdk.services.sns.model.CheckIfPhoneNumberIsOptedOutRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.CreatePlatformApplicationRequest;
import software.amazon.awssdk.services.sns.model.CreatePlatformEndpointRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sns.model.DeletePlatformApplicationRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.GetDataProtectionPolicyRequest;
import software.amazon.awssdk.services.sns.model.GetEndpointAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetPlatformApplicationAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSmsAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.ListEndpointsByPlatformApplicationRequest;
import software.amazon.awssdk.services.sns.model.ListPhoneNumbersOptedOutRequest;
import software.amazon.awssdk.services.sns.model.ListPlatformApplicationsRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.OptInPhoneNumberRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PutDataProtectionPolicyRequest;
import software.amazon.awssdk.services.sns.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sns.model.SetEndpointAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetPlatformApplicationAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSmsAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;

/** SNS as a service. Source: SNS API Reference. */
public final class Sns implements AutoCloseable {

    static final String VERSION = "2010-03-31";

    private final Store store;
    private final SimulatedTime time;
    private final Topics topics;
    private final Deliveries deliveries;
    private final TopicOperations topicOperations;
    private final SubscriptionOperations subscriptionOperations;
    private final Publishing publishing;
    private final DataProtection protection;
    private final PlatformApplications applications;
    private final PlatformEndpoints endpoints;
    private final SmsSettings sms;

    /**
     * @param sqs whose queues topics publish to
     * @param endpoint the simulator's own address
     */
    public Sns(Store store, SimulatedTime time, Ids ids, Tags tags, Sqs sqs, Supplier<URI> endpoint) {
        this.store = store;
        this.time = time;
        this.topics = new Topics(store);
        this.deliveries = new Deliveries(topics, store, time, new Envelope(endpoint), new QueueDelivery(sqs));
        this.protection = new DataProtection(topics, store);
        this.topicOperations = new TopicOperations(topics, tags, protection);
        this.subscriptionOperations = new SubscriptionOperations(topics, deliveries, ids);
        this.applications = new PlatformApplications(store);
        this.endpoints = new PlatformEndpoints(store, applications, ids);
        this.publishing = new Publishing(topics, deliveries, endpoints, ids);
        this.sms = new SmsSettings(store);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "sns",
                new ServiceDefinition.Protocol.Query(VERSION, "http://sns.amazonaws.com/doc/" + VERSION + "/"),
                this::declare);
    }

    private void declare(ServiceDefinition.Operations all) {
        all.operation("CreateTopic", CreateTopicRequest::builder, topicOperations::create)
                .operation("DeleteTopic", DeleteTopicRequest::builder, topicOperations::delete)
                .operation("ListTopics", ListTopicsRequest::builder, topicOperations::list)
                .operation("GetTopicAttributes", GetTopicAttributesRequest::builder, topicOperations::attributes)
                .operation("SetTopicAttributes", SetTopicAttributesRequest::builder, topicOperations::setAttributes)
                .operation("AddPermission", AddPermissionRequest::builder, topicOperations::addPermission)
                .operation("RemovePermission", RemovePermissionRequest::builder, topicOperations::removePermission)
                .operation("TagResource", TagResourceRequest::builder, topicOperations::tag)
                .operation("UntagResource", UntagResourceRequest::builder, topicOperations::untag)
                .operation("ListTagsForResource", ListTagsForResourceRequest::builder, topicOperations::listTags)
                .operation("Subscribe", SubscribeRequest::builder, subscriptionOperations::subscribe)
                .operation("ConfirmSubscription", ConfirmSubscriptionRequest::builder, subscriptionOperations::confirm)
                .operation("Unsubscribe", UnsubscribeRequest::builder, subscriptionOperations::unsubscribe)
                .operation(
                        "GetSubscriptionAttributes",
                        GetSubscriptionAttributesRequest::builder,
                        subscriptionOperations::attributes)
                .operation(
                        "SetSubscriptionAttributes",
                        SetSubscriptionAttributesRequest::builder,
                        subscriptionOperations::setAttributes)
                .operation("ListSubscriptions", ListSubscriptionsRequest::builder, subscriptionOperations::list)
                .operation(
                        "ListSubscriptionsByTopic",
                        ListSubscriptionsByTopicRequest::builder,
                        subscriptionOperations::listByTopic)
                .operation("Publish", PublishRequest::builder, publishing::publish)
                .operation("PublishBatch", PublishBatchRequest::builder, publishing::publishBatch)
                .operation("SetSMSAttributes", SetSmsAttributesRequest::builder, sms::set)
                .operation("GetSMSAttributes", GetSmsAttributesRequest::builder, sms::get)
                .operation(
                        "CheckIfPhoneNumberIsOptedOut", CheckIfPhoneNumberIsOptedOutRequest::builder, sms::isOptedOut)
                .operation("ListPhoneNumbersOptedOut", ListPhoneNumbersOptedOutRequest::builder, sms::optedOut)
                .operation("OptInPhoneNumber", OptInPhoneNumberRequest::builder, sms::optIn)
                .operation("PutDataProtectionPolicy", PutDataProtectionPolicyRequest::builder, protection::put)
                .operation("GetDataProtectionPolicy", GetDataProtectionPolicyRequest::builder, protection::get);
        declareMobilePush(all);
    }

    private void declareMobilePush(ServiceDefinition.Operations all) {
        all.operation("CreatePlatformApplication", CreatePlatformApplicationRequest::builder, applications::create)
                .operation("DeletePlatformApplication", DeletePlatformApplicationRequest::builder, applications::delete)
                .operation(
                        "GetPlatformApplicationAttributes",
                        GetPlatformApplicationAttributesRequest::builder,
                        applications::attributes)
                .operation(
                        "SetPlatformApplicationAttributes",
                        SetPlatformApplicationAttributesRequest::builder,
                        applications::setAttributes)
                .operation("ListPlatformApplications", ListPlatformApplicationsRequest::builder, applications::list)
                .operation("CreatePlatformEndpoint", CreatePlatformEndpointRequest::builder, endpoints::create)
                .operation("DeleteEndpoint", DeleteEndpointRequest::builder, endpoints::delete)
                .operation("GetEndpointAttributes", GetEndpointAttributesRequest::builder, endpoints::attributes)
                .operation("SetEndpointAttributes", SetEndpointAttributesRequest::builder, endpoints::setAttributes)
                .operation(
                        "ListEndpointsByPlatformApplication",
                        ListEndpointsByPlatformApplicationRequest::builder,
                        endpoints::list);
    }

    /** Publishes from within the simulated AWS, in the current transaction; does nothing when there is no such topic. */
    public void publish(String topicArn, String subject, String message) {
        publishing.publish(topicArn, subject, message, time.now());
    }

    /** The policy of a topic, by its ARN. */
    public Optional<String> policyOf(String arn) {
        return topics.find(arn).map(Topic::policy);
    }

    /** The last thousand messages of a topic, the oldest first, and what became of them. */
    public List<TopicMessage> messages(String topicArn) {
        return store.transact(() -> topics.messages(topicArn));
    }

    /** Stops posting to endpoints. */
    @Override
    public void close() {
        deliveries.close();
    }
}

package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.Tag;

@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class SnsRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("sns/test_sns.snapshot.json");

    private static final String QUEUE = "arn:aws:sqs:us-east-1:111122223333:queue";
    private static final Map<String, String> FIFO = Map.of("FifoTopic", "true");

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final SnsClient sns = Clients.of(aws).with(SnsClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    private CreateTopicResponse create(String name, Map<String, String> attributes) {
        return sns.createTopic(c -> c.name(name).attributes(attributes));
    }

    private String topic(String name) {
        return create(name, Map.of()).topicArn();
    }

    private Object attributes(String arn) {
        return sns.getTopicAttributes(g -> g.topicArn(arn));
    }

    private Object publish(String arn, String message) {
        return sns.publish(p -> p.topicArn(arn).message(message));
    }

    private Object batch(String arn, PublishBatchRequestEntry... entries) {
        return sns.publishBatch(p -> p.topicArn(arn).publishBatchRequestEntries(entries));
    }

    private static PublishBatchRequestEntry entry(String id, String message) {
        return PublishBatchRequestEntry.builder().id(id).message(message).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void topics() {
        RECORDING.test("test_create_topic_with_attributes", s -> {
            String arn = create(
                            "topictest.fifo",
                            Map.of("DisplayName", "TestTopic", "SignatureVersion", "2", "FifoTopic", "true"))
                    .topicArn();
            s.call("get-topic-attrs", () -> attributes(arn));
            s.fails("get-attrs-nonexistent-topic", () -> attributes(arn + "x"));
            s.fails("get-attrs-malformed-topic", () -> attributes("test-topic"));
        });
        RECORDING.test("test_create_topic_test_arn", s -> {
            String arn = s.call("create-topic", () -> create("topic-test-create", Map.of()))
                    .topicArn();
            s.call("get-topic-attrs", () -> attributes(arn));
            s.call("delete-topic", () -> sns.deleteTopic(d -> d.topicArn(arn)));
            s.fails("topic-not-exists", () -> attributes(arn));
        });
        RECORDING.test("test_create_topic_should_be_idempotent", s -> {
            String arn = topic("again");
            sns.setTopicAttributes(
                    t -> t.topicArn(arn).attributeName("DisplayName").attributeValue("AlreadySet"));
            s.call("topic-attrs-idempotent-1", () -> attributes(arn));
            s.call("topic-attrs-idempotent-2", () -> attributes(topic("again")));
        });
        RECORDING.test("test_delete_topic_idempotency", s -> {
            String arn = topic("gone");
            s.call("delete-topic", () -> sns.deleteTopic(d -> d.topicArn(arn)));
            s.call("delete-topic-again", () -> sns.deleteTopic(d -> d.topicArn(arn)));
        });
        RECORDING.test(
                "test_delete_non_existent_topic",
                s -> s.call(
                        "delete-non-existent-topic",
                        () -> sns.deleteTopic(d -> d.topicArn("arn:aws:sns:us-east-1:111122223333:nobody"))));
    }

    @Test
    void topicsThatDiffer() {
        RECORDING.test("test_create_topic_different_attrs", s -> {
            Map<String, String> first = Map.of("DisplayName", "Value1");
            String arn = s.call("create-topic", () -> create("differs", first)).topicArn();
            s.call("create-topic-no-attrs", () -> create("differs", Map.of()));
            s.call("topic-attrs", () -> attributes(arn));
            s.fails("create-topic-diff-attrs", () -> create("differs", Map.of("DisplayName", "Value2")));
            s.fails("create-topic-new-attrs-fifo", () -> create("differs", FIFO));
            s.fails("create-topic-new-attrs", () -> create("differs", Map.of("SignatureVersion", "2")));
            s.fails(
                    "create-topic-new-and-same-attrs",
                    () -> create("differs", Map.of("SignatureVersion", "2", "DisplayName", "Value1")));
        });
        RECORDING.test("test_create_topic_name_constraints", s -> {
            s.call("valid-name-max-length", () -> create("a".repeat(256), Map.of()));
            s.fails("name-too-short", () -> create("", Map.of()));
            s.fails("name-too-long", () -> create("a".repeat(257), Map.of()));
            s.fails("name-contains-fifo", () -> create("test.fifo", Map.of()));
            s.fails("fifo-name-not-contains-fifo", () -> create("test", FIFO));
            List<String> wrong = List.of(":", ";", "!", "@", "|", "^", "%", " ");
            for (int i = 0; i < wrong.size(); i++) {
                String name = "bad" + wrong.get(i) + "name";
                s.fails("name-invalid-char-" + i, () -> create(name, Map.of()));
            }
        });
        RECORDING.test("test_topic_get_attributes_with_fifo_false", s -> {
            String arn = create("standard", Map.of("FifoTopic", "false")).topicArn();
            s.call("get-attrs-standard-topic", () -> attributes(arn));
            s.fails(
                    "set-fifo-false-after-creation",
                    () -> sns.setTopicAttributes(
                            t -> t.topicArn(arn).attributeName("FifoTopic").attributeValue("false")));
        });
        RECORDING.test("test_cross_region_access", s -> {
            String arn = topic("far");
            SnsClient other = Clients.of(aws).in(Region.EU_WEST_1).with(SnsClient.builder());
            s.fails(
                    "set-topic-attrs",
                    () -> other.setTopicAttributes(
                            t -> t.topicArn(arn).attributeName("DisplayName").attributeValue("xenon")));
            s.fails("get-topic-attrs", () -> other.getTopicAttributes(g -> g.topicArn(arn)));
            s.fails(
                    "cross-region-publish-forbidden",
                    () -> other.publish(p -> p.topicArn(arn).message("hello world")));
            s.fails(
                    "cross-region-subscribe",
                    () -> other.subscribe(b -> b.topicArn(arn).protocol("email").endpoint("a@example.com")));
            s.fails("list-subs", () -> other.listSubscriptionsByTopic(l -> l.topicArn(arn)));
            s.fails("delete-topic", () -> other.deleteTopic(d -> d.topicArn(arn)));
        });
    }

    @Test
    void tags() {
        RECORDING.test("test_tags", s -> {
            s.sort("Tags", "Key");
            String arn = topic("tagged");
            s.fails(
                    "duplicate-key-error",
                    () -> sns.tagResource(
                            t -> t.resourceArn(arn).tags(tag("k1", "v1"), tag("k2", "v2"), tag("k2", "v2"))));
            sns.tagResource(t -> t.resourceArn(arn).tags(tag("k1", "v1"), tag("k2", "v2")));
            s.call("list-created-tags", () -> sns.listTagsForResource(l -> l.resourceArn(arn)));
            sns.untagResource(u -> u.resourceArn(arn).tagKeys("k1"));
            s.call("list-after-delete-tags", () -> sns.listTagsForResource(l -> l.resourceArn(arn)));
            sns.tagResource(t -> t.resourceArn(arn).tags(tag("k2", "v2b")));
            s.call("list-after-update-tags", () -> sns.listTagsForResource(l -> l.resourceArn(arn)));
        });
        RECORDING.test("test_tags_removed_after_deletion", s -> {
            String arn = topic("tagged-2");
            sns.tagResource(t -> t.resourceArn(arn).tags(tag("k1", "v1"), tag("k2", "v2")));
            s.call("list-created-tags", () -> sns.listTagsForResource(l -> l.resourceArn(arn)));
            sns.deleteTopic(d -> d.topicArn(arn));
            topic("tagged-2");
            s.call("list-empty-tags", () -> sns.listTagsForResource(l -> l.resourceArn(arn)));
        });
        RECORDING.test("test_create_duplicate_topic_with_more_tags", s -> {
            topic("more-tags");
            s.fails(
                    "exception-duplicate",
                    () -> sns.createTopic(c -> c.name("more-tags").tags(tag("key1", "value1"))));
        });
        RECORDING.test("test_create_duplicate_topic_check_idempotency", s -> {
            List<Tag> both = List.of(tag("a", "1"), tag("b", "2"));
            s.call("response-created", () -> sns.createTopic(c -> c.name("same").tags(both)));
            s.call(
                    "response-same-arn-0",
                    () -> sns.createTopic(c -> c.name("same").tags(both)));
            s.call(
                    "response-same-arn-1",
                    () -> sns.createTopic(c -> c.name("same").tags(both.getFirst())));
            s.call("response-same-arn-2", () -> sns.createTopic(c -> c.name("same")));
        });
    }

    @Test
    void permissions() {
        for (String test : List.of("test_topic_add_permission", "test_topic_add_multiple_permissions")) {
            RECORDING.test(test, s -> {
                String arn = topic(test);
                s.call(
                        "add-permission-response",
                        () -> sns.addPermission(a -> a.topicArn(arn)
                                .label("test")
                                .awsAccountIds(Clients.ACCOUNT)
                                .actionNames(
                                        test.endsWith("multiple_permissions")
                                                ? List.of("Publish", "Subscribe")
                                                : List.of("Publish"))));
                s.matches("topic-policy-after-permission", policy(arn));
            });
        }
        RECORDING.test("test_topic_remove_permission", s -> {
            String arn = topic("removed");
            sns.addPermission(a ->
                    a.topicArn(arn).label("test").awsAccountIds(Clients.ACCOUNT).actionNames("Publish"));
            sns.removePermission(r -> r.topicArn(arn).label("test"));
            s.matches("topic-policy", policy(arn));
        });
        RECORDING.test("test_add_permission_errors", s -> {
            String arn = topic("errors");
            sns.addPermission(a ->
                    a.topicArn(arn).label("test").awsAccountIds(Clients.ACCOUNT).actionNames("Publish"));
            s.fails("duplicate-label", () -> permit(arn, "test", "AddPermission"));
            s.fails("topic-not-found", () -> permit(arn + "-not", "test-2", "AddPermission"));
            s.fails("invalid-action", () -> permit(arn, "test-2", "InvalidAction"));
        });
    }

    private Object permit(String arn, String label, String action) {
        return sns.addPermission(
                a -> a.topicArn(arn).label(label).awsAccountIds(Clients.ACCOUNT).actionNames(action));
    }

    private String policy(String arn) {
        return sns.getTopicAttributes(g -> g.topicArn(arn)).attributes().getOrDefault("Policy", "");
    }

    @Test
    void publishing() {
        RECORDING.test("test_publish_wrong_arn_format", s -> {
            s.fails("invalid-topic-arn", () -> publish("randomstring", "Good news everyone!"));
            s.fails("invalid-topic-arn-1", () -> publish("randomstring:1", "Good news everyone!"));
            s.fails("empty-topic", () -> publish("", "Good news everyone!"));
        });
        String arn = topic("topic");
        RECORDING.test("test_unknown_topic_publish", s -> {
            s.call("success", () -> publish(arn, "This is a test message"));
            s.fails("error", () -> publish(arn + "-fake", "This is a test message"));
        });
        RECORDING.test(
                "test_publish_non_existent_target",
                s -> s.fails(
                        "non-existent-endpoint",
                        () -> sns.publish(
                                p -> p.targetArn("arn:aws:sns:us-east-1:111122223333:endpoint/APNS/abcdef/0f7d5971")
                                        .message("x"))));
        RECORDING.test("test_publish_with_empty_subject", s -> {
            s.call("response-without-subject", () -> publish(arn, "{}"));
            s.fails(
                    "response-with-empty-subject",
                    () -> sns.publish(p -> p.topicArn(arn).subject("").message("{}")));
        });
        RECORDING.test("test_empty_sns_message", s -> {
            s.fails("empty-msg-error", () -> publish(arn, ""));
        });
        RECORDING.test("test_publish_too_long_message", s -> {
            s.fails("error", () -> publish(arn, "This is a test message".repeat(12000)));
            s.fails(
                    "error-with-attrs",
                    () -> sns.publish(p -> p.topicArn(arn)
                            .message("a".repeat(262144 - 11))
                            .messageAttributes(Map.of("attr1", number("1")))));
        });
        RECORDING.test("test_message_structure_json_exc", s -> {
            s.fails("missing-default-key", () -> json(arn, "{\"sqs\": \"Test message\"}"));
            s.fails("invalid-json", () -> json(arn, "{\"default\": \"This is a default message\"} }"));
            s.call("duplicate-json-keys", () -> json(arn, "{\"default\": \"x\", \"default\": \"Duplicate\"}"));
            s.fails("key-is-not-string", () -> json(arn, "{\"default\": {\"object\": \"test\"}}"));
        });
    }

    private Object json(String arn, String message) {
        return sns.publish(p -> p.topicArn(arn).message(message).messageStructure("json"));
    }

    private static MessageAttributeValue number(String value) {
        return MessageAttributeValue.builder()
                .dataType("Number")
                .stringValue(value)
                .build();
    }

    @Test
    void batches() {
        String arn = topic("topic");
        RECORDING.test(
                "test_publish_batch_messages_without_topic",
                s -> s.fails("publish-batch-no-topic", () -> batch(arn + "fake-topic", entry("1", "x"))));
        RECORDING.test("test_publish_batch_too_long_message", s -> {
            s.fails("error-no-attrs", () -> batch(arn, entry("1", "a".repeat(131072)), entry("2", "b".repeat(131073))));
            s.fails(
                    "error-with-attrs",
                    () -> batch(
                            arn,
                            entry("1", "a".repeat(262144 - 12)).toBuilder()
                                    .messageAttributes(Map.of("attr1", number("1")))
                                    .build(),
                            entry("2", "b")));
        });
        RECORDING.test("test_publish_batch_invalid_entry_id", s -> {
            s.fails("invalid-char-dot", () -> batch(arn, entry("message.id", "m")));
            s.fails("invalid-char-special", () -> batch(arn, entry("msg@123#test", "m")));
            s.fails("id-too-long-81", () -> batch(arn, entry("a".repeat(81), "m")));
            s.fails("id-too-long-91", () -> batch(arn, entry("my" + "really".repeat(13) + "longid", "m")));
            s.call("valid-id-80-chars", () -> batch(arn, entry("a".repeat(80), "m")));
        });
        String fifo = create("topic.fifo", FIFO).topicArn();
        RECORDING.test("test_publish_batch_exceptions", s -> {
            s.fails("no-group-id", () -> batch(fifo, entry("1", "Test message without Group ID")));
            List<PublishBatchRequestEntry> many = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                many.add(entry("Id_" + i, "Too many messages"));
            }
            s.fails("too-many-msg", () -> batch(fifo, many.toArray(new PublishBatchRequestEntry[0])));
            s.fails("same-msg-id", () -> batch(fifo, entry("1", "same"), entry("1", "same")));
            s.fails(
                    "no-dedup-id",
                    () -> batch(
                            fifo,
                            entry("1", "x").toBuilder().messageGroupId("msg1").build()));
            s.fails(
                    "no-default-key-json",
                    () -> batch(
                            fifo,
                            entry("1", "{\"sqs\": \"test sqs\"}").toBuilder()
                                    .messageStructure("json")
                                    .build()));
        });
    }

    @Test
    void messageAttributes() {
        String arn = topic("topic");
        Map<String, Map.Entry<String, MessageAttributeValue>> wrong = new LinkedHashMap<>();
        wrong.put("missing_string_attr", Map.entry("attr1", attribute("String", "")));
        wrong.put("fully_missing_string_attr", Map.entry("attr1", attribute("String", "")));
        wrong.put("missing_binary_attr", Map.entry("attr1", attribute("Binary", "")));
        wrong.put("str_attr_binary_value", Map.entry("attr1", binary("String")));
        wrong.put("int_attr_binary_value", Map.entry("attr1", binary("Number")));
        wrong.put("binary_attr_string_value", Map.entry("attr1", attribute("Binary", "123")));
        wrong.put("invalid_attr_string_value", Map.entry("attr1", attribute("InvalidType", "123")));
        wrong.put("too_long_name", Map.entry("a".repeat(257), attribute("String", "123")));
        wrong.put("invalid_name", Map.entry("a^*?", attribute("String", "123")));
        wrong.put("invalid_name_2", Map.entry(".abc", attribute("String", "123")));
        wrong.put("invalid_name_3", Map.entry("abc.", attribute("String", "123")));
        wrong.put("invalid_name_4", Map.entry("a..bc", attribute("String", "123")));
        RECORDING.test("test_empty_or_wrong_message_attributes", s -> {
            wrong.forEach((label, one) -> {
                Map<String, MessageAttributeValue> attributes = Map.of(one.getKey(), one.getValue());
                s.fails(
                        label,
                        () -> sns.publish(p -> p.topicArn(arn).message("m").messageAttributes(attributes)));
                s.fails(
                        "batch-" + label,
                        () -> batch(
                                arn,
                                entry("1", "m").toBuilder()
                                        .messageAttributes(attributes)
                                        .build()));
            });
            Map<String, MessageAttributeValue> untyped = Map.of(
                    "attr1",
                    MessageAttributeValue.builder().stringValue("value").build());
            s.fails(
                    "fully_missing_data_type",
                    () -> sns.publish(p -> p.topicArn(arn).message("m").messageAttributes(untyped)));
            s.fails(
                    "batch-fully_missing_data_type",
                    () -> batch(
                            arn,
                            entry("1", "m").toBuilder()
                                    .messageAttributes(untyped)
                                    .build()));
        });
        RECORDING.test("test_message_attributes_prefixes", s -> {
            s.fails("publish-error", () -> typed(arn, "String."));
            s.fails("publish-error-2", () -> typed(arn, "Stringprefixed"));
            s.call("publish-ok-1", () -> typed(arn, "String.prefixed"));
            s.call("publish-ok-2", () -> typed(arn, "String.  prefixed."));
        });
    }

    private Object typed(String arn, String type) {
        return sns.publish(p -> p.topicArn(arn)
                .message("test message")
                .messageAttributes(Map.of("attr1", attribute(type, "prefixed-1"))));
    }

    private static MessageAttributeValue attribute(String type, String text) {
        return MessageAttributeValue.builder().dataType(type).stringValue(text).build();
    }

    private static MessageAttributeValue binary(String type) {
        return MessageAttributeValue.builder()
                .dataType(type)
                .binaryValue(SdkBytes.fromUtf8String("123"))
                .build();
    }

    private Object subscribe(String arn, String protocol, String endpoint) {
        return sns.subscribe(b -> b.topicArn(arn).protocol(protocol).endpoint(endpoint));
    }

    @Test
    void subscriptions() {
        String arn = topic("topic");
        RECORDING.test(
                "test_subscribe_with_invalid_protocol",
                s -> s.fails("exception", () -> subscribe(arn, "test-protocol", "a@example.com")));
        RECORDING.test("test_subscribe_with_invalid_topic", s -> {
            s.fails("invalid-subscribe-arn-1", () -> subscribe("randomstring", "email", "a@example.com"));
            s.fails(
                    "invalid-subscribe-arn-2",
                    () -> subscribe("arn:aws:sns:us-east-1:random", "email", "a@example.com"));
            s.fails("non-existent-topic", () -> subscribe(arn + "aaa", "email", "a@example.com"));
        });
        RECORDING.test("test_subscribe_invalid_sms", s -> {
            for (String phone : List.of("+15--551234567", "NAA+15551234567", "+15551234567.", "/+15551234567")) {
                s.fails("subscribe-bad-sms-" + phone, () -> subscribe(arn, "sms", phone));
            }
        });
        RECORDING.test("test_unsubscribe_from_non_existing_subscription", s -> {
            String subscription = sns.subscribe(
                            b -> b.topicArn(arn).protocol("sqs").endpoint(QUEUE))
                    .subscriptionArn();
            sns.unsubscribe(u -> u.subscriptionArn(subscription));
            s.call("empty-unsubscribe", () -> sns.unsubscribe(u -> u.subscriptionArn(subscription)));
        });
        RECORDING.test(
                "test_subscribe_to_sqs_with_queue_url",
                s -> s.fails("sub-queue-url", () -> subscribe(arn, "sqs", "http://localhost/queue")));
        RECORDING.test("test_sns_confirm_subscription_wrong_token", s -> {
            String token = "51b2ff3edb475b7d".repeat(18);
            s.fails("topic-not-exists", () -> confirm(arn + "i", token));
            s.fails("invalid-token", () -> confirm(arn, "randomtoken"));
            s.fails("token-not-exists", () -> confirm(arn, token));
        });
    }

    private Object confirm(String arn, String token) {
        return sns.confirmSubscription(c -> c.topicArn(arn).token(token));
    }

    @Test
    void subscriptionAttributes() {
        String arn = topic("topic");
        String subscription = sns.subscribe(b -> b.topicArn(arn).protocol("sqs").endpoint(QUEUE))
                .subscriptionArn();
        RECORDING.test("test_validate_set_sub_attributes", s -> {
            s.fails("fake-attribute", () -> set(subscription, "FakeAttribute", "test-value"));
            s.fails("raw-message-wrong-value", () -> set(subscription, "RawMessageDelivery", "test-ValUe"));
            s.fails("raw-message-empty-value", () -> set(subscription, "RawMessageDelivery", ""));
            s.fails(
                    "fake-arn-redrive-policy",
                    () -> set(subscription, "RedrivePolicy", "{\"deadLetterTargetArn\": \"fake-arn\"}"));
            s.fails("invalid-json-redrive-policy", () -> set(subscription, "RedrivePolicy", "{invalidjson}"));
            s.fails("invalid-json-filter-policy", () -> set(subscription, "FilterPolicy", "{invalidjson}"));
        });
        RECORDING.test("test_validations_for_fifo", s -> {
            String fifo = create("topic.fifo", FIFO).topicArn();
            s.fails("not-fifo-topic", () -> subscribe(arn, "sqs", QUEUE + ".fifo"));
            String queued = sns.subscribe(b -> b.topicArn(fifo).protocol("sqs").endpoint(QUEUE + ".fifo"))
                    .subscriptionArn();
            s.fails(
                    "regular-queue-for-dlq-of-fifo-topic",
                    () -> set(queued, "RedrivePolicy", "{\"deadLetterTargetArn\": \"" + QUEUE + "\"}"));
            s.fails("no-msg-group-id", () -> publish(fifo, "test"));
            s.fails(
                    "no-dedup-policy",
                    () -> sns.publish(p -> p.topicArn(fifo).message("test").messageGroupId("g")));
            s.fails(
                    "no-msg-dedup-regular-topic",
                    () -> sns.publish(p -> p.topicArn(arn).message("test").messageDeduplicationId("d")));
        });
    }

    private Object set(String subscription, String name, String value) {
        return sns.setSubscriptionAttributes(
                b -> b.subscriptionArn(subscription).attributeName(name).attributeValue(value));
    }
}

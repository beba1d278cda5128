package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.SnsException;

/** Filter policies that are refused, with the place where they go wrong, and those that are kept. */
class SnsFilterPolicyRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("sns/test_sns_filter_policy.snapshot.json");

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final SnsClient sns = Clients.of(aws).with(SnsClient.builder());

    @AfterEach
    void stop() {
        aws.close();
    }

    private void refused(String test, String... labelsAndPolicies) {
        String topic = sns.createTopic(c -> c.name("topic")).topicArn();
        RECORDING.test(test, s -> {
            for (int i = 0; i < labelsAndPolicies.length; i += 2) {
                String policy = "{\"key\": [" + labelsAndPolicies[i + 1] + "]}";
                fails(s, labelsAndPolicies[i], topic, policy, "MessageAttributes");
            }
        });
    }

    private void fails(Session session, String label, String topic, String policy, String scope) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("FilterPolicy", policy);
        attributes.put("FilterPolicyScope", scope);
        try {
            sns.subscribe(b ->
                    b.topicArn(topic).protocol("sms").endpoint("+123123123").attributes(attributes));
            session.matches(label, "no error");
        } catch (SnsException e) {
            session.matches(label, error(e));
        }
    }

    /** The error as it was recorded: its message also without the place. */
    private static Map<String, Object> error(SnsException e) {
        String message = e.awsErrorDetails().errorMessage();
        return Map.of(
                "Error",
                Map.of(
                        "Code",
                        e.awsErrorDetails().errorCode(),
                        "Message",
                        message,
                        "Type",
                        "Sender",
                        "_normalized",
                        message.replaceFirst("(?s)\n at \\[Source.*", "")),
                "ResponseMetadata",
                Map.of("HTTPHeaders", Map.of(), "HTTPStatusCode", e.statusCode()));
    }

    @Test
    void operators() {
        refused(
                "test_validate_policy",
                "error-condition-list",
                "[\"value\"]",
                "error-condition-operator",
                "{\"wrong-operator\": true}",
                "error-condition-two-operators",
                "{\"suffix\": \"value\", \"prefix\": \"value2\"}");
        refused(
                "test_validate_policy_exists_operator",
                "error-condition-none",
                "{\"exists\": null}",
                "error-condition-string",
                "{\"exists\": \"no\"}");
        refused(
                "test_validate_policy_nested_anything_but_operator",
                "error-condition-wrong-operator",
                "{\"anything-but\": {\"wrong-operator\": null}}",
                "error-condition-anything-but-suffix",
                "{\"anything-but\": {\"suffix\": \"test\"}}",
                "error-condition-anything-but-exists",
                "{\"anything-but\": {\"exists\": false}}",
                "error-condition-anything-but-prefix-wrong-type",
                "{\"anything-but\": {\"prefix\": false}}");
    }

    @Test
    void strings() {
        String topic = sns.createTopic(c -> c.name("topic")).topicArn();
        RECORDING.test("test_validate_policy_string_operators", s -> {
            Map<String, String> policies = new LinkedHashMap<>();
            policies.put("error-condition-empty-array", "{\"key\": []}");
            policies.put("error-condition-is-numeric", "{\"key\": [{\"suffix\": 100}]}");
            policies.put("error-condition-is-none", "{\"key\": [{\"suffix\": null}]}");
            policies.put("error-condition-is-not-list-and-operator", "{\"key\": {\"suffix\": \"value\"}}");
            policies.put("error-condition-empty-list", "{\"key\": [{\"suffix\": []}]}");
            policies.put("error-condition-list-wrong-type", "{\"key\": [{\"suffix\": [\"test\", \"test2\"]}]}");
            policies.put(
                    "error-condition-is-not-list-two-ops", "{\"key\": {\"suffix\": \"value\", \"prefix\": \"value\"}}");
            policies.put("error-condition-is-not-list-and-no-operator", "{\"key\": {\"not-an-operator\": \"value\"}}");
            policies.put("error-condition-bad-type", "{\"key\": [{\"cidr\": [\"bad-filter\"]}]}");
            policies.put("error-condition-bad-cidr-str", "{\"key\": [{\"cidr\": \"bad-filter\"}]}");
            policies.put("error-condition-bad-cidr-str-slash", "{\"key\": [{\"cidr\": \"bad-filter/64\"}]}");
            policies.put("error-condition-bad-cidr-str-slash-2", "{\"key\": [{\"cidr\": \"bad-/64filter\"}]}");
            policies.put("error-condition-bad-cidr-v4", "{\"key\": [{\"cidr\": \"xx.11.xx/8\"}]}");
            policies.put("error-condition-bad-cidr-v6", "{\"key\": [{\"cidr\": \"xxxx:db8:1234:1a00::/64\"}]}");
            policies.forEach((label, policy) -> fails(s, label, topic, policy, "MessageAttributes"));
        });
    }

    @Test
    void numbers() {
        String[][] cases = {
            {"empty", ""},
            {"wrong-operator", "\"operator\""},
            {"operator-order", "1, \"<=\""},
            {"type", "\"=\", \"000\""},
            {"missing-value", "\">=\""},
            {"wrong-range-order", "\"<\", 100, \">\", 10"},
            {"wrong-range-operators", "\">=\", 1, \">\", 2"},
            {"wrong-value-order", "\">\", 3, \"<\", 1"},
            {"missing-range-value", "\">\", 20, \"<=\""},
            {"missing-range-operator", "\">\", 20, 30"},
            {"wrong-second-range-operator", "\">\", 20, \"test\""},
            {"wrong-range-value-1-type", "\">\", \"20\", \"<\", \"30\""},
            {"wrong-range-value-2-type", "\">\", 20, \"<\", \"30\""},
            {"too-many-range", "\">\", 20, \"<\", 30, \"<\", 50"}
        };
        String[] labelled = new String[cases.length * 2];
        for (int i = 0; i < cases.length; i++) {
            labelled[2 * i] = "error-numeric-" + cases[i][0];
            labelled[2 * i + 1] = "{\"numeric\": [" + cases[i][1] + "]}";
        }
        refused("test_validate_policy_numeric_operator", labelled);
    }

    @Test
    void complexity() {
        String topic = sns.createTopic(c -> c.name("topic")).topicArn();
        RECORDING.test("test_policy_complexity_with_or", s -> {
            fails(s, "error-complexity-or-flat", topic, """
                    {"source": ["aws.cloudwatch", "aws.events", "aws.test", "aws.test2"],
                     "$or": [{"metricName": ["CPUUtilization", "ReadLatency", "t1", "t2", "t3", "t4"]},
                             {"metricType": ["MetricType", "TestType", "TestType2", "TestType3"],
                              "$or": [{"metricId": [1234, 4321, 5678, 9012]}, {"spaceId": [1, 2, 3, 4]}]}]}""", "MessageAttributes");
            fails(s, "error-complexity-or-nested", topic, """
                    {"$or": [{"metricName": ["CPUUtilization", "ReadLatency", "TestValue"]},
                             {"namespace": ["AWS/EC2", "AWS/ES"]}],
                     "detail": {"scope": ["Service", "Test"],
                                "$or": [{"source": ["aws.cloudwatch"]},
                                        {"type": ["CloudWatch Alarm State Change", "TestValue", "TestValue2"]}]}}""", "MessageBody");
        });
    }

    @Test
    void scopes() {
        String topic = sns.createTopic(c -> c.name("topic")).topicArn();
        String queue = "arn:aws:sqs:us-east-1:111122223333:queue";
        String subscription = sns.subscribe(
                        b -> b.topicArn(topic).protocol("sqs").endpoint(queue))
                .subscriptionArn();
        RECORDING.test("test_sub_filter_policy_nested_property", s -> {
            String nested = "{\"object\": {\"key\": [{\"prefix\": \"auto-\"}]}}";
            s.fails("sub-filter-policy-nested-error", () -> set(subscription, "FilterPolicy", nested));
        });
        RECORDING.test("test_set_subscription_filter_policy_scope", s -> {
            s.fails("sub-attrs-filter-scope-error", () -> set(subscription, "FilterPolicyScope", "RandomValue"));
        });
        RECORDING.test("test_sub_filter_policy_nested_property_constraints", s -> {
            set(subscription, "FilterPolicyScope", "MessageBody");
            s.fails(
                    "sub-filter-policy-nested-error-too-many-combinations",
                    () -> set(subscription, "FilterPolicy", """
                    {"key_a": {"key_b": {"key_c": ["value_one", "value_two", "value_three", "value_four"]}},
                     "key_d": {"key_e": ["value_one", "value_two", "value_three"]},
                     "key_f": ["value_one", "value_two", "value_three"]}"""));
            s.fails("sub-filter-policy-max-attr-keys", () -> set(subscription, "FilterPolicy", """
                    {"key_a": ["1"], "key_b": ["2"], "key_c": ["3"], "key_d": ["4"], "key_e": ["5"],
                     "key_f": ["6"]}"""));
            s.fails(
                    "sub-filter-policy-rule-no-list",
                    () -> set(subscription, "FilterPolicy", "{\"key_a\": \"value_one\"}"));
        });
    }

    private Object set(String subscription, String name, String value) {
        return sns.setSubscriptionAttributes(
                b -> b.subscriptionArn(subscription).attributeName(name).attributeValue(value));
    }
}

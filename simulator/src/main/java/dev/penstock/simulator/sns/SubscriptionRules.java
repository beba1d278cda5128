package dev.penstock.simulator.sns;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What subscriptions SNS accepts. Messages of refusal are recorded from AWS. */
final class SubscriptionRules {

    private static final Set<String> PROTOCOLS =
            Set.of("application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs");
    private static final Set<String> ATTRIBUTES = Set.of(
            "DeliveryPolicy",
            "FilterPolicy",
            "FilterPolicyScope",
            "RawMessageDelivery",
            "RedrivePolicy",
            "ReplayPolicy",
            "SubscriptionRoleArn");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9](?:[0-9]|[-./](?=[0-9]))*[0-9]");

    private SubscriptionRules() {}

    static void checkEndpoint(Topic topic, String protocol, String endpoint) {
        if (!PROTOCOLS.contains(protocol)) {
            throw SnsErrors.invalid("Amazon SNS does not support this protocol string: " + protocol);
        }
        switch (protocol) {
            case "http", "https" -> {
                if (!endpoint.startsWith(protocol + "://")) {
                    throw SnsErrors.invalid("Endpoint must match the specified protocol");
                }
            }
            case "sqs" -> checkQueue(topic, endpoint);
            case "sms" -> {
                if (!isPhone(endpoint)) {
                    throw ServiceError.client("InvalidParameter", "Invalid SMS endpoint: " + endpoint);
                }
            }
            case "email", "email-json" -> {
                if (!endpoint.contains("@")) {
                    throw SnsErrors.invalid("Email address");
                }
            }
            case "lambda" -> {
                if (!endpoint.startsWith("arn:")) {
                    throw SnsErrors.invalid("Lambda endpoint ARN");
                }
            }
            case "application" -> {
                if (!endpoint.startsWith("arn:") || !endpoint.contains(":endpoint/")) {
                    throw SnsErrors.invalid("Endpoint Reason: Endpoint does not exist for endpoint " + endpoint);
                }
            }
            default -> {
                if (!endpoint.startsWith("arn:")) {
                    throw SnsErrors.invalid("Firehose endpoint ARN");
                }
            }
        }
    }

    /** Whether a text is a phone number as messages are sent to. */
    static boolean isPhone(String number) {
        return PHONE.matcher(number).matches();
    }

    private static void checkQueue(Topic topic, String endpoint) {
        if (!endpoint.startsWith("arn:aws:sqs:") || endpoint.split(":", -1).length != 6) {
            throw SnsErrors.invalid("SQS endpoint ARN");
        }
        if (endpoint.endsWith(".fifo") && !topic.isFifo()) {
            throw SnsErrors.invalid("Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to"
                    + " standard SNS topics");
        }
    }

    /** Checks the attributes of a new subscription. */
    static void checkAttributes(Topic topic, String endpoint, Map<String, String> attributes) {
        boolean body = "MessageBody".equals(attributes.get("FilterPolicyScope"));
        attributes.forEach((name, value) -> {
            if (!ATTRIBUTES.contains(name)) {
                throw SnsErrors.invalid("AttributeName");
            }
            problem(topic, endpoint, name, value, body).ifPresent(problem -> {
                // Recorded: a nested policy in the wrong scope is said without the prefix.
                throw SnsErrors.invalid(
                        problem.startsWith("Filter policy scope") ? problem : "Attributes Reason: " + problem);
            });
        });
    }

    /** The attributes of a new subscription as they are kept: empty ones mean none. */
    static Map<String, String> kept(Map<String, String> given) {
        Map<String, String> kept = new HashMap<>(given);
        kept.values().removeIf(String::isEmpty);
        kept.computeIfPresent("RawMessageDelivery", (name, value) -> value.toLowerCase(Locale.ROOT));
        return kept;
    }

    /** Checks an attribute that is set on a subscription. */
    static void checkAttribute(Topic topic, Subscription subscription, String name, String value) {
        if (!ATTRIBUTES.contains(name)) {
            throw SnsErrors.invalid("AttributeName");
        }
        boolean body = "MessageBody".equals(subscription.attributes().get("FilterPolicyScope"));
        problem(topic, subscription.endpoint(), name, value, body).ifPresent(problem -> {
            throw SnsErrors.invalid(problem);
        });
    }

    private static Optional<String> problem(Topic topic, String endpoint, String name, String value, boolean body) {
        return switch (name) {
            case "RawMessageDelivery" ->
                value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
                        ? Optional.empty()
                        : Optional.of("RawMessageDelivery: Invalid value [" + value + "]. Must be true or false.");
            case "FilterPolicyScope" ->
                value.equals("MessageBody") || value.equals("MessageAttributes")
                        ? Optional.empty()
                        : Optional.of("FilterPolicyScope: Invalid value [" + value
                                + "]. Please use either MessageBody or MessageAttributes");
            case "FilterPolicy" -> filterProblem(value, body);
            case "RedrivePolicy" -> redriveProblem(topic, endpoint, value);
            default -> Optional.empty();
        };
    }

    private static Optional<String> filterProblem(String value, boolean body) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            FilterPolicyReader.read(value, body);
            return Optional.empty();
        } catch (FilterPolicyReader.Refused e) {
            return Optional.of(e.message());
        }
    }

    private static Optional<String> redriveProblem(Topic topic, String endpoint, String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> broken = FilterPolicyReader.brokenJson(value);
        if (broken.isPresent()) {
            return Optional.of("RedrivePolicy: failed to parse JSON. " + broken.get());
        }
        String target = JsonValue.parse(value)
                .filter(JsonValue.Structure.class::isInstance)
                .map(v -> ((JsonValue.Structure) v).members().get("deadLetterTargetArn"))
                .filter(JsonValue.Text.class::isInstance)
                .map(v -> ((JsonValue.Text) v).value())
                .orElse("");
        if (!target.startsWith("arn:") || target.split(":", -1).length != 6) {
            return Optional.of("RedrivePolicy: deadLetterTargetArn is an invalid arn");
        }
        return topic.isFifo() && endpoint.endsWith(".fifo") && !target.endsWith(".fifo")
                ? Optional.of("RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.")
                : Optional.empty();
    }
}

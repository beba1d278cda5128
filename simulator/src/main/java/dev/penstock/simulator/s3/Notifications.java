package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/**
 * Notification configurations: checked, kept and given back; {@link BucketNews} delivers. Source: S3 API Reference; errors as
 * recorded from AWS.
 */
final class Notifications {

    record Configured(NotificationConfiguration configuration) {}

    private final Buckets buckets;
    private final Table<Configured> table;
    private NotificationDestinations destinations = NotificationDestinations.NONE;

    Notifications(Buckets buckets) {
        this.buckets = buckets;
        this.table = buckets.settings("notifications", Configured.class);
    }

    /** Says what notifications can go to. */
    void destinations(NotificationDestinations known) {
        destinations = known;
    }

    /** What a bucket is to send; empty when nothing was ever said. */
    Optional<NotificationConfiguration> of(Bucket bucket) {
        return table.get(bucket.name()).map(Configured::configuration);
    }

    void declare(Operations all) {
        all.operation(
                        "PUT /{Bucket}?notification",
                        "PutBucketNotificationConfiguration",
                        PutBucketNotificationConfigurationRequest::builder,
                        this::put)
                .operation(
                        "GET /{Bucket}?notification >NotificationConfiguration",
                        "GetBucketNotificationConfiguration",
                        GetBucketNotificationConfigurationRequest::builder,
                        this::get);
    }

    private PutBucketNotificationConfigurationResponse put(
            Call call, PutBucketNotificationConfigurationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        NotificationConfiguration asked = request.notificationConfiguration();
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        NotificationConfiguration named = named(asked);
        if (!call.header("x-amz-skip-destination-validation")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            requireDestinations(named);
        }
        table.put(bucket.name(), new Configured(named));
        call.effect(bucket.arn());
        return PutBucketNotificationConfigurationResponse.builder().build();
    }

    private GetBucketNotificationConfigurationResponse get(
            Call call, GetBucketNotificationConfigurationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        GetBucketNotificationConfigurationResponse.Builder response =
                GetBucketNotificationConfigurationResponse.builder();
        Optional<Configured> configured = table.get(bucket.name());
        return configured.isEmpty()
                ? response.build()
                : Fields.copy(configured.get().configuration(), response).build();
    }

    /** Checks every entry and gives those an id that have none. */
    private static NotificationConfiguration named(NotificationConfiguration asked) {
        List<TopicConfiguration> topics = new ArrayList<>();
        for (TopicConfiguration topic : asked.topicConfigurations()) {
            require("Topic", topic.topicArn(), topic.events());
            topics.add(topic.toBuilder()
                    .id(id(topic.id(), topic))
                    .filter(filter(topic.filter()))
                    .build());
        }
        List<QueueConfiguration> queues = new ArrayList<>();
        for (QueueConfiguration queue : asked.queueConfigurations()) {
            require("Queue", queue.queueArn(), queue.events());
            queues.add(queue.toBuilder()
                    .id(id(queue.id(), queue))
                    .filter(filter(queue.filter()))
                    .build());
        }
        List<LambdaFunctionConfiguration> functions = new ArrayList<>();
        for (LambdaFunctionConfiguration function : asked.lambdaFunctionConfigurations()) {
            require("CloudFunction", function.lambdaFunctionArn(), function.events());
            functions.add(function.toBuilder()
                    .id(id(function.id(), function))
                    .filter(filter(function.filter()))
                    .build());
        }
        return NotificationConfiguration.builder()
                .eventBridgeConfiguration(asked.eventBridgeConfiguration())
                .topicConfigurations(topics.isEmpty() ? null : topics)
                .queueConfigurations(queues.isEmpty() ? null : queues)
                .lambdaFunctionConfigurations(functions.isEmpty() ? null : functions)
                .build();
    }

    private static void require(String kind, @Nullable String arn, List<Event> events) {
        if (arn == null || events.isEmpty()) {
            throw S3Errors.malformedXml();
        } else if (!arn.matches("arn:[^:]+:(sns|sqs|lambda):[^:]*:[0-9]{12}:.+")) {
            throw S3Errors.invalidArgument("The ARN could not be parsed", kind, arn);
        } else if (events.contains(Event.UNKNOWN_TO_SDK_VERSION)) {
            throw S3Errors.invalidArgument("The event is not supported for notifications", "Event");
        }
    }

    private static String id(@Nullable String given, Object entry) {
        return given != null
                ? given
                : UUID.nameUUIDFromBytes(entry.toString().getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    private static @Nullable NotificationConfigurationFilter filter(@Nullable NotificationConfigurationFilter filter) {
        if (filter == null || filter.key() == null) {
            return filter;
        }
        List<FilterRule> rules = new ArrayList<>();
        for (FilterRule rule : filter.key().filterRules()) {
            if (rule.nameAsString() == null || rule.value() == null) {
                throw S3Errors.malformedXml();
            }
            String name = rule.nameAsString().toLowerCase(Locale.ROOT);
            if (!name.equals("prefix") && !name.equals("suffix")) {
                throw S3Errors.invalidArgument(
                        "filter rule name must be either prefix or suffix", "FilterRule.Name", rule.nameAsString());
            }
            // S3 gives the names back with a capital letter, however they were put.
            rules.add(rule.toBuilder()
                    .name(name.equals("prefix") ? "Prefix" : "Suffix")
                    .build());
        }
        return NotificationConfigurationFilter.builder()
                .key(k -> k.filterRules(rules))
                .build();
    }

    /** Queues and functions have to be there. Topics are taken as they are named. */
    private void requireDestinations(NotificationConfiguration asked) {
        Map<String, String> refused = new LinkedHashMap<>();
        asked.queueConfigurations().stream()
                .filter(q -> !destinations.has(q.queueArn()))
                .forEach(q -> refused.put(q.queueArn(), "The destination queue does not exist"));
        asked.lambdaFunctionConfigurations().stream()
                .filter(f -> !destinations.has(f.lambdaFunctionArn()))
                .forEach(f -> refused.put(
                        f.lambdaFunctionArn() + ", null",
                        "Not authorized to invoke function [" + f.lambdaFunctionArn() + "]"));
        if (refused.isEmpty()) {
            return;
        }
        Map<String, String> details = new LinkedHashMap<>();
        int number = 1;
        for (Map.Entry<String, String> entry : refused.entrySet()) {
            details.put("ArgumentName" + number, entry.getKey());
            details.put("ArgumentValue" + number, entry.getValue());
            number++;
        }
        throw new ServiceError(
                "InvalidArgument", 400, "Unable to validate the following destination configurations", details);
    }
}

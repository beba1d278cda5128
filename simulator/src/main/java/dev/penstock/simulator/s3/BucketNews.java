package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ModelJson;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;

/**
 * What buckets tell of their objects: events in EventBridge, where that is on, and notifications to queues, topics and functions.
 * Objects that services write for themselves, like artifacts of builds, are told of by nobody.
 *
 * <p>Sources: S3 User Guide, "Using EventBridge" and "Event message structure"; the form of events as recorded from AWS.
 */
final class BucketNews implements ObjectNews {

    private static final int SEQUENCER = 18;

    private final Notifications notifications;
    private final ServiceEvents told;
    private final NotificationDestinations destinations;
    private final Ids ids;

    BucketNews(Notifications notifications, ServiceEvents told, NotificationDestinations destinations, Ids ids) {
        this.notifications = notifications;
        this.told = told;
        this.destinations = destinations;
        this.ids = ids;
    }

    @Override
    public void created(Call call, Bucket bucket, String key, StoredObject.Version version) {
        notifications.of(bucket).ifPresent(configured -> {
            Map<String, JsonValue> object = new LinkedHashMap<>();
            object.put("key", new JsonValue.Text(key));
            object.put("size", new JsonValue.Number(BigDecimal.valueOf(version.size())));
            object.put("etag", new JsonValue.Text(version.etag().replace("\"", "")));
            if (bucket.everVersioned()) {
                object.put("version-id", new JsonValue.Text(version.id()));
            }
            object.put("sequencer", new JsonValue.Text(sequencer()));
            String reason = reason(call);
            event(configured, call, bucket, "Object Created", object, "reason", reason);
            String name = reason.equals("CopyObject")
                    ? "Copy"
                    : reason.equals("PutObject") ? "Put" : reason.equals("POST Object") ? "Post" : reason;
            notify(configured, call, bucket, "ObjectCreated:" + name, object);
        });
    }

    @Override
    public void deleted(Call call, Bucket bucket, String key, Optional<String> versionId, boolean marker) {
        notifications.of(bucket).ifPresent(configured -> {
            Map<String, JsonValue> object = new LinkedHashMap<>();
            object.put("key", new JsonValue.Text(key));
            versionId.ifPresent(id -> object.put("version-id", new JsonValue.Text(id)));
            object.put("sequencer", new JsonValue.Text(sequencer()));
            String type = marker ? "Delete Marker Created" : "Permanently Deleted";
            event(configured, call, bucket, "Object Deleted", object, "reason", "DeleteObject", "deletion-type", type);
            notify(configured, call, bucket, "ObjectRemoved:" + (marker ? "DeleteMarkerCreated" : "Delete"), object);
        });
    }

    private String sequencer() {
        return ids.hex(SEQUENCER).toUpperCase(java.util.Locale.ROOT);
    }

    private static String reason(Call call) {
        return call.operation().equals("PutObject")
                        && call.header("content-type")
                                .filter(type -> type.startsWith("multipart/form-data"))
                                .isPresent()
                ? "POST Object"
                : call.operation();
    }

    private void event(
            NotificationConfiguration configured,
            Call call,
            Bucket bucket,
            String type,
            Map<String, JsonValue> object,
            String... more) {
        if (configured.eventBridgeConfiguration() == null || !told.isHeard(bucket.account(), bucket.region())) {
            return;
        }
        Map<String, JsonValue> detail = new LinkedHashMap<>();
        detail.put("version", new JsonValue.Text("0"));
        detail.put("bucket", ModelJson.texts("name", bucket.name()));
        detail.put("object", new JsonValue.Structure(object));
        detail.put("request-id", new JsonValue.Text(call.requestId()));
        detail.put("requester", new JsonValue.Text(call.account()));
        detail.put("source-ip-address", new JsonValue.Text("127.0.0.1"));
        detail.putAll(ModelJson.texts(more).members());
        told.tell(new ServiceEvents.Told(
                bucket.account(),
                bucket.region(),
                "aws.s3",
                type,
                List.of(bucket.arn()),
                new JsonValue.Structure(detail)));
    }

    private void notify(
            NotificationConfiguration configured,
            Call call,
            Bucket bucket,
            String name,
            Map<String, JsonValue> object) {
        String key = JsonTexts.scalar(object.getOrDefault("key", new JsonValue.Null()));
        configured.queueConfigurations().forEach(queue -> {
            if (wanted(name, queue.eventsAsStrings()) && fits(queue.filter(), key)) {
                send(call, bucket, name, object, queue.id(), queue.queueArn());
            }
        });
        configured.topicConfigurations().forEach(topic -> {
            if (wanted(name, topic.eventsAsStrings()) && fits(topic.filter(), key)) {
                send(call, bucket, name, object, topic.id(), topic.topicArn());
            }
        });
        configured.lambdaFunctionConfigurations().forEach(function -> {
            if (wanted(name, function.eventsAsStrings()) && fits(function.filter(), key)) {
                send(call, bucket, name, object, function.id(), function.lambdaFunctionArn());
            }
        });
    }

    private static boolean wanted(String name, List<String> events) {
        return events.stream()
                .map(event -> event.substring("s3:".length()))
                .anyMatch(event -> event.equals(name)
                        || (event.endsWith(":*") && name.startsWith(event.substring(0, event.length() - 1))));
    }

    private static boolean fits(@Nullable NotificationConfigurationFilter filter, String key) {
        List<FilterRule> rules = filter == null || filter.key() == null
                ? List.of()
                : filter.key().filterRules();
        return rules.stream()
                .allMatch(rule -> "Suffix".equalsIgnoreCase(rule.nameAsString())
                        ? key.endsWith(rule.value())
                        : key.startsWith(rule.value()));
    }

    private void send(
            Call call, Bucket bucket, String name, Map<String, JsonValue> object, String id, String destination) {
        Map<String, JsonValue> described = new LinkedHashMap<>();
        String key = JsonTexts.scalar(object.getOrDefault("key", new JsonValue.Null()));
        described.put("key", new JsonValue.Text(URLEncoder.encode(key, StandardCharsets.UTF_8)));
        copy(object, "size", described, "size");
        copy(object, "etag", described, "eTag");
        copy(object, "version-id", described, "versionId");
        copy(object, "sequencer", described, "sequencer");
        Map<String, JsonValue> s3 = new LinkedHashMap<>();
        s3.put("s3SchemaVersion", new JsonValue.Text("1.0"));
        s3.put("configurationId", new JsonValue.Text(id));
        JsonValue.Structure named = ModelJson.texts("name", bucket.name());
        JsonValue.Structure owned =
                ModelJson.with(named, "ownerIdentity", ModelJson.texts("principalId", bucket.account()));
        s3.put("bucket", ModelJson.with(owned, "arn", new JsonValue.Text(bucket.arn())));
        s3.put("object", new JsonValue.Structure(described));
        Map<String, JsonValue> record = new LinkedHashMap<>();
        record.put("eventVersion", new JsonValue.Text("2.1"));
        record.put("eventSource", new JsonValue.Text("aws:s3"));
        record.put("awsRegion", new JsonValue.Text(bucket.region()));
        record.put("eventTime", new JsonValue.Text(call.now().toString()));
        record.put("eventName", new JsonValue.Text(name));
        record.put("userIdentity", ModelJson.texts("principalId", call.caller().userId()));
        record.put("requestParameters", ModelJson.texts("sourceIPAddress", "127.0.0.1"));
        record.put("responseElements", ModelJson.texts("x-amz-request-id", call.requestId()));
        record.put("s3", new JsonValue.Structure(s3));
        JsonValue records = new JsonValue.Array(List.of(new JsonValue.Structure(record)));
        destinations.send(bucket.arn(), destination, JsonTexts.of(new JsonValue.Structure(Map.of("Records", records))));
    }

    private static void copy(Map<String, JsonValue> from, String name, Map<String, JsonValue> to, String as) {
        JsonValue value = from.get(name);
        if (value != null) {
            to.put(as, value);
        }
    }
}

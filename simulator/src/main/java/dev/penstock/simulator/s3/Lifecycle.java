package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationResponse;

/**
 * Lifecycle configurations. Every simulated midnight (UTC) what has expired goes; time is never moved for it.
 * Transitions to other storage classes are kept and do nothing. Source: S3 User Guide, "Managing the lifecycle of
 * objects".
 */
final class Lifecycle {

    record Rules(BucketLifecycleConfiguration configuration, String minimumSize) {}

    private static final String STEP = "s3.midnight";
    private static final String SMALLEST = "all_storage_classes_128K";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Buckets buckets;
    private final Versions versions;
    private final Uploads uploads;
    private final Calendar calendar;
    private final Table<Rules> table;

    Lifecycle(Buckets buckets, Versions versions, Uploads uploads, Calendar calendar) {
        this.buckets = buckets;
        this.versions = versions;
        this.uploads = uploads;
        this.calendar = calendar;
        this.table = buckets.settings("lifecycle", Rules.class);
        calendar.inPassing(STEP, this::midnight);
    }

    void declare(Operations all) {
        all.operation(
                        "PUT /{Bucket}?lifecycle",
                        "PutBucketLifecycleConfiguration",
                        PutBucketLifecycleConfigurationRequest::builder,
                        this::put)
                .operation(
                        "GET /{Bucket}?lifecycle >LifecycleConfiguration",
                        "GetBucketLifecycleConfiguration",
                        GetBucketLifecycleConfigurationRequest::builder,
                        this::get)
                .operation(
                        "DELETE /{Bucket}?lifecycle",
                        "DeleteBucketLifecycle",
                        DeleteBucketLifecycleRequest::builder,
                        this::delete);
    }

    /** What answers say of the rule by which an object expires first. */
    Optional<String> expiration(Bucket bucket, String key, Version version) {
        Rules rules = table.get(bucket.name()).orElse(null);
        if (rules == null) {
            return Optional.empty();
        }
        return LifecycleRules.enabled(rules.configuration()).stream()
                .filter(rule -> LifecycleRules.applies(rule, key, version))
                .flatMap(rule -> LifecycleRules.expiry(rule, version).stream().map(at -> Map.entry(at, rule)))
                .min(Comparator.comparing(Map.Entry::getKey))
                .map(e -> "expiry-date=\"" + DATE.format(e.getKey()) + "\", rule-id=\""
                        + e.getValue().id() + "\"");
    }

    private PutBucketLifecycleConfigurationResponse put(Call call, PutBucketLifecycleConfigurationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String size =
                call.header("x-amz-transition-default-minimum-object-size").orElse(SMALLEST);
        if (!size.equals(SMALLEST) && !size.equals("varies_by_storage_class")) {
            throw S3Errors.invalidRequest("Invalid TransitionDefaultMinimumObjectSize found: " + size);
        }
        BucketLifecycleConfiguration asked = request.lifecycleConfiguration();
        if (asked == null || asked.rules().isEmpty() || asked.rules().size() > 1000) {
            throw S3Errors.malformedXml();
        }
        List<LifecycleRule> rules = new ArrayList<>();
        for (int i = 0; i < asked.rules().size(); i++) {
            LifecycleRules.require(asked.rules().get(i));
            String id = asked.rules().get(i).id();
            rules.add(asked.rules().get(i).toBuilder()
                    .id(id == null ? LifecycleRules.generatedId(asked.rules().get(i), i) : id)
                    .build());
        }
        table.put(
                bucket.name(),
                new Rules(BucketLifecycleConfiguration.builder().rules(rules).build(), size));
        calendar.enter(STEP, bucket.name(), nextMidnight(call.now()));
        call.effect(bucket.arn());
        return PutBucketLifecycleConfigurationResponse.builder()
                .transitionDefaultMinimumObjectSize(size)
                .build();
    }

    private GetBucketLifecycleConfigurationResponse get(Call call, GetBucketLifecycleConfigurationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Rules rules = table.get(bucket.name())
                .orElseThrow(() -> S3Errors.notConfigured(
                        "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", bucket.name()));
        return GetBucketLifecycleConfigurationResponse.builder()
                .rules(rules.configuration().rules())
                .transitionDefaultMinimumObjectSize(rules.minimumSize())
                .build();
    }

    private DeleteBucketLifecycleResponse delete(Call call, DeleteBucketLifecycleRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        table.remove(bucket.name());
        calendar.strike(STEP, bucket.name());
        call.effect(bucket.arn());
        call.status(204);
        return DeleteBucketLifecycleResponse.builder().build();
    }

    private void midnight(String name) {
        Bucket bucket = buckets.find(name).orElse(null);
        Rules rules = table.get(name).orElse(null);
        if (bucket == null || rules == null) {
            return;
        }
        Instant now = calendar.now();
        List<LifecycleRule> enabled = LifecycleRules.enabled(rules.configuration());
        List<StoredObject> objects = new ArrayList<>();
        versions.under(bucket, "").forEach(objects::add);
        for (StoredObject object : objects) {
            enabled.forEach(rule -> expire(bucket, object.key(), rule, now));
        }
        uploads.of(bucket).stream()
                .filter(upload -> enabled.stream().anyMatch(rule -> LifecycleRules.abandons(rule, upload, now)))
                .forEach(upload -> uploads.remove(bucket, upload));
        calendar.enter(STEP, name, nextMidnight(now));
    }

    private void expire(Bucket bucket, String key, LifecycleRule rule, Instant now) {
        StoredObject object = versions.find(bucket, key);
        Version current = object.current().orElse(null);
        if (current != null
                && LifecycleRules.applies(rule, key, current)
                && LifecycleRules.expiry(rule, current)
                        .filter(at -> !at.isAfter(now))
                        .isPresent()) {
            if (bucket.everVersioned()) {
                versions.hide(now, bucket, key);
            } else {
                versions.remove(bucket, key, current.id());
            }
        }
        LifecycleRules.outdated(rule, versions.find(bucket, key), now)
                .forEach(version -> versions.remove(bucket, key, version.id()));
        StoredObject left = versions.find(bucket, key);
        if (left.versions().size() == 1
                && left.versions().getFirst().deleted()
                && LifecycleRules.dropsMarkers(rule, key)) {
            versions.remove(bucket, key, left.versions().getFirst().id());
        }
    }

    private static Instant nextMidnight(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    }
}

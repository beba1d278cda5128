package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.RestoreObjectRequest;
import software.amazon.awssdk.services.s3.model.RestoreObjectResponse;
import software.amazon.awssdk.services.s3.model.RestoreRequest;

/**
 * Archived objects and their restoration, which takes simulated time. Source: S3 User Guide, "Understanding archive
 * retrieval options".
 */
final class Archive {

    private static final Set<String> CLASSES = Set.of("GLACIER", "DEEP_ARCHIVE");
    private static final Map<String, Duration> GLACIER = Map.of(
            "Expedited", Duration.ofMinutes(5),
            "Standard", Duration.ofHours(5),
            "Bulk", Duration.ofHours(12));
    private static final Map<String, Duration> DEEP_ARCHIVE =
            Map.of("Standard", Duration.ofHours(12), "Bulk", Duration.ofHours(48));
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String STEP = "s3.restored";

    private final Buckets buckets;
    private final Versions versions;
    private final Calendar calendar;

    Archive(Buckets buckets, Versions versions, Calendar calendar) {
        this.buckets = buckets;
        this.versions = versions;
        this.calendar = calendar;
        calendar.inPassing(STEP, this::restored);
    }

    void declare(Operations all) {
        all.operation("POST /{Bucket}/{Key+}?restore", "RestoreObject", RestoreObjectRequest::builder, this::restore);
    }

    /** Throws when an object has to be restored before it can be read. */
    static void requireReadable(Call call, Version version) {
        boolean readable = version.restoredUntil()
                .filter(until -> until.isAfter(call.now()))
                .isPresent();
        String storage = version.properties().storageClass();
        if (CLASSES.contains(storage) && !readable) {
            throw new ServiceError(
                    "InvalidObjectState",
                    403,
                    "The operation is not valid for the object's storage class",
                    Map.of("StorageClass", storage));
        }
    }

    /** What reads say of a restoration. */
    static Optional<String> header(Version version) {
        if (version.restoring()) {
            return Optional.of("ongoing-request=\"true\"");
        }
        return version.restoredUntil()
                .map(until -> "ongoing-request=\"false\", expiry-date=\"" + DATE.format(until) + "\"");
    }

    private RestoreObjectResponse restore(Call call, RestoreObjectRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Version version = versions.toChange(bucket, request.key(), request.versionId(), "POST");
        String storage = version.properties().storageClass();
        RestoreRequest asked = request.restoreRequest();
        if (!CLASSES.contains(storage)) {
            throw new ServiceError(
                    "InvalidObjectState",
                    403,
                    "Restore is not allowed for the object's current storage class",
                    Map.of("StorageClass", storage));
        } else if (version.restoring()) {
            throw ServiceError.of(409, "RestoreAlreadyInProgress", "Object restore is already in progress");
        } else if (asked == null || asked.days() == null || asked.days() < 1) {
            throw S3Errors.malformedXml();
        }
        boolean again =
                version.restoredUntil().filter(u -> u.isAfter(call.now())).isPresent();
        if (again) {
            versions.change(
                    bucket, request.key(), version.restored(false, Optional.of(until(call, asked, Duration.ZERO))));
        } else {
            Duration takes = duration(storage, asked);
            versions.change(bucket, request.key(), version.restored(true, Optional.of(until(call, asked, takes))));
            calendar.enter(
                    STEP,
                    Versions.tableKey(bucket, request.key()) + "\u0000" + version.id(),
                    call.now().plus(takes));
            call.status(202);
        }
        call.effect(Versions.arn(bucket, request.key()));
        return RestoreObjectResponse.builder().build();
    }

    private void restored(String resource) {
        String[] parts = resource.split("\u0000", 3);
        Bucket bucket = buckets.find(parts[0]).orElse(null);
        if (bucket != null) {
            versions.find(bucket, parts[1])
                    .version(parts[2])
                    .ifPresent(version ->
                            versions.change(bucket, parts[1], version.restored(false, version.restoredUntil())));
        }
    }

    /** Copies are kept until midnight after the days that were asked for. */
    private static Instant until(Call call, RestoreRequest asked, Duration takes) {
        return call.now().plus(takes).plus(Duration.ofDays(asked.days() + 1L)).truncatedTo(ChronoUnit.DAYS);
    }

    private static Duration duration(String storage, RestoreRequest asked) {
        String tier = asked.glacierJobParameters() != null
                ? asked.glacierJobParameters().tierAsString()
                : asked.tierAsString();
        Map<String, Duration> tiers = storage.equals("GLACIER") ? GLACIER : DEEP_ARCHIVE;
        Duration duration = tiers.get(tier == null ? "Standard" : tier);
        if (duration == null) {
            throw S3Errors.invalidArgument("Retrieval option is not supported by this storage class", "Tier", tier);
        }
        return duration;
    }
}

package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.Properties.Hold;
import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldRequest;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldResponse;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.PutObjectLegalHoldRequest;
import software.amazon.awssdk.services.s3.model.PutObjectLegalHoldResponse;
import software.amazon.awssdk.services.s3.model.PutObjectLockConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRetentionRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRetentionResponse;

/** Object lock, enforced. Source: S3 User Guide, "Locking objects with Object Lock"; errors as recorded from AWS. */
final class ObjectLocks {

    record LockRule(ObjectLockConfiguration configuration) {}

    private static final Set<String> MODES = Set.of("GOVERNANCE", "COMPLIANCE");

    /** How S3 words a date in an error. */
    private static final DateTimeFormatter WORDED = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss zzz yyyy", Locale.US)
            .withZone(ZoneId.of("America/Los_Angeles"));

    private final Buckets buckets;
    private final Versions versions;
    private final Table<LockRule> rules;

    ObjectLocks(Buckets buckets, Versions versions) {
        this.buckets = buckets;
        this.versions = versions;
        this.rules = buckets.settings("locks", LockRule.class);
    }

    void declare(Operations all) {
        all.operation(
                        "PUT /{Bucket}?object-lock",
                        "PutObjectLockConfiguration",
                        PutObjectLockConfigurationRequest::builder,
                        this::putConfiguration)
                .operation(
                        "GET /{Bucket}?object-lock >ObjectLockConfiguration",
                        "GetObjectLockConfiguration",
                        GetObjectLockConfigurationRequest::builder,
                        this::configuration)
                .operation(
                        "PUT /{Bucket}/{Key+}?retention",
                        "PutObjectRetention",
                        PutObjectRetentionRequest::builder,
                        this::putRetention)
                .operation(
                        "GET /{Bucket}/{Key+}?retention >Retention",
                        "GetObjectRetention",
                        GetObjectRetentionRequest::builder,
                        this::retention)
                .operation(
                        "PUT /{Bucket}/{Key+}?legal-hold",
                        "PutObjectLegalHold",
                        PutObjectLegalHoldRequest::builder,
                        this::putLegalHold)
                .operation(
                        "GET /{Bucket}/{Key+}?legal-hold >LegalHold",
                        "GetObjectLegalHold",
                        GetObjectLegalHoldRequest::builder,
                        this::legalHold);
    }

    /** What protects an object that is being written: as asked for, else the bucket's default. */
    Hold requested(Call call, Bucket bucket) {
        String mode = call.header("x-amz-object-lock-mode").orElse("");
        String until = call.header("x-amz-object-lock-retain-until-date").orElse("");
        String legal = call.header("x-amz-object-lock-legal-hold").orElse("");
        if (mode.isEmpty() && until.isEmpty() && legal.isEmpty()) {
            return byDefault(call, bucket);
        }
        requireLocks(bucket);
        if (mode.isEmpty() != until.isEmpty()) {
            throw S3Errors.invalidArgument(
                    "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
                    mode.isEmpty() ? "x-amz-object-lock-mode" : "x-amz-object-lock-retain-until-date");
        } else if (!mode.isEmpty() && !MODES.contains(mode)) {
            throw S3Errors.invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode);
        } else if (!legal.isEmpty() && !legal.equals("ON") && !legal.equals("OFF")) {
            throw S3Errors.invalidArgument(
                    "Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", legal);
        }
        Hold standard = mode.isEmpty() ? byDefault(call, bucket) : Hold.none();
        return mode.isEmpty()
                ? new Hold(standard.mode(), standard.until(), legal)
                : new Hold(mode, Optional.of(future(call, date(until))), legal);
    }

    /** Throws when a version may not be deleted. */
    void requireDeletable(Call call, Bucket bucket, Version version) {
        if (!mayDelete(call, bucket, version)) {
            throw protectedByLock();
        }
    }

    boolean mayDelete(Call call, Bucket bucket, Version version) {
        Hold hold = version.properties().hold();
        if (hold.legal().equals("ON")) {
            return false;
        }
        return !hold.retains(call.now()) || (hold.mode().equals("GOVERNANCE") && bypasses(call));
    }

    /** The bypass header means nothing without object lock, and S3 says so. */
    static void requireBypassApplies(Call call, Bucket bucket) {
        if (call.header("x-amz-bypass-governance-retention").isPresent() && !bucket.locks()) {
            throw S3Errors.invalidArgument(
                    "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
                    "x-amz-bypass-governance-retention");
        }
    }

    static ServiceError protectedByLock() {
        return ServiceError.of(403, "AccessDenied", "Access Denied because object protected by object lock.");
    }

    private Hold byDefault(Call call, Bucket bucket) {
        DefaultRetention standard = rules.get(bucket.name())
                .map(LockRule::configuration)
                .map(ObjectLockConfiguration::rule)
                .map(rule -> rule.defaultRetention())
                .orElse(null);
        if (standard == null || !bucket.locks()) {
            return Hold.none();
        }
        long days = standard.days() != null ? standard.days() : 365L * standard.years();
        return new Hold(standard.modeAsString(), Optional.of(call.now().plus(Duration.ofDays(days))), "");
    }

    private PutObjectLockConfigurationResponse putConfiguration(Call call, PutObjectLockConfigurationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        ObjectLockConfiguration asked = request.objectLockConfiguration();
        if (asked == null) {
            throw ServiceError.client("MissingRequestBodyError", "Request Body is empty");
        } else if (!"Enabled".equals(asked.objectLockEnabledAsString())) {
            throw S3Errors.malformedXml();
        } else if (!bucket.keepsVersions()) {
            throw ServiceError.of(
                    409,
                    "InvalidBucketState",
                    "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
        }
        if (asked.rule() != null) {
            requireWhole(asked.rule().defaultRetention());
        }
        buckets.table().put(bucket.name(), bucket.locking());
        rules.put(bucket.name(), new LockRule(asked));
        call.effect(bucket.arn());
        return PutObjectLockConfigurationResponse.builder().build();
    }

    private static void requireWhole(@Nullable DefaultRetention retention) {
        if (retention == null || !MODES.contains(String.valueOf(retention.modeAsString()))) {
            throw S3Errors.malformedXml();
        } else if ((retention.days() == null) == (retention.years() == null)) {
            throw S3Errors.malformedXml();
        }
    }

    private GetObjectLockConfigurationResponse configuration(Call call, GetObjectLockConfigurationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        if (!bucket.locks()) {
            throw S3Errors.notConfigured(
                    "ObjectLockConfigurationNotFoundError",
                    "Object Lock configuration does not exist for this bucket",
                    bucket.name());
        }
        return GetObjectLockConfigurationResponse.builder()
                .objectLockConfiguration(rules.get(bucket.name())
                        .map(LockRule::configuration)
                        .orElse(ObjectLockConfiguration.builder()
                                .objectLockEnabled("Enabled")
                                .build()))
                .build();
    }

    private PutObjectRetentionResponse putRetention(Call call, PutObjectRetentionRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        requireLocks(bucket);
        Version version = versions.toChange(bucket, request.key(), request.versionId(), "PUT");
        ObjectLockRetention asked =
                request.retention() == null ? ObjectLockRetention.builder().build() : request.retention();
        String mode = asked.modeAsString() == null ? "" : asked.modeAsString();
        Instant until = asked.retainUntilDate();
        if (mode.isEmpty() != (until == null) || (!mode.isEmpty() && !MODES.contains(mode))) {
            throw S3Errors.malformedXml();
        }
        if (until != null) {
            future(call, until);
        }
        requireLooser(call, version.properties().hold(), mode, until);
        Hold hold = new Hold(
                mode, Optional.ofNullable(until), version.properties().hold().legal());
        change(call, bucket, request.key(), version, hold);
        return PutObjectRetentionResponse.builder().build();
    }

    /** A retention in force can be made longer; shorter only in governance mode, by those who may bypass it. */
    private static void requireLooser(Call call, Hold before, String mode, @Nullable Instant until) {
        if (!before.retains(call.now())) {
            return;
        }
        boolean keeps = until != null
                && !until.isBefore(before.until().orElse(until))
                && (mode.equals(before.mode()) || mode.equals("COMPLIANCE"));
        boolean bypassed = before.mode().equals("GOVERNANCE") && bypasses(call);
        if (!keeps && !bypassed) {
            throw protectedByLock();
        }
    }

    private GetObjectRetentionResponse retention(Call call, GetObjectRetentionRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        requireLocks(bucket);
        Hold hold = versions.toRead(bucket, request.key(), request.versionId(), "GET")
                .properties()
                .hold();
        if (hold.mode().isEmpty()) {
            throw neverSet();
        }
        return GetObjectRetentionResponse.builder()
                .retention(r -> r.mode(hold.mode()).retainUntilDate(hold.until().orElse(null)))
                .build();
    }

    private PutObjectLegalHoldResponse putLegalHold(Call call, PutObjectLegalHoldRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Version version = versions.toChange(bucket, request.key(), request.versionId(), "PUT");
        String status = request.legalHold() == null
                ? ""
                : String.valueOf(request.legalHold().statusAsString());
        if (!status.equals("ON") && !status.equals("OFF")) {
            throw S3Errors.malformedXml();
        }
        requireLocks(bucket);
        Hold before = version.properties().hold();
        change(call, bucket, request.key(), version, new Hold(before.mode(), before.until(), status));
        return PutObjectLegalHoldResponse.builder().build();
    }

    private GetObjectLegalHoldResponse legalHold(Call call, GetObjectLegalHoldRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        requireLocks(bucket);
        Hold hold = versions.toRead(bucket, request.key(), request.versionId(), "GET")
                .properties()
                .hold();
        if (hold.legal().isEmpty()) {
            throw neverSet();
        }
        return GetObjectLegalHoldResponse.builder()
                .legalHold(l -> l.status(hold.legal()))
                .build();
    }

    private void change(Call call, Bucket bucket, String key, Version version, Hold hold) {
        versions.change(bucket, key, version.with(version.properties().with(hold)));
        call.effect(Versions.arn(bucket, key));
    }

    private static boolean bypasses(Call call) {
        return call.header("x-amz-bypass-governance-retention")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }

    private static void requireLocks(Bucket bucket) {
        if (!bucket.locks()) {
            throw S3Errors.invalidRequest("Bucket is missing Object Lock Configuration");
        }
    }

    private static ServiceError neverSet() {
        return ServiceError.of(
                404, "NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration");
    }

    private static Instant future(Call call, Instant until) {
        if (!until.isAfter(call.now())) {
            throw S3Errors.invalidArgument(
                    "The retain until date must be in the future!", "RetainUntilDate", WORDED.format(until));
        }
        return until;
    }

    private static Instant date(String text) {
        try {
            return DateTimeFormatter.ISO_DATE_TIME.withZone(ZoneOffset.UTC).parse(text, Instant::from);
        } catch (DateTimeException e) {
            throw S3Errors.invalidArgument(
                    "The retain until date must be provided in ISO 8601 format",
                    "x-amz-object-lock-retain-until-date",
                    text);
        }
    }
}

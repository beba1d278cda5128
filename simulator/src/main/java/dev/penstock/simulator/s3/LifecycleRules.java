package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleAndOperator;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.Tag;

/** What a lifecycle rule may say, which objects it is about, and when they expire. */
final class LifecycleRules {

    private LifecycleRules() {}

    static List<LifecycleRule> enabled(BucketLifecycleConfiguration configuration) {
        return configuration.rules().stream()
                .filter(rule -> rule.status() == ExpirationStatus.ENABLED)
                .toList();
    }

    /** Refuses a rule that S3 would refuse. */
    static void require(LifecycleRule rule) {
        boolean known = rule.status() == ExpirationStatus.ENABLED || rule.status() == ExpirationStatus.DISABLED;
        if (!known || (rule.filter() == null) == (prefix(rule) == null)) {
            throw S3Errors.malformedXml();
        }
        requireFilter(rule.filter());
        if (rule.noncurrentVersionExpiration() != null
                && rule.noncurrentVersionExpiration().noncurrentDays() == null
                && rule.noncurrentVersionExpiration().newerNoncurrentVersions() == null) {
            throw S3Errors.malformedXml();
        }
        LifecycleExpiration expiration = rule.expiration();
        if (expiration == null) {
            return;
        }
        int said = (expiration.days() == null ? 0 : 1)
                + (expiration.date() == null ? 0 : 1)
                + (expiration.expiredObjectDeleteMarker() == null ? 0 : 1);
        if (said != 1) {
            throw S3Errors.malformedXml();
        }
        if (expiration.days() != null && expiration.days() <= 0) {
            throw S3Errors.invalidArgument(
                    "'Days' for Expiration action must be a positive integer",
                    "Days",
                    String.valueOf(expiration.days()));
        }
        Instant date = expiration.date();
        if (date != null && !date.equals(date.truncatedTo(ChronoUnit.DAYS))) {
            throw S3Errors.invalidArgument("'Date' must be at midnight GMT", "Date", date.toString());
        }
    }

    private static void requireFilter(@Nullable LifecycleRuleFilter filter) {
        if (filter == null) {
            return;
        }
        int said = (filter.prefix() == null ? 0 : 1)
                + (filter.tag() == null ? 0 : 1)
                + (filter.objectSizeGreaterThan() == null ? 0 : 1)
                + (filter.objectSizeLessThan() == null ? 0 : 1)
                + (filter.and() == null ? 0 : 1);
        if (said > 1) {
            throw S3Errors.malformedXml();
        }
        if (filter.and() != null) {
            List<String> keys = filter.and().tags().stream().map(Tag::key).toList();
            if (keys.stream().distinct().count() != keys.size()) {
                throw S3Errors.invalidRequest("Duplicate Tag Keys are not allowed.");
            }
        }
    }

    /** S3 names rules that have no name. */
    static String generatedId(LifecycleRule rule, int place) {
        return UUID.nameUUIDFromBytes((place + " " + rule).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    static boolean applies(LifecycleRule rule, String key, Version version) {
        LifecycleRuleFilter filter = rule.filter();
        if (filter == null) {
            String prefix = prefix(rule);
            return prefix == null || key.startsWith(prefix);
        }
        LifecycleRuleAndOperator and = filter.and();
        if (and != null) {
            return startsWith(key, and.prefix())
                    && within(version, and.objectSizeGreaterThan(), and.objectSizeLessThan())
                    && and.tags().stream().allMatch(tag -> tagged(version, tag));
        }
        return startsWith(key, filter.prefix())
                && within(version, filter.objectSizeGreaterThan(), filter.objectSizeLessThan())
                && (filter.tag() == null || tagged(version, filter.tag()));
    }

    /** When a current version expires: at midnight after its days. */
    static Optional<Instant> expiry(LifecycleRule rule, Version version) {
        LifecycleExpiration expiration = rule.expiration();
        if (expiration == null) {
            return Optional.empty();
        } else if (expiration.date() != null) {
            return Optional.of(expiration.date());
        }
        return expiration.days() == null
                ? Optional.empty()
                : Optional.of(afterDays(version.modified(), expiration.days()));
    }

    /** The versions that are no longer current for longer than the rule keeps them. */
    static List<Version> outdated(LifecycleRule rule, StoredObject object, Instant now) {
        if (rule.noncurrentVersionExpiration() == null) {
            return List.of();
        }
        Integer days = rule.noncurrentVersionExpiration().noncurrentDays();
        Integer kept = rule.noncurrentVersionExpiration().newerNoncurrentVersions();
        List<Version> outdated = new ArrayList<>();
        List<Version> versions = object.versions();
        for (int i = 1; i < versions.size(); i++) {
            Version version = versions.get(i);
            Instant since = versions.get(i - 1).modified();
            boolean old = !afterDays(since, days == null ? 0 : days).isAfter(now);
            boolean beyond = kept == null || i > kept;
            boolean held = version.properties().hold().retains(now)
                    || version.properties().hold().legal().equals("ON");
            if (old && beyond && !held && applies(rule, object.key(), version)) {
                outdated.add(version);
            }
        }
        return outdated;
    }

    static boolean dropsMarkers(LifecycleRule rule, String key) {
        return rule.expiration() != null
                && Boolean.TRUE.equals(rule.expiration().expiredObjectDeleteMarker())
                && startsWith(
                        key,
                        rule.filter() == null ? prefix(rule) : rule.filter().prefix());
    }

    /** Whether an upload was left unfinished for longer than the rule lets it be. */
    static boolean abandons(LifecycleRule rule, Uploads.Upload upload, Instant now) {
        return rule.abortIncompleteMultipartUpload() != null
                && rule.abortIncompleteMultipartUpload().daysAfterInitiation() != null
                && startsWith(
                        upload.key(),
                        rule.filter() == null ? prefix(rule) : rule.filter().prefix())
                && !afterDays(
                                upload.initiated(),
                                rule.abortIncompleteMultipartUpload().daysAfterInitiation())
                        .isAfter(now);
    }

    @SuppressWarnings("deprecation") // old configurations still say it so
    private static @Nullable String prefix(LifecycleRule rule) {
        return rule.prefix();
    }

    private static Instant afterDays(Instant from, int days) {
        Instant exact = from.plus(Duration.ofDays(days));
        Instant midnight = exact.truncatedTo(ChronoUnit.DAYS);
        return midnight.equals(exact) ? midnight : midnight.plus(Duration.ofDays(1));
    }

    private static boolean startsWith(String key, @Nullable String prefix) {
        return prefix == null || key.startsWith(prefix);
    }

    private static boolean within(Version version, @Nullable Long above, @Nullable Long below) {
        return (above == null || version.size() > above) && (below == null || version.size() < below);
    }

    private static boolean tagged(Version version, Tag tag) {
        Map<String, String> tags = version.properties().tags();
        return tag.value().equals(tags.get(tag.key()));
    }
}

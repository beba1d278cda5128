package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conditions on reads and writes. Source: S3 User Guide, "Conditional requests"; RFC 9110 section 13. */
final class Conditions {

    private Conditions() {}

    /**
     * Holds a write to its conditions.
     *
     * @param touched whether somebody wrote or deleted the object since this write began
     */
    static void write(StoredObject object, @Nullable String ifMatch, @Nullable String ifNoneMatch, boolean touched) {
        requireTaken(ifMatch, ifNoneMatch);
        Optional<Version> current = object.current();
        if (ifNoneMatch != null) {
            if (current.isPresent()) {
                throw S3Errors.preconditionFailed("If-None-Match");
            } else if (touched) {
                throw S3Errors.conflict("If-None-Match", object.key());
            }
        }
        if (ifMatch != null) {
            Version version = current.orElseThrow(() -> S3Errors.noSuchKey(object.key()));
            if (!matches(version, ifMatch)) {
                throw S3Errors.preconditionFailed("If-Match");
            } else if (touched) {
                throw S3Errors.conflict("If-Match", object.key());
            }
        }
    }

    private static void requireTaken(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch != null && ifNoneMatch != null) {
            throw S3Errors.notImplemented(
                    "If-Match,If-None-Match", "Multiple conditional request headers present in the request");
        } else if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
            throw S3Errors.notImplemented(
                    "If-None-Match", "We don't accept the provided value of If-None-Match header for this API");
        } else if ("*".equals(ifMatch)) {
            throw S3Errors.notImplemented(
                    "If-Match", "We don't accept the provided value of If-Match header for this API");
        }
    }

    /** Holds a deletion to its condition. */
    static void delete(StoredObject object, @Nullable String ifMatch) {
        if (ifMatch == null) {
            return;
        }
        Version version = object.current().orElseThrow(() -> S3Errors.noSuchKey(object.key()));
        if (!matches(version, ifMatch)) {
            throw S3Errors.preconditionFailed("If-Match");
        }
    }

    static void read(
            Version version,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable Instant ifModifiedSince,
            @Nullable Instant ifUnmodifiedSince,
            Instant now) {
        Instant modified = version.modified().truncatedTo(ChronoUnit.SECONDS);
        if (ifMatch != null && !matches(version, ifMatch)) {
            throw S3Errors.preconditionFailed("If-Match");
        }
        if (ifMatch == null && ifUnmodifiedSince != null && modified.isAfter(ifUnmodifiedSince)) {
            throw S3Errors.preconditionFailed("If-Unmodified-Since");
        }
        if (ifNoneMatch != null && matches(version, ifNoneMatch)) {
            throw S3Errors.notModified();
        }
        if (ifNoneMatch == null && unmodifiedSince(modified, ifModifiedSince, now)) {
            throw S3Errors.notModified();
        }
    }

    /** Conditions on the source of a copy, whose failures are all "precondition failed". */
    static void source(Call call, Version version) {
        Instant modified = version.modified().truncatedTo(ChronoUnit.SECONDS);
        String prefix = "x-amz-copy-source-";
        String ifMatch = call.header(prefix + "if-match").orElse(null);
        String ifNoneMatch = call.header(prefix + "if-none-match").orElse(null);
        if (ifMatch != null && !matches(version, ifMatch)) {
            throw S3Errors.preconditionFailed(prefix + "If-Match");
        }
        Instant ifUnmodified = date(call, prefix + "if-unmodified-since");
        if (ifMatch == null && ifUnmodified != null && modified.isAfter(ifUnmodified)) {
            throw S3Errors.preconditionFailed(prefix + "If-Unmodified-Since");
        }
        if (ifNoneMatch != null && matches(version, ifNoneMatch)) {
            throw S3Errors.preconditionFailed(prefix + "If-None-Match");
        }
        if (ifNoneMatch == null && unmodifiedSince(modified, date(call, prefix + "if-modified-since"), call.now())) {
            throw S3Errors.preconditionFailed(prefix + "If-Modified-Since");
        }
    }

    /** A date in the future counts for nothing (RFC 9110 section 13.1.3). */
    private static boolean unmodifiedSince(Instant modified, @Nullable Instant since, Instant now) {
        return since != null && !since.isAfter(now) && !modified.isAfter(since);
    }

    /** Whether a range still fits the object that its reader has a part of. */
    static boolean rangeHolds(Version version, Optional<String> ifRange) {
        return ifRange.isEmpty()
                || ifRange.get().equals(version.quotedEtag())
                || ifRange.get().equals(version.etag());
    }

    static boolean matches(Version version, String etag) {
        return etag.equals("*") || etag.replace("\"", "").equals(version.etag());
    }

    private static @Nullable Instant date(Call call, String header) {
        String text = call.header(header).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            throw ServiceError.client("InvalidArgument", "Bad date: " + text);
        }
    }
}

package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conditions on reads and writes. Source: S3 User Guide, "Conditional requests"; RFC 9110 section 13. */
final class Conditions {

    private Conditions() {}

    static void write(Optional<Version> current, String key, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
            throw ServiceError.of(
                    501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }
        if (ifNoneMatch != null && current.isPresent()) {
            throw S3Errors.preconditionFailed("If-None-Match");
        }
        if (ifMatch != null) {
            Version version = current.orElseThrow(() -> S3Errors.noSuchKey(key));
            if (!matches(version, ifMatch)) {
                throw S3Errors.preconditionFailed("If-Match");
            }
        }
    }

    static void read(
            Version version,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable Instant ifModifiedSince,
            @Nullable Instant ifUnmodifiedSince) {
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
        if (ifNoneMatch == null && ifModifiedSince != null && !modified.isAfter(ifModifiedSince)) {
            throw S3Errors.notModified();
        }
    }

    private static boolean matches(Version version, String etag) {
        return etag.equals("*") || etag.replace("\"", "").equals(version.etag());
    }
}

package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.service.Call;
import org.jspecify.annotations.Nullable;

/**
 * What a copy copies from.
 *
 * @param bucket where
 * @param key which object
 * @param version which version of it
 * @param versionNamed whether the request names the version
 */
record CopySource(Bucket bucket, String key, Version version, boolean versionNamed) {

    /** The source that a request names, as it may be read under its conditions. */
    static CopySource of(Call call, Buckets buckets, Versions versions) {
        String[] named = call.header("x-amz-copy-source").orElse("").split("\\?versionId=", 2);
        String source = Request.decode(named[0].replace("+", "%20"));
        String[] place = (source.startsWith("/") ? source.substring(1) : source).split("/", 2);
        if (place.length < 2 || place[1].isEmpty()) {
            throw S3Errors.invalidArgument("Invalid copy source object key", "x-amz-copy-source", "x-amz-copy-source");
        }
        Bucket bucket = buckets.source(call, place[0]);
        String id = named.length > 1 ? named[1] : null;
        StoredObject object = versions.find(bucket, place[1]);
        if (id != null && object.version(id).filter(Version::deleted).isPresent()) {
            throw S3Errors.invalidRequest(
                    "The source of a copy request may not specifically refer to a delete marker by version id.");
        }
        Version version = versions.toRead(bucket, place[1], id, "GET");
        Archive.requireReadable(call, version);
        Encryption.requireReadableSource(call, version.properties().encryption());
        Conditions.source(call, version);
        return new CopySource(bucket, place[1], version, id != null);
    }

    /** The version to name in an answer; null when it has no id of its own. */
    @Nullable
    String versionId() {
        return version.id().equals(StoredObject.UNVERSIONED) ? null : version.id();
    }
}

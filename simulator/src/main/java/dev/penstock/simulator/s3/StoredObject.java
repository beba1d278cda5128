package dev.penstock.simulator.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All versions of the object under one key.
 *
 * @param key the key
 * @param versions the latest first
 */
record StoredObject(String key, List<Version> versions) {

    /** The id of the only version in a bucket without versioning. */
    static final String UNVERSIONED = "null";

    StoredObject {
        versions = List.copyOf(versions);
    }

    /**
     * One version.
     *
     * @param id the version id; {@value StoredObject#UNVERSIONED} when made without versioning
     * @param deleted whether it is a delete marker, which has no contents
     * @param sha256 the contents' blob; empty for a delete marker
     * @param size in bytes
     * @param etag without quotes
     * @param modified when it was made
     * @param headers what is given back with the contents, by header name
     * @param metadata the user's own
     * @param checksums Base64 values by algorithm, like {@code CRC32}
     * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}
     */
    record Version(
            String id,
            boolean deleted,
            String sha256,
            long size,
            String etag,
            Instant modified,
            Map<String, String> headers,
            Map<String, String> metadata,
            Map<String, String> checksums,
            String checksumType) {

        Version {
            headers = Map.copyOf(headers);
            metadata = Map.copyOf(metadata);
            checksums = Map.copyOf(checksums);
        }

        static Version deleteMarker(String id, Instant at) {
            return new Version(id, true, "", 0, "", at, Map.of(), Map.of(), Map.of(), "");
        }

        String quotedEtag() {
            return '"' + etag + '"';
        }
    }

    static StoredObject none(String key) {
        return new StoredObject(key, List.of());
    }

    /** The latest version, unless it is a delete marker. */
    Optional<Version> current() {
        return versions.stream().findFirst().filter(v -> !v.deleted());
    }

    Optional<Version> version(String id) {
        return versions.stream().filter(v -> v.id().equals(id)).findFirst();
    }

    /** With another version on top; one of the same id gives way. */
    StoredObject with(Version version) {
        List<Version> next = new ArrayList<>(without(version.id()).versions());
        next.addFirst(version);
        return new StoredObject(key, next);
    }

    StoredObject without(String id) {
        return new StoredObject(
                key, versions.stream().filter(v -> !v.id().equals(id)).toList());
    }
}

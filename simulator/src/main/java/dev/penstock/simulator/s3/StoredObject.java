package dev.penstock.simulator.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
     * @param modified when it was made
     * @param content what it holds
     * @param properties what was said of it when it was put, and since
     * @param restoring whether it is being brought back from an archive
     * @param restoredUntil until when an archived object can be read
     */
    record Version(
            String id,
            boolean deleted,
            Instant modified,
            Content content,
            Properties properties,
            boolean restoring,
            Optional<Instant> restoredUntil) {

        static Version of(String id, Instant at, Content content, Properties properties) {
            return new Version(id, false, at, content, properties, false, Optional.empty());
        }

        static Version deleteMarker(String id, Instant at) {
            return new Version(id, true, at, Content.none(), Properties.none(), false, Optional.empty());
        }

        Version with(Properties others) {
            return new Version(id, deleted, modified, content, others, restoring, restoredUntil);
        }

        Version restored(boolean stillRestoring, Optional<Instant> until) {
            return new Version(id, deleted, modified, content, properties, stillRestoring, until);
        }

        long size() {
            return content.size();
        }

        String etag() {
            return content.etag();
        }

        String quotedEtag() {
            return '"' + content.etag() + '"';
        }
    }

    static StoredObject none(String key) {
        return new StoredObject(key, List.of());
    }

    /** The latest version, unless it is a delete marker. */
    Optional<Version> current() {
        return latest().filter(v -> !v.deleted());
    }

    /** The latest version, which may be a delete marker. */
    Optional<Version> latest() {
        return versions.stream().findFirst();
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

    /** With a version in the place of the one that has its id. */
    StoredObject changed(Version version) {
        return new StoredObject(
                key,
                versions.stream()
                        .map(v -> v.id().equals(version.id()) ? version : v)
                        .toList());
    }

    StoredObject without(String id) {
        return new StoredObject(
                key, versions.stream().filter(v -> !v.id().equals(id)).toList());
    }
}

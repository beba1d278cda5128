package dev.penstock.simulator.s3;

import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Multipart uploads that are not finished. */
final class Uploads {

    /**
     * A part that was uploaded.
     *
     * @param number from 1 to 10000
     * @param pieces its contents
     * @param md5 its ETag
     * @param modified when
     * @param checksums that it was uploaded with, and the one that the upload needs
     */
    record StoredPart(
            int number, List<Content.Piece> pieces, String md5, Instant modified, Map<String, String> checksums) {
        StoredPart {
            pieces = List.copyOf(pieces);
            checksums = Map.copyOf(checksums);
        }

        static StoredPart of(int number, Blob blob, String etag, Instant at, Map<String, String> checksums) {
            return new StoredPart(number, List.of(Content.Piece.of(blob)), etag, at, checksums);
        }

        long size() {
            return pieces.stream().mapToLong(Content.Piece::size).sum();
        }
    }

    /**
     * An upload.
     *
     * @param algorithm of the checksum that was asked for; empty when none was
     * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}
     * @param touched whether somebody wrote or deleted the object since the upload began
     * @param parts by number, padded with zeros
     */
    record Upload(
            String id,
            String key,
            Instant initiated,
            Properties properties,
            String algorithm,
            String checksumType,
            boolean touched,
            Map<String, StoredPart> parts) {

        Upload {
            parts = Map.copyOf(parts);
        }

        Upload with(StoredPart part) {
            Map<String, StoredPart> next = new TreeMap<>(parts);
            next.put(name(part.number()), part);
            return new Upload(id, key, initiated, properties, algorithm, checksumType, touched, next);
        }

        Upload overtaken() {
            return new Upload(id, key, initiated, properties, algorithm, checksumType, true, parts);
        }

        Optional<StoredPart> part(int number) {
            return Optional.ofNullable(parts.get(name(number)));
        }

        /** In the order of their numbers. */
        List<StoredPart> ordered() {
            return List.copyOf(new TreeMap<>(parts).values());
        }

        private static String name(int number) {
            return String.format("%05d", number);
        }
    }

    /**
     * What an upload that was completed made: who completes it again is told the same.
     *
     * @param version the id of the object's version
     */
    record Completed(String version) {}

    private final Table<Upload> table;
    private final Table<Completed> completed;

    Uploads(Buckets buckets) {
        table = buckets.settings("uploads", Upload.class);
        completed = buckets.settings("completedUploads", Completed.class);
    }

    /** Ends an upload; remembered until the object is written or deleted. */
    void complete(Bucket bucket, Upload upload, String version) {
        remove(bucket, upload);
        completed.put(tableKey(bucket, upload.key(), upload.id()), new Completed(version));
    }

    /** The version that a completed upload has made, unless somebody has written or deleted the object since. */
    Optional<String> completed(Bucket bucket, @Nullable String key, @Nullable String id) {
        return completed
                .get(tableKey(bucket, String.valueOf(key), String.valueOf(id)))
                .map(Completed::version);
    }

    void keep(Bucket bucket, Upload upload) {
        table.put(tableKey(bucket, upload.key(), upload.id()), upload);
    }

    void remove(Bucket bucket, Upload upload) {
        table.remove(tableKey(bucket, upload.key(), upload.id()));
    }

    Upload get(Bucket bucket, @Nullable String key, @Nullable String id) {
        return table.get(tableKey(bucket, String.valueOf(key), String.valueOf(id)))
                .orElseThrow(() -> S3Errors.noSuchUpload(String.valueOf(id)));
    }

    /** Notes for uploads under way that their object was written or deleted meanwhile. */
    void touched(Bucket bucket, String key) {
        for (Upload upload : List.copyOf(table.under(tableKey(bucket, key, "")).values())) {
            keep(bucket, upload.overtaken());
        }
        String object = tableKey(bucket, key, "");
        List.copyOf(completed.under(object).keySet()).forEach(completed::remove);
    }

    /** A bucket's uploads by key, and of the same key the oldest first. */
    List<Upload> of(Bucket bucket) {
        Comparator<Upload> byKey = (a, b) -> table.compare(a.key(), b.key());
        return table.under(Buckets.prefix(bucket.name())).values().stream()
                .sorted(byKey.thenComparing(Upload::initiated).thenComparing(Upload::id))
                .toList();
    }

    Iterable<Upload> all() {
        return table.all();
    }

    private static String tableKey(Bucket bucket, String key, String id) {
        return Buckets.prefix(bucket.name()) + key + "\u0000" + id;
    }
}

package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The versions under a key: found for reading and changing, put on top, taken away. */
final class Versions {

    private static final int LONGEST_KEY = 1024;
    private static final int REMEMBERED = 10_000;

    private final Store store;
    private final Table<StoredObject> objects;
    private final VersionIds ids;

    /** When keys were last written or deleted; enough of them to notice writes that race with each other. */
    private final Map<String, Long> touched = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    private BiConsumer<Bucket, String> onTouch = (bucket, key) -> {};
    private ObjectNews news = ObjectNews.NOBODY;

    Versions(Store store, Buckets buckets, VersionIds ids) {
        this.store = store;
        this.objects = buckets.objects();
        this.ids = ids;
    }

    /** Told of every key that is written or deleted, in the transaction that does it. */
    void onTouch(BiConsumer<Bucket, String> listener) {
        onTouch = listener;
    }

    /** Told of objects that calls make and delete, in the transaction that does it. */
    void news(ObjectNews listener) {
        news = listener;
    }

    /** Says that a call deleted an object, or a version of it. */
    void deleted(Call call, Bucket bucket, String key, Optional<String> versionId, boolean marker) {
        news.deleted(call, bucket, key, versionId, marker);
    }

    static String arn(Bucket bucket, String key) {
        return bucket.arn() + "/" + key;
    }

    StoredObject find(Bucket bucket, String key) {
        return objects.get(tableKey(bucket, key)).orElse(StoredObject.none(key));
    }

    /** Whether a key was written or deleted after a change of that number. */
    boolean touchedSince(Bucket bucket, String key, long change) {
        return touched.getOrDefault(tableKey(bucket, key), 0L) > change;
    }

    /** The version that a read means. */
    Version toRead(Bucket bucket, @Nullable String key, @Nullable String id, String method) {
        StoredObject object = find(bucket, requireKey(key));
        if (id != null) {
            return named(object, id, method);
        }
        Version latest = object.latest().orElseThrow(() -> S3Errors.noSuchKey(object.key()));
        if (latest.deleted()) {
            throw S3Errors.hiddenByMarker(object.key(), latest.id());
        }
        return latest;
    }

    /** The version that a change means, which cannot be a delete marker. */
    Version toChange(Bucket bucket, @Nullable String key, @Nullable String id, String method) {
        StoredObject object = find(bucket, requireKey(key));
        if (id != null) {
            return named(object, id, method);
        }
        Version latest = object.latest().orElseThrow(() -> S3Errors.noSuchKey(object.key()));
        if (latest.deleted()) {
            throw S3Errors.isMarker(method, latest.id());
        }
        return latest;
    }

    private static Version named(StoredObject object, String id, String method) {
        if (id.isEmpty()) {
            throw S3Errors.invalidArgument("Version id cannot be the empty string", "versionId", "");
        }
        Version version = object.version(id).orElse(null);
        if (version == null) {
            VersionIds.requireGiven(id);
            throw S3Errors.noSuchVersion(object.key(), id);
        }
        if (version.deleted()) {
            throw S3Errors.isMarker(method, version.id());
        }
        return version;
    }

    /** Puts a version on top of an object's others. */
    Version add(Call call, Bucket bucket, String key, Content content, Properties properties) {
        Version version = Version.of(ids.next(bucket), seconds(call.now()), content, properties);
        keep(bucket, find(bucket, key).with(version));
        call.effect(arn(bucket, key));
        news.created(call, bucket, key, version);
        return version;
    }

    /** Puts a delete marker on top. */
    Version hide(Instant now, Bucket bucket, String key) {
        Version marker = Version.deleteMarker(ids.next(bucket), seconds(now));
        keep(bucket, find(bucket, key).with(marker));
        return marker;
    }

    /** S3 knows when an object was made to the second. */
    static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Takes a version away. */
    void remove(Bucket bucket, String key, String id) {
        keep(bucket, find(bucket, key).without(id));
    }

    /** Puts a version in the place of the one with its id, without a new write of the object. */
    void change(Bucket bucket, String key, Version version) {
        objects.put(tableKey(bucket, key), find(bucket, key).changed(version));
    }

    /** The version id to answer with: none for buckets that never kept versions. */
    static @Nullable String idOf(Bucket bucket, Version version) {
        return bucket.everVersioned() ? version.id() : null;
    }

    static String requireKey(@Nullable String key) {
        int length = key == null ? 0 : key.getBytes(StandardCharsets.UTF_8).length;
        if (key == null || length > LONGEST_KEY) {
            throw new ServiceError(
                    "KeyTooLongError",
                    400,
                    "Your key is too long",
                    Map.of("MaxSizeAllowed", Integer.toString(LONGEST_KEY), "Size", Integer.toString(length)));
        }
        return key;
    }

    /** All keys of a bucket with a prefix, in order. */
    Iterable<StoredObject> under(Bucket bucket, String prefix) {
        return objects.under(Buckets.prefix(bucket.name()) + prefix).values();
    }

    Optional<StoredObject> byTableKey(String tableKey) {
        return objects.get(tableKey);
    }

    static String tableKey(Bucket bucket, String key) {
        return Buckets.prefix(bucket.name()) + key;
    }

    private void keep(Bucket bucket, StoredObject object) {
        String tableKey = tableKey(bucket, object.key());
        if (object.versions().isEmpty()) {
            objects.remove(tableKey);
        } else {
            objects.put(tableKey, object);
        }
        touched.remove(tableKey);
        touched.put(tableKey, store.changes() + 1);
        onTouch.accept(bucket, object.key());
    }
}

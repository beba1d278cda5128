package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configurations of a kind of which a bucket can have many, each with an id that the caller chose. Source: S3 API
 * Reference; errors as recorded from AWS.
 *
 * @param <T> the row of one configuration
 */
final class KeptById<T extends Record> {

    /** How many a listing gives at once. */
    private static final int PAGE = 100;

    /**
     * A part of a list.
     *
     * @param next where the next part begins, or null after the last
     */
    record Page<T>(List<T> rows, @Nullable String next) {}

    private final Buckets buckets;
    private final Table<T> table;

    KeptById(Buckets buckets, String name, Class<T> type) {
        this.buckets = buckets;
        this.table = buckets.settings(name, type);
    }

    /** Keeps a configuration in place of the one with its id. */
    void put(Call call, @Nullable String bucketName, String id, T row) {
        Bucket bucket = buckets.bucket(call, bucketName);
        table.put(Buckets.key(bucket, id), row);
        call.effect(bucket.arn());
        call.status(204);
    }

    T get(Call call, @Nullable String bucketName, @Nullable String id) {
        Bucket bucket = buckets.bucket(call, bucketName);
        return table.get(Buckets.key(bucket, id == null ? "" : id)).orElseThrow(KeptById::missing);
    }

    void delete(Call call, @Nullable String bucketName, @Nullable String id) {
        get(call, bucketName, id);
        Bucket bucket = buckets.bucket(call, bucketName);
        table.remove(Buckets.key(bucket, id == null ? "" : id));
        call.effect(bucket.arn());
        call.status(204);
    }

    /** The configurations by id, from where a listing before ended. */
    Page<T> page(Call call, @Nullable String bucketName, @Nullable String token) {
        Bucket bucket = buckets.bucket(call, bucketName);
        String after = token == null || token.isEmpty() ? "" : Tokens.decode(token);
        String prefix = Buckets.prefix(bucket.name());
        List<String> keys = table.under(prefix).keySet().stream()
                .filter(key -> key.compareTo(prefix + after) > 0)
                .limit(PAGE + 1L)
                .toList();
        List<T> rows = keys.stream()
                .limit(PAGE)
                .map(key -> table.get(key).orElseThrow())
                .toList();
        boolean more = keys.size() > PAGE;
        return new Page<>(rows, more ? Tokens.encode(keys.get(PAGE - 1).substring(prefix.length())) : null);
    }

    /** The id of a configuration that is put, which the request says twice. */
    static String id(@Nullable String asked, @Nullable String said) {
        if (asked == null || !asked.equals(said)) {
            throw S3Errors.malformedXml();
        }
        return asked;
    }

    private static ServiceError missing() {
        return ServiceError.of(404, "NoSuchConfiguration", "The specified configuration does not exist.");
    }
}

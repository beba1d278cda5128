package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which buckets there are, who may use them, and what is kept of each beside its objects. */
final class Buckets {

    static final String US_EAST_1 = "us-east-1";

    /** Lets another account use a bucket. */
    interface Sharing {
        boolean shares(Bucket bucket, String account);
    }

    private final Store store;
    private final Table<Bucket> buckets;
    private final Table<StoredObject> objects;
    private final List<Table<?>> settings = new ArrayList<>();
    private Sharing sharing = (bucket, account) -> false;

    Buckets(Store store) {
        this.store = store;
        buckets = store.table("s3.buckets", Bucket.class);
        objects = store.table("s3.objects", StoredObject.class);
    }

    /** A table of what is kept of buckets, by {@link #key}; its rows go when their bucket goes. */
    <T extends Record> Table<T> settings(String name, Class<T> type) {
        Table<T> table = store.table("s3." + name, type);
        settings.add(table);
        return table;
    }

    /** Asked about callers of other accounts. */
    void sharing(Sharing decides) {
        sharing = decides;
    }

    Table<Bucket> table() {
        return buckets;
    }

    Table<StoredObject> objects() {
        return objects;
    }

    /** Where the objects of a bucket start in the table. */
    static String prefix(String bucket) {
        return bucket + "\u0000";
    }

    /** The key of one of several settings of a kind that a bucket can have. */
    static String key(Bucket bucket, String id) {
        return prefix(bucket.name()) + id;
    }

    Optional<Bucket> find(String name) {
        return buckets.get(name);
    }

    /** The bucket that a caller means and may use. */
    Bucket bucket(Call call, @Nullable String name) {
        Bucket bucket = expected(call, name, "x-amz-expected-bucket-owner");
        String signed = call.header("authorization").orElse("");
        if (signed.startsWith("AWS4-") && !bucket.region().equals(call.region())) {
            throw elsewhere(bucket);
        }
        return bucket;
    }

    /** The bucket of an object that a caller reads, who may be of an account that only the object's own list names. */
    Bucket ofObject(Call call, @Nullable String name, @Nullable String key) {
        Bucket bucket = buckets.get(name == null ? "" : name).orElse(null);
        boolean named = bucket != null
                && !bucket.account().equals(call.account())
                && objects.get(key(bucket, key == null ? "" : key))
                        .flatMap(StoredObject::latest)
                        .filter(version -> Acls.names(version.properties().grants(), call.account()))
                        .isPresent();
        return bucket != null && named ? bucket : bucket(call, name);
    }

    /** The bucket that a caller copies from, which may be in another region. */
    Bucket source(Call call, @Nullable String name) {
        return expected(call, name, "x-amz-source-expected-bucket-owner");
    }

    /** The bucket that a caller means, wherever it asks. */
    Bucket anywhere(Call call, @Nullable String name) {
        return expected(call, name, "x-amz-expected-bucket-owner");
    }

    private Bucket expected(Call call, @Nullable String name, String header) {
        String expected = call.header(header).orElse("");
        if (!expected.isEmpty() && !expected.matches("[0-9]{12}")) {
            throw ServiceError.client(
                    "InvalidBucketOwnerAWSAccountID",
                    "The value of the expected bucket owner parameter must be an AWS Account ID... [" + expected + "]");
        }
        String wanted = name == null ? "" : name;
        Bucket bucket = buckets.get(wanted).orElseThrow(() -> S3Errors.noSuchBucket(wanted));
        boolean foreign = !bucket.account().equals(call.account());
        if ((!expected.isEmpty() && !expected.equals(bucket.account()))
                || (foreign && !sharing.shares(bucket, call.account()))) {
            throw S3Errors.accessDenied();
        }
        return bucket;
    }

    void forget(Bucket bucket) {
        buckets.remove(bucket.name());
        for (Table<?> table : settings) {
            table.remove(bucket.name());
            List.copyOf(table.under(prefix(bucket.name())).keySet()).forEach(table::remove);
        }
    }

    /** The canonical user id that stands for an account. */
    static String owner(String account) {
        return account.repeat(6).substring(0, 64);
    }

    /** The address of a bucket in AWS. */
    static String host(Bucket bucket) {
        return bucket.name() + ".s3." + (bucket.region().equals(US_EAST_1) ? "" : bucket.region() + ".")
                + "amazonaws.com";
    }

    private static ServiceError elsewhere(Bucket bucket) {
        return new ServiceError(
                "PermanentRedirect",
                301,
                "The bucket you are attempting to access must be addressed using the specified endpoint. Please send"
                        + " all future requests to this endpoint.",
                Map.of("Endpoint", host(bucket), "Bucket", bucket.name()),
                Map.of("x-amz-bucket-region", bucket.region()));
    }
}

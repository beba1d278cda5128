package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;

/** Buckets: made, looked at, emptied and deleted. Source: S3 API Reference; errors as recorded from AWS. */
final class Buckets {

    private static final Pattern NAME =
            Pattern.compile("(?!.*\\.\\.)(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final String US_EAST_1 = "us-east-1";

    private final Table<Bucket> buckets;
    private final Table<StoredObject> objects;

    Buckets(Store store) {
        buckets = store.table("s3.buckets", Bucket.class);
        objects = store.table("s3.objects", StoredObject.class);
    }

    Table<StoredObject> objects() {
        return objects;
    }

    /** Where the objects of a bucket start in the table. */
    static String prefix(String bucket) {
        return bucket + "\u0000";
    }

    /** The bucket that a caller means and may use. */
    Bucket bucket(Call call, @Nullable String name) {
        String wanted = name == null ? "" : name;
        Bucket bucket = buckets.get(wanted).orElseThrow(() -> S3Errors.noSuchBucket(wanted));
        if (!bucket.account().equals(call.account())) {
            throw ServiceError.of(403, "AccessDenied", "Access Denied");
        }
        return bucket;
    }

    CreateBucketResponse create(Call call, CreateBucketRequest request) {
        String name = request.bucket() == null ? "" : request.bucket();
        if (!NAME.matcher(name).matches()) {
            throw new ServiceError(
                    "InvalidBucketName", 400, "The specified bucket is not valid.", Map.of("BucketName", name));
        }
        String region = region(call, request);
        Bucket known = buckets.get(name).orElse(null);
        if (known != null) {
            return again(call, known, region);
        }
        buckets.put(name, new Bucket(name, call.account(), region, call.now(), ""));
        call.effect("arn:aws:s3:::" + name);
        return created(name);
    }

    HeadBucketResponse head(Call call, HeadBucketRequest request) {
        Bucket bucket = bucket(call, request.bucket());
        return HeadBucketResponse.builder()
                .bucketRegion(bucket.region())
                .accessPointAlias(false)
                .build();
    }

    DeleteBucketResponse delete(Call call, DeleteBucketRequest request) {
        Bucket bucket = bucket(call, request.bucket());
        if (!objects.under(prefix(bucket.name())).isEmpty()) {
            throw new ServiceError(
                    "BucketNotEmpty",
                    409,
                    "The bucket you tried to delete is not empty",
                    Map.of("BucketName", bucket.name()));
        }
        buckets.remove(bucket.name());
        call.effect("arn:aws:s3:::" + bucket.name());
        call.status(204);
        return DeleteBucketResponse.builder().build();
    }

    ListBucketsResponse list(Call call, ListBucketsRequest request) {
        String prefix = request.prefix() == null ? "" : request.prefix();
        List<software.amazon.awssdk.services.s3.model.Bucket> own = buckets.under(prefix).values().stream()
                .filter(b -> b.account().equals(call.account()))
                .map(b -> software.amazon.awssdk.services.s3.model.Bucket.builder()
                        .name(b.name())
                        .creationDate(b.created())
                        .bucketRegion(b.region())
                        .build())
                .toList();
        return ListBucketsResponse.builder()
                .buckets(own)
                .owner(o -> o.id(owner(call.account())))
                .prefix(request.prefix())
                .build();
    }

    GetBucketLocationResponse location(Call call, GetBucketLocationRequest request) {
        String region = bucket(call, request.bucket()).region();
        return GetBucketLocationResponse.builder()
                .locationConstraint(region.equals(US_EAST_1) ? "" : region)
                .build();
    }

    PutBucketVersioningResponse putVersioning(Call call, PutBucketVersioningRequest request) {
        Bucket bucket = bucket(call, request.bucket());
        String status = request.versioningConfiguration() == null
                ? ""
                : String.valueOf(request.versioningConfiguration().statusAsString());
        if (!status.equals("Enabled") && !status.equals("Suspended")) {
            throw ServiceError.client(
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our published schema");
        }
        buckets.put(
                bucket.name(), new Bucket(bucket.name(), bucket.account(), bucket.region(), bucket.created(), status));
        call.effect("arn:aws:s3:::" + bucket.name());
        return PutBucketVersioningResponse.builder().build();
    }

    GetBucketVersioningResponse versioning(Call call, GetBucketVersioningRequest request) {
        String status = bucket(call, request.bucket()).versioning();
        return GetBucketVersioningResponse.builder()
                .status(status.isEmpty() ? null : status)
                .build();
    }

    /** The canonical user id that stands for an account. */
    static String owner(String account) {
        return account.repeat(6).substring(0, 64);
    }

    private static String region(Call call, CreateBucketRequest request) {
        String wanted = request.createBucketConfiguration() == null
                ? null
                : request.createBucketConfiguration().locationConstraintAsString();
        if (wanted == null && call.region().equals(US_EAST_1)) {
            return US_EAST_1;
        } else if (wanted == null) {
            throw ServiceError.client(
                    "IllegalLocationConstraintException",
                    "The unspecified location constraint is incompatible for the region specific endpoint this request"
                            + " was sent to.");
        } else if (wanted.equals(US_EAST_1)) {
            throw new ServiceError(
                    "InvalidLocationConstraint",
                    400,
                    "The specified location-constraint is not valid",
                    Map.of("LocationConstraint", wanted));
        } else if (!wanted.equals(call.region()) && !call.region().equals(US_EAST_1)) {
            throw ServiceError.client(
                    "IllegalLocationConstraintException",
                    "The " + wanted + " location constraint is incompatible for the region specific endpoint this"
                            + " request was sent to.");
        }
        return wanted;
    }

    /** AWS lets an owner make a bucket of us-east-1 again, and refuses it elsewhere and to others. */
    private static CreateBucketResponse again(Call call, Bucket known, String region) {
        if (!known.account().equals(call.account())) {
            throw new ServiceError(
                    "BucketAlreadyExists",
                    409,
                    "The requested bucket name is not available. The bucket namespace is shared by all users of the"
                            + " system. Please select a different name and try again.",
                    Map.of("BucketName", known.name()));
        }
        if (known.region().equals(US_EAST_1) && region.equals(US_EAST_1)) {
            return created(known.name());
        }
        throw new ServiceError(
                "BucketAlreadyOwnedByYou",
                409,
                "Your previous request to create the named bucket succeeded and you already own it.",
                Map.of("BucketName", known.name()));
    }

    private static CreateBucketResponse created(String name) {
        return CreateBucketResponse.builder()
                .location("/" + name)
                .bucketArn("arn:aws:s3:::" + name)
                .build();
    }

    /** The account that owns a bucket. */
    Optional<String> ownerOf(String name) {
        return buckets.get(name).map(Bucket::account);
    }
}

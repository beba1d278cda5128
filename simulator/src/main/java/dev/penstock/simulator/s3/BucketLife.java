package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** Buckets made, looked at, listed and deleted. Source: S3 API Reference; errors as recorded from AWS. */
final class BucketLife {

    private static final Pattern NAME = Pattern.compile(
            "(?!.*\\.\\.)(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|"
                    + "\\.mrap|--x-s3|--table-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final int MOST = 10_000;

    private final Buckets buckets;
    private final Access access;
    private final Acls acls;
    private final Tagging tagging;

    BucketLife(Buckets buckets, Access access, Acls acls, Tagging tagging) {
        this.buckets = buckets;
        this.access = access;
        this.acls = acls;
        this.tagging = tagging;
    }

    void declare(Operations all) {
        all.operation("GET / >ListAllMyBucketsResult", "ListBuckets", ListBucketsRequest::builder, this::list)
                .operation("PUT /{Bucket}", "CreateBucket", CreateBucketRequest::builder, this::create)
                .operation("HEAD /{Bucket}", "HeadBucket", HeadBucketRequest::builder, this::head)
                .operation("DELETE /{Bucket}", "DeleteBucket", DeleteBucketRequest::builder, this::delete)
                .operation(
                        "GET /{Bucket}?location",
                        "GetBucketLocation",
                        GetBucketLocationRequest::builder,
                        this::location);
    }

    private CreateBucketResponse create(Call call, CreateBucketRequest request) {
        String name = request.bucket() == null ? "" : request.bucket();
        if (!NAME.matcher(name).matches()) {
            throw new ServiceError(
                    "InvalidBucketName", 400, "The specified bucket is not valid.", Map.of("BucketName", name));
        }
        String location = location(call, request);
        String region = location.equals("EU") ? "eu-west-1" : location;
        List<Tag> tags = request.createBucketConfiguration() == null
                ? List.of()
                : request.createBucketConfiguration().tags();
        Tagging.checkNew(tags);
        Bucket known = buckets.find(name).orElse(null);
        if (known != null) {
            return again(call, known, region, tags);
        }
        boolean locks = Boolean.TRUE.equals(request.objectLockEnabledForBucket());
        Bucket bucket = new Bucket(
                name, call.account(), region, location, Versions.seconds(call.now()), locks ? "Enabled" : "", locks);
        buckets.table().put(name, bucket);
        access.created(call, bucket);
        acls.created(call, bucket);
        tagging.keep(bucket, Tagging.map(tags));
        call.effect(bucket.arn());
        return created(bucket);
    }

    private HeadBucketResponse head(Call call, HeadBucketRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        call.answerHeader("Content-Type", "application/xml");
        return HeadBucketResponse.builder()
                .bucketArn(bucket.arn())
                .bucketRegion(bucket.region())
                .accessPointAlias(false)
                .build();
    }

    private DeleteBucketResponse delete(Call call, DeleteBucketRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        if (!buckets.objects().under(Buckets.prefix(bucket.name())).isEmpty()) {
            throw new ServiceError(
                    "BucketNotEmpty",
                    409,
                    bucket.everVersioned()
                            ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
                            : "The bucket you tried to delete is not empty",
                    Map.of("BucketName", bucket.name()));
        }
        buckets.forget(bucket);
        call.effect(bucket.arn());
        call.status(204);
        return DeleteBucketResponse.builder().build();
    }

    private ListBucketsResponse list(Call call, ListBucketsRequest request) {
        int most = request.maxBuckets() == null ? MOST : request.maxBuckets();
        if (most < 1 || most > MOST) {
            throw S3Errors.invalidArgument(
                    "Argument max-buckets must be an integer between 1 and 10000",
                    "max-buckets",
                    Integer.toString(most));
        }
        requireRegion(request.bucketRegion());
        String after = request.continuationToken() == null
                        || request.continuationToken().isEmpty()
                ? ""
                : Tokens.decode(request.continuationToken());
        String prefix = request.prefix() == null ? "" : request.prefix();
        List<Bucket> own = buckets.table().under(prefix).values().stream()
                .filter(b -> b.account().equals(call.account()) && b.name().compareTo(after) > 0)
                .filter(b ->
                        request.bucketRegion() == null || request.bucketRegion().equals(b.region()))
                .sorted(Comparator.comparing(Bucket::name))
                .toList();
        List<Bucket> page = own.subList(0, Math.min(most, own.size()));
        boolean regions = request.bucketRegion() != null
                || request.prefix() != null
                || request.maxBuckets() != null
                || request.continuationToken() != null;
        return ListBucketsResponse.builder()
                .buckets(page.stream().map(b -> entry(b, regions)).toList())
                .owner(o -> o.id(Buckets.owner(call.account())))
                .prefix(request.prefix())
                .continuationToken(
                        own.size() > page.size() ? Tokens.encode(page.getLast().name()) : null)
                .build();
    }

    /** Lists that ask for nothing in particular do not name regions. */
    private static software.amazon.awssdk.services.s3.model.Bucket entry(Bucket bucket, boolean region) {
        return software.amazon.awssdk.services.s3.model.Bucket.builder()
                .name(bucket.name())
                .bucketArn(bucket.arn())
                .creationDate(bucket.created())
                .bucketRegion(region ? bucket.region() : null)
                .build();
    }

    private static void requireRegion(@Nullable String region) {
        Set<String> known = Set.copyOf(Region.regions().stream().map(Region::id).toList());
        if (region != null && !known.contains(region)) {
            throw S3Errors.invalidArgument("Argument value " + region + " is not a valid AWS Region", "bucket-region");
        }
    }

    private GetBucketLocationResponse location(Call call, GetBucketLocationRequest request) {
        String location = buckets.anywhere(call, request.bucket()).location();
        return GetBucketLocationResponse.builder()
                .locationConstraint(location.equals(Buckets.US_EAST_1) ? "" : location)
                .build();
    }

    private static String location(Call call, CreateBucketRequest request) {
        String wanted = request.createBucketConfiguration() == null
                ? null
                : request.createBucketConfiguration().locationConstraintAsString();
        boolean global = call.region().equals(Buckets.US_EAST_1);
        if (wanted == null || wanted.isEmpty()) {
            if (global) {
                return Buckets.US_EAST_1;
            }
            throw incompatible("unspecified");
        }
        boolean known = wanted.equals("EU")
                || Region.regions().stream().anyMatch(region -> region.id().equals(wanted));
        if (global && (wanted.equals(Buckets.US_EAST_1) || !known)) {
            throw new ServiceError(
                    "InvalidLocationConstraint",
                    400,
                    "The specified location-constraint is not valid",
                    Map.of("LocationConstraint", wanted));
        }
        String region = wanted.equals("EU") ? "eu-west-1" : wanted;
        if (!global && !region.equals(call.region())) {
            throw incompatible(wanted);
        }
        return wanted;
    }

    private static ServiceError incompatible(String wanted) {
        return ServiceError.client(
                "IllegalLocationConstraintException",
                "The " + wanted + " location constraint is incompatible for the region specific endpoint this request"
                        + " was sent to.");
    }

    /** AWS lets an owner make a bucket of us-east-1 again, and refuses it elsewhere and to others. */
    private static CreateBucketResponse again(Call call, Bucket known, String region, List<Tag> tags) {
        if (!known.account().equals(call.account())) {
            throw new ServiceError(
                    "BucketAlreadyExists",
                    409,
                    "The requested bucket name is not available. The bucket namespace is shared by all users of the"
                            + " system. Please select a different name and try again.",
                    Map.of("BucketName", known.name()));
        }
        if (known.region().equals(Buckets.US_EAST_1) && region.equals(Buckets.US_EAST_1) && tags.isEmpty()) {
            return created(known);
        }
        throw new ServiceError(
                "BucketAlreadyOwnedByYou",
                409,
                "Your previous request to create the named bucket succeeded and you already own it.",
                Map.of("BucketName", known.name()));
    }

    private static CreateBucketResponse created(Bucket bucket) {
        return CreateBucketResponse.builder()
                .location(
                        bucket.region().equals(Buckets.US_EAST_1)
                                ? "/" + bucket.name()
                                : "http://" + bucket.name() + ".s3.amazonaws.com/")
                .bucketArn(bucket.arn())
                .build();
    }
}

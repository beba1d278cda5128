package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** Tags of buckets and objects. Source: S3 API Reference; errors as recorded from AWS. */
final class Tagging {

    record BucketTags(Map<String, String> tags) {
        BucketTags {
            tags = Map.copyOf(tags);
        }
    }

    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");
    private static final int MOST_OF_OBJECT = 10;
    private static final int MOST_OF_BUCKET = 50;

    private final Buckets buckets;
    private final Versions versions;
    private final Table<BucketTags> table;

    Tagging(Buckets buckets, Versions versions) {
        this.buckets = buckets;
        this.versions = versions;
        this.table = buckets.settings("tags", BucketTags.class);
    }

    void declare(Operations all) {
        all.operation("PUT /{Bucket}?tagging", "PutBucketTagging", PutBucketTaggingRequest::builder, this::putBucket)
                .operation(
                        "GET /{Bucket}?tagging >Tagging",
                        "GetBucketTagging",
                        GetBucketTaggingRequest::builder,
                        this::bucket)
                .operation(
                        "DELETE /{Bucket}?tagging",
                        "DeleteBucketTagging",
                        DeleteBucketTaggingRequest::builder,
                        this::deleteBucket)
                .operation(
                        "PUT /{Bucket}/{Key+}?tagging",
                        "PutObjectTagging",
                        PutObjectTaggingRequest::builder,
                        this::putObject)
                .operation(
                        "GET /{Bucket}/{Key+}?tagging >Tagging",
                        "GetObjectTagging",
                        GetObjectTaggingRequest::builder,
                        this::object)
                .operation(
                        "DELETE /{Bucket}/{Key+}?tagging",
                        "DeleteObjectTagging",
                        DeleteObjectTaggingRequest::builder,
                        this::deleteObject);
    }

    /** Sets a bucket's tags, if there are any. */
    void keep(Bucket bucket, Map<String, String> tags) {
        if (tags.isEmpty()) {
            table.remove(bucket.name());
        } else {
            table.put(bucket.name(), new BucketTags(tags));
        }
    }

    /** The tags of a bucket. */
    Map<String, String> of(Bucket bucket) {
        return table.get(bucket.name()).map(BucketTags::tags).orElse(Map.of());
    }

    /** Checks the tags that a bucket is made with. */
    static void checkNew(List<Tag> tags) {
        Set<String> keys = new HashSet<>();
        for (Tag tag : tags) {
            requireWhole(tag);
            if (!keys.add(tag.key())) {
                throw ServiceError.of(500, "InternalError", "We encountered an internal error. Please try again.");
            } else if (tag.key().startsWith("aws:")) {
                throw ServiceError.client(
                        "InvalidTag",
                        "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags."
                                + " Remove \"aws:\" from your tag keys and try again.");
            }
            requireForm(tag);
        }
    }

    static Map<String, String> map(List<Tag> tags) {
        Map<String, String> map = new HashMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    static List<Tag> list(Map<String, String> tags) {
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(t -> Tag.builder()
                                .key(t.getKey())
                                .value(t.getValue())
                                .build())
                        .toList();
    }

    /** The tags that a write gives its object in a header. */
    static Map<String, String> ofHeader(Call call) {
        String header = call.header("x-amz-tagging").orElse("");
        Map<String, String> tags = new HashMap<>();
        if (header.isEmpty()) {
            return tags;
        }
        for (String pair : header.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            String[] parts = pair.split("=", 2);
            String key = decoded(parts[0]);
            boolean encoded = parts.length < 2 || parts[1].indexOf('=') < 0;
            if (tags.put(key, parts.length > 1 ? decoded(parts[1]) : "") != null || !encoded) {
                throw S3Errors.invalidArgument(
                        "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters"
                                + " without tag name duplicates.",
                        "x-amz-tagging",
                        header);
            }
        }
        check(list(tags), MOST_OF_OBJECT, "Your TagKey cannot be prefixed with aws:");
        return tags;
    }

    private PutBucketTaggingResponse putBucket(Call call, PutBucketTaggingRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        if (request.tagging() == null) {
            throw S3Errors.malformedXml();
        }
        check(request.tagging().tagSet(), MOST_OF_BUCKET, "System tags cannot be added/updated by requester");
        keep(bucket, map(request.tagging().tagSet()));
        call.effect(bucket.arn());
        call.status(204);
        return PutBucketTaggingResponse.builder().build();
    }

    private GetBucketTaggingResponse bucket(Call call, GetBucketTaggingRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Map<String, String> tags = of(bucket);
        if (tags.isEmpty()) {
            throw S3Errors.notConfigured("NoSuchTagSet", "The TagSet does not exist", bucket.name());
        }
        return GetBucketTaggingResponse.builder().tagSet(list(tags)).build();
    }

    private DeleteBucketTaggingResponse deleteBucket(Call call, DeleteBucketTaggingRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        keep(bucket, Map.of());
        call.effect(bucket.arn());
        call.status(204);
        return DeleteBucketTaggingResponse.builder().build();
    }

    private PutObjectTaggingResponse putObject(Call call, PutObjectTaggingRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Version version = versions.toChange(bucket, request.key(), request.versionId(), "PUT");
        if (request.tagging() == null) {
            throw S3Errors.malformedXml();
        }
        check(request.tagging().tagSet(), MOST_OF_OBJECT, "Your TagKey cannot be prefixed with aws:");
        String id = retag(
                call, bucket, request.key(), version, map(request.tagging().tagSet()));
        return PutObjectTaggingResponse.builder().versionId(id).build();
    }

    private GetObjectTaggingResponse object(Call call, GetObjectTaggingRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String key = Versions.requireKey(request.key());
        if (versions.find(bucket, key).latest().isEmpty()) {
            throw S3Errors.noSuchKey(bucket.name() + "/" + key); // only here S3 puts the bucket before the key
        }
        Version version = versions.toChange(bucket, key, request.versionId(), "GET");
        return GetObjectTaggingResponse.builder()
                .tagSet(list(version.properties().tags()))
                .versionId(Versions.idOf(bucket, version))
                .build();
    }

    private DeleteObjectTaggingResponse deleteObject(Call call, DeleteObjectTaggingRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Version version = versions.toChange(bucket, request.key(), request.versionId(), "DELETE");
        call.status(204);
        return DeleteObjectTaggingResponse.builder()
                .versionId(retag(call, bucket, request.key(), version, Map.of()))
                .build();
    }

    private @Nullable String retag(Call call, Bucket bucket, String key, Version version, Map<String, String> tags) {
        versions.change(bucket, key, version.with(version.properties().tagged(tags)));
        call.effect(Versions.arn(bucket, key));
        return Versions.idOf(bucket, version);
    }

    private static void check(List<Tag> tags, int most, String systemTag) {
        if (tags.size() > most) {
            throw ServiceError.client(
                    "BadRequest",
                    most == MOST_OF_OBJECT
                            ? "Object tags cannot be greater than 10"
                            : "Bucket tag count cannot be greater than 50");
        }
        Set<String> keys = new HashSet<>();
        for (Tag tag : tags) {
            requireWhole(tag);
            requireForm(tag);
            if (tag.key().startsWith("aws:")) {
                throw invalid(systemTag, Map.of("TagKey", tag.key()));
            } else if (!keys.add(tag.key())) {
                throw invalid("Cannot provide multiple Tags with the same key", Map.of("TagKey", tag.key()));
            }
        }
    }

    private static void requireWhole(Tag tag) {
        if (tag.key() == null || tag.value() == null) {
            throw S3Errors.malformedXml();
        }
    }

    private static void requireForm(Tag tag) {
        if (!KEY.matcher(tag.key()).matches()) {
            throw invalid("The TagKey you have provided is invalid", Map.of("TagKey", tag.key()));
        } else if (!VALUE.matcher(tag.value()).matches()) {
            throw invalid(
                    "The TagValue you have provided is invalid", Map.of("TagKey", tag.key(), "TagValue", tag.value()));
        }
    }

    private static ServiceError invalid(String message, Map<String, String> details) {
        return new ServiceError("InvalidTag", 400, message, details);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}

package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Objects put and read, also under conditions and in parts. Source: S3 API Reference; errors as recorded from AWS. */
final class Objects {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Buckets buckets;
    private final Versions versions;
    private final WriteRequests writes;
    private final Checksums checksums;
    private final Lifecycle lifecycle;

    Objects(Buckets buckets, Versions versions, WriteRequests writes, Checksums checksums, Lifecycle lifecycle) {
        this.buckets = buckets;
        this.versions = versions;
        this.writes = writes;
        this.checksums = checksums;
        this.lifecycle = lifecycle;
    }

    void declare(Operations all) {
        all.operation("PUT /{Bucket}/{Key+} <body", "PutObject", PutObjectRequest::builder, this::put)
                .operation("GET /{Bucket}/{Key+}", "GetObject", GetObjectRequest::builder, this::get)
                .operation("HEAD /{Bucket}/{Key+}", "HeadObject", HeadObjectRequest::builder, this::head);
    }

    PutObjectResponse put(Call call, PutObjectRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String key = Versions.requireKey(request.key());
        if (request.writeOffsetBytes() != null) {
            throw S3Errors.notImplemented("x-amz-write-offset-bytes");
        }
        Properties properties = writes.properties(call, bucket);
        Map<String, String> sums = checksums.givenOrDefault(call);
        boolean touched = versions.touchedSince(bucket, key, call.body().began());
        Conditions.write(versions.find(bucket, key), request.ifMatch(), request.ifNoneMatch(), touched);
        Content content = new Content(
                List.of(Content.Piece.of(call.payload())),
                List.of(),
                writes.etag(call.payload().md5(), properties.encryption()),
                sums,
                Content.FULL_OBJECT);
        Version version = versions.add(call, bucket, key, content, properties);
        Map<String, Object> members = new HashMap<>(Checksums.members(content));
        members.putAll(Encryption.members(properties.encryption()));
        return Fields.set(PutObjectResponse.builder(), members)
                .eTag(version.quotedEtag())
                .versionId(bucket.keepsVersions() ? version.id() : null)
                .expiration(lifecycle.expiration(bucket, key, version).orElse(null))
                .build();
    }

    GetObjectResponse get(Call call, GetObjectRequest request) {
        Bucket bucket = buckets.ofObject(call, request.bucket(), request.key());
        Version version = versions.toRead(bucket, request.key(), request.versionId(), "GET");
        Conditions.read(
                version,
                request.ifMatch(),
                request.ifNoneMatch(),
                request.ifModifiedSince(),
                request.ifUnmodifiedSince(),
                call.now());
        Encryption.requireReadable(call, version.properties().encryption());
        Archive.requireReadable(call, version);
        PartOf part = PartOf.of(call, version, request.range(), request.partNumber());
        call.answerWith(version.content().answer(part.bytes()));
        call.status(part.partial() ? 206 : 200);
        GetObjectResponse.Builder response = Fields.set(
                GetObjectResponse.builder(), said(bucket, version, part, mode(request.checksumModeAsString())));
        if (request.versionId() == null) {
            response.expiration(
                    lifecycle.expiration(bucket, request.key(), version).orElse(null));
        }
        overriding(request, response);
        return response.build();
    }

    private HeadObjectResponse head(Call call, HeadObjectRequest request) {
        Bucket bucket = buckets.ofObject(call, request.bucket(), request.key());
        Version version = versions.toRead(bucket, request.key(), request.versionId(), "HEAD");
        Conditions.read(
                version,
                request.ifMatch(),
                request.ifNoneMatch(),
                request.ifModifiedSince(),
                request.ifUnmodifiedSince(),
                call.now());
        Encryption.requireReadable(call, version.properties().encryption());
        PartOf part = PartOf.of(call, version, request.range(), request.partNumber());
        call.answerWith(version.content().answer(part.bytes()));
        call.status(part.partial() ? 206 : 200);
        HeadObjectResponse.Builder response = Fields.set(
                HeadObjectResponse.builder(), said(bucket, version, part, mode(request.checksumModeAsString())));
        if (request.versionId() == null) {
            response.expiration(
                    lifecycle.expiration(bucket, request.key(), version).orElse(null));
        }
        overriding(Fields.copy(request, GetObjectRequest.builder()).build(), response);
        return response.build();
    }

    private static boolean mode(@Nullable String checksumMode) {
        return "ENABLED".equalsIgnoreCase(checksumMode);
    }

    /** What reads say of an object, by the names of the members of both responses. */
    private Map<String, Object> said(Bucket bucket, Version version, PartOf part, boolean sums) {
        Properties properties = version.properties();
        Map<String, Object> members = new HashMap<>(Encryption.members(properties.encryption()));
        if (sums) {
            members.putAll(part.checksums(version));
        }
        put(members, "AcceptRanges", "bytes");
        put(members, "ContentRange", part.contentRange(version.size()));
        put(members, "PartsCount", part.partsCount());
        put(members, "ETag", version.quotedEtag());
        put(members, "LastModified", version.modified());
        put(members, "Metadata", HeaderText.encoded(properties.metadata()));
        put(members, "ContentType", properties.headers().get("content-type"));
        put(members, "ContentDisposition", properties.headers().get("content-disposition"));
        put(members, "ContentEncoding", properties.headers().get("content-encoding"));
        put(members, "ContentLanguage", properties.headers().get("content-language"));
        put(members, "CacheControl", properties.headers().get("cache-control"));
        put(members, "ExpiresString", properties.headers().get("expires"));
        put(
                members,
                "TagCount",
                properties.tags().isEmpty() ? null : properties.tags().size());
        put(members, "WebsiteRedirectLocation", properties.headers().get("x-amz-website-redirect-location"));
        put(members, "VersionId", Versions.idOf(bucket, version));
        boolean standard = properties.storageClass().equals(Properties.STANDARD);
        put(members, "StorageClass", standard ? null : properties.storageClass());
        put(members, "Restore", Archive.header(version).orElse(null));
        Properties.Hold hold = properties.hold();
        put(members, "ObjectLockMode", hold.mode().isEmpty() ? null : hold.mode());
        put(members, "ObjectLockRetainUntilDate", hold.until().orElse(null));
        put(members, "ObjectLockLegalHoldStatus", hold.legal().isEmpty() ? null : hold.legal());
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** Headers that a read asks for in place of the object's own. */
    private static void overriding(GetObjectRequest request, SdkPojo response) {
        Map<String, Object> asked = new HashMap<>();
        put(asked, "CacheControl", request.responseCacheControl());
        put(asked, "ContentDisposition", request.responseContentDisposition());
        put(asked, "ContentEncoding", request.responseContentEncoding());
        put(asked, "ContentLanguage", request.responseContentLanguage());
        put(asked, "ContentType", request.responseContentType());
        if (request.responseExpires() != null) {
            put(asked, "ExpiresString", HTTP_DATE.format(request.responseExpires()));
        }
        Fields.set(response, asked);
    }
}

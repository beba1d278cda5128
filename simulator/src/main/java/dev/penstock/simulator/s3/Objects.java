package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Objects: put, read, deleted, each also under conditions. Source: S3 API Reference; errors as recorded from AWS. */
final class Objects {

    private static final List<String> KEPT_HEADERS = List.of(
            "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires");

    private final Buckets buckets;
    private final Table<StoredObject> objects;
    private final Blobs blobs;
    private final Ids ids;

    Objects(Buckets buckets, Store store, Ids ids) {
        this.buckets = buckets;
        this.objects = buckets.objects();
        this.blobs = store.blobs();
        this.ids = ids;
    }

    PutObjectResponse put(Call call, PutObjectRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        requireKey(request.key());
        Conditions.write(
                find(bucket, request.key()).current(), request.key(), request.ifMatch(), request.ifNoneMatch());
        Map<String, String> checksums = Checksums.verified(call, blobs);
        Version version = new Version(
                newVersionId(bucket),
                false,
                call.payload().sha256(),
                call.payload().size(),
                call.payload().md5(),
                call.now(),
                keptHeaders(call),
                request.hasMetadata() ? request.metadata() : Map.of(),
                checksums,
                "FULL_OBJECT");
        add(call, bucket, request.key(), version);
        return PutObjectResponse.builder()
                .eTag(version.quotedEtag())
                .checksumCRC32(checksums.get("CRC32"))
                .checksumCRC32C(checksums.get("CRC32C"))
                .checksumCRC64NVME(checksums.get("CRC64NVME"))
                .checksumSHA1(checksums.get("SHA1"))
                .checksumSHA256(checksums.get("SHA256"))
                .checksumType(version.checksumType())
                .serverSideEncryption("AES256")
                .versionId(versionId(bucket, version))
                .build();
    }

    GetObjectResponse get(Call call, GetObjectRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Version version = version(bucket, request.key(), request.versionId());
        Conditions.read(
                version,
                request.ifMatch(),
                request.ifNoneMatch(),
                request.ifModifiedSince(),
                request.ifUnmodifiedSince());
        Optional<ByteRange> range = ByteRange.of(request.range(), version.size());
        ByteRange bytes = range.orElse(new ByteRange(0, version.size()));
        call.answerWith(new Call.Contents(version.sha256(), bytes.from(), bytes.length()));
        call.status(range.isPresent() ? 206 : 200);
        boolean whole = range.isEmpty() && "ENABLED".equals(request.checksumModeAsString());
        Map<String, String> sums = whole ? version.checksums() : Map.of();
        return GetObjectResponse.builder()
                .acceptRanges("bytes")
                .contentRange(range.map(r -> r.header(version.size())).orElse(null))
                .eTag(version.quotedEtag())
                .lastModified(version.modified())
                .metadata(version.metadata())
                .contentType(
                        either(request.responseContentType(), version.headers().get("content-type")))
                .contentDisposition(either(
                        request.responseContentDisposition(), version.headers().get("content-disposition")))
                .contentEncoding(version.headers().get("content-encoding"))
                .contentLanguage(version.headers().get("content-language"))
                .cacheControl(
                        either(request.responseCacheControl(), version.headers().get("cache-control")))
                .expiresString(version.headers().get("expires"))
                .checksumCRC32(sums.get("CRC32"))
                .checksumCRC32C(sums.get("CRC32C"))
                .checksumCRC64NVME(sums.get("CRC64NVME"))
                .checksumSHA1(sums.get("SHA1"))
                .checksumSHA256(sums.get("SHA256"))
                .checksumType(whole ? version.checksumType() : null)
                .serverSideEncryption("AES256")
                .versionId(versionId(bucket, version))
                .build();
    }

    HeadObjectResponse head(Call call, HeadObjectRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        Version version = version(bucket, request.key(), request.versionId());
        Conditions.read(
                version,
                request.ifMatch(),
                request.ifNoneMatch(),
                request.ifModifiedSince(),
                request.ifUnmodifiedSince());
        call.answerWith(new Call.Contents(version.sha256(), 0, version.size()));
        Map<String, String> sums = "ENABLED".equals(request.checksumModeAsString()) ? version.checksums() : Map.of();
        return HeadObjectResponse.builder()
                .acceptRanges("bytes")
                .eTag(version.quotedEtag())
                .lastModified(version.modified())
                .metadata(version.metadata())
                .contentType(version.headers().get("content-type"))
                .contentDisposition(version.headers().get("content-disposition"))
                .contentEncoding(version.headers().get("content-encoding"))
                .contentLanguage(version.headers().get("content-language"))
                .cacheControl(version.headers().get("cache-control"))
                .expiresString(version.headers().get("expires"))
                .checksumCRC32(sums.get("CRC32"))
                .checksumCRC32C(sums.get("CRC32C"))
                .checksumCRC64NVME(sums.get("CRC64NVME"))
                .checksumSHA1(sums.get("SHA1"))
                .checksumSHA256(sums.get("SHA256"))
                .checksumType(sums.isEmpty() ? null : version.checksumType())
                .serverSideEncryption("AES256")
                .versionId(versionId(bucket, version))
                .build();
    }

    DeleteObjectResponse delete(Call call, DeleteObjectRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        requireKey(request.key());
        if (request.ifMatch() != null) {
            Conditions.write(find(bucket, request.key()).current(), request.key(), request.ifMatch(), null);
        }
        DeletedObject deleted = delete(call, bucket, request.key(), request.versionId());
        call.status(204);
        return DeleteObjectResponse.builder()
                .deleteMarker(deleted.deleteMarker())
                .versionId(
                        deleted.deleteMarkerVersionId() == null ? deleted.versionId() : deleted.deleteMarkerVersionId())
                .build();
    }

    DeleteObjectsResponse deleteAll(Call call, DeleteObjectsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        if (request.delete() == null
                || request.delete().objects().isEmpty()
                || request.delete().objects().size() > 1000) {
            throw ServiceError.client(
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our published schema");
        }
        List<DeletedObject> deleted = new ArrayList<>();
        List<S3Error> errors = new ArrayList<>();
        for (ObjectIdentifier object : request.delete().objects()) {
            String version = object.versionId();
            if (version != null && find(bucket, object.key()).version(version).isEmpty() && !version.equals("null")) {
                errors.add(S3Error.builder()
                        .key(object.key())
                        .versionId(version)
                        .code("NoSuchVersion")
                        .message("The specified version does not exist.")
                        .build());
            } else {
                deleted.add(delete(call, bucket, object.key(), version));
            }
        }
        boolean quiet = Boolean.TRUE.equals(request.delete().quiet());
        return DeleteObjectsResponse.builder()
                .deleted(quiet ? List.of() : deleted)
                .errors(errors)
                .build();
    }

    /** Puts a version on top of an object's others. */
    void add(Call call, Bucket bucket, String key, Version version) {
        objects.put(tableKey(bucket, key), find(bucket, key).with(version));
        call.effect("arn:aws:s3:::" + bucket.name() + "/" + key);
    }

    StoredObject find(Bucket bucket, String key) {
        return objects.get(tableKey(bucket, key)).orElse(StoredObject.none(key));
    }

    /** The version that a read means. */
    Version version(Bucket bucket, @Nullable String key, @Nullable String id) {
        requireKey(key);
        String wanted = String.valueOf(key);
        StoredObject object = find(bucket, wanted);
        if (id == null) {
            return object.current().orElseThrow(() -> S3Errors.noSuchKey(wanted));
        }
        Version version = object.version(id).orElseThrow(() -> S3Errors.noSuchVersion(wanted, id));
        if (version.deleted()) {
            throw ServiceError.of(
                    405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }
        return version;
    }

    String newVersionId(Bucket bucket) {
        return bucket.keepsVersions() ? ids.word(32) : StoredObject.UNVERSIONED;
    }

    /** The version id to answer with: none for buckets that never kept versions. */
    static @Nullable String versionId(Bucket bucket, Version version) {
        return bucket.everVersioned() ? version.id() : null;
    }

    static void requireKey(@Nullable String key) {
        int length = key == null ? 0 : key.getBytes(StandardCharsets.UTF_8).length;
        if (length > 1024) {
            throw new ServiceError(
                    "KeyTooLongError",
                    400,
                    "Your key is too long",
                    Map.of("MaxSizeAllowed", "1024", "Size", Integer.toString(length)));
        }
    }

    /** The headers that are kept with contents and given back. */
    static Map<String, String> keptHeaders(Call call) {
        Map<String, String> kept = new TreeMap<>();
        for (String name : KEPT_HEADERS) {
            call.header(name).ifPresent(value -> kept.put(name, value));
        }
        String encoding = kept.getOrDefault("content-encoding", "");
        String own = encoding.replaceAll("(^|,)\\s*aws-chunked\\s*(,\\s*)?", "");
        if (own.isEmpty()) {
            kept.remove("content-encoding");
        } else {
            kept.put("content-encoding", own);
        }
        kept.putIfAbsent("content-type", "binary/octet-stream");
        return kept;
    }

    private DeletedObject delete(Call call, Bucket bucket, String key, @Nullable String versionId) {
        StoredObject object = find(bucket, key);
        DeletedObject.Builder deleted = DeletedObject.builder().key(key).versionId(versionId);
        if (versionId != null) {
            boolean marker = object.version(versionId).map(Version::deleted).orElse(false);
            keep(bucket, object.without(versionId));
            if (marker) {
                deleted.deleteMarker(true).deleteMarkerVersionId(versionId);
            }
        } else if (bucket.everVersioned()) {
            String id = newVersionId(bucket);
            keep(bucket, object.with(Version.deleteMarker(id, call.now())));
            deleted.deleteMarker(true).deleteMarkerVersionId(id);
        } else {
            keep(bucket, object.without(StoredObject.UNVERSIONED));
        }
        if (!object.equals(find(bucket, key))) {
            call.effect("arn:aws:s3:::" + bucket.name() + "/" + key);
        }
        return deleted.build();
    }

    private void keep(Bucket bucket, StoredObject object) {
        if (object.versions().isEmpty()) {
            objects.remove(tableKey(bucket, object.key()));
        } else {
            objects.put(tableKey(bucket, object.key()), object);
        }
    }

    private static String tableKey(Bucket bucket, String key) {
        return Buckets.prefix(bucket.name()) + key;
    }

    private static @Nullable String either(@Nullable String asked, @Nullable String kept) {
        return asked == null ? kept : asked;
    }
}

package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.StoredObject.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Objects and versions deleted, one or many. Source: S3 API Reference; errors as recorded from AWS. */
final class Deletion {

    private static final int MOST = 1000;

    private final Buckets buckets;
    private final Versions versions;
    private final ObjectLocks locks;

    Deletion(Buckets buckets, Versions versions, ObjectLocks locks) {
        this.buckets = buckets;
        this.versions = versions;
        this.locks = locks;
    }

    void declare(Operations all) {
        all.operation("DELETE /{Bucket}/{Key+}", "DeleteObject", DeleteObjectRequest::builder, this::one)
                .operation(
                        "POST /{Bucket}?delete >DeleteResult",
                        "DeleteObjects",
                        DeleteObjectsRequest::builder,
                        this::many);
    }

    private DeleteObjectResponse one(Call call, DeleteObjectRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String key = Versions.requireKey(request.key());
        requireGeneralPurpose(call);
        ObjectLocks.requireBypassApplies(call, bucket);
        StoredObject object = versions.find(bucket, key);
        if (request.versionId() != null && object.version(request.versionId()).isEmpty()) {
            VersionIds.requireGiven(request.versionId());
        }
        Conditions.delete(object, request.ifMatch());
        DeletedObject deleted = delete(call, bucket, key, request.versionId());
        call.status(204);
        return DeleteObjectResponse.builder()
                .deleteMarker(deleted.deleteMarker())
                .versionId(
                        deleted.deleteMarkerVersionId() == null ? deleted.versionId() : deleted.deleteMarkerVersionId())
                .build();
    }

    private DeleteObjectsResponse many(Call call, DeleteObjectsRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        ObjectLocks.requireBypassApplies(call, bucket);
        List<ObjectIdentifier> asked =
                request.delete() == null ? List.of() : request.delete().objects();
        if (asked.isEmpty() || asked.size() > MOST) {
            throw S3Errors.malformedXml();
        }
        List<DeletedObject> deleted = new ArrayList<>();
        List<S3Error> errors = new ArrayList<>();
        for (ObjectIdentifier object : asked) {
            try {
                deleted.add(oneOfMany(call, bucket, object));
            } catch (ServiceError e) {
                errors.add(S3Error.builder()
                        .key(object.key())
                        .versionId(object.versionId())
                        .code(e.code())
                        .message(e.message())
                        .build());
            }
        }
        boolean quiet = Boolean.TRUE.equals(request.delete().quiet());
        return DeleteObjectsResponse.builder()
                .deleted(quiet ? List.of() : deleted)
                .errors(errors)
                .build();
    }

    private DeletedObject oneOfMany(Call call, Bucket bucket, ObjectIdentifier asked) {
        String key = Versions.requireKey(asked.key());
        StoredObject object = versions.find(bucket, key);
        String id = asked.versionId();
        if (id != null && object.version(id).isEmpty() && !VersionIds.wasGiven(id)) {
            throw S3Errors.noSuchVersion(key, id);
        }
        Conditions.delete(object, asked.eTag());
        return delete(call, bucket, key, id);
    }

    private DeletedObject delete(Call call, Bucket bucket, String key, @Nullable String versionId) {
        StoredObject object = versions.find(bucket, key);
        DeletedObject.Builder deleted = DeletedObject.builder().key(key).versionId(versionId);
        if (versionId != null) {
            Version version = object.version(versionId).orElse(null);
            if (version != null) {
                locks.requireDeletable(call, bucket, version);
                versions.remove(bucket, key, versionId);
                versions.deleted(call, bucket, key, Optional.of(versionId), false);
            }
            if (version != null && version.deleted()) {
                deleted.deleteMarker(true).deleteMarkerVersionId(versionId);
            }
        } else if (bucket.everVersioned()) {
            Version marker = versions.hide(call.now(), bucket, key);
            deleted.deleteMarker(true).deleteMarkerVersionId(marker.id());
            versions.deleted(call, bucket, key, Optional.of(marker.id()), true);
        } else {
            versions.remove(bucket, key, StoredObject.UNVERSIONED);
            if (!object.versions().isEmpty()) {
                versions.deleted(call, bucket, key, Optional.empty(), false);
            }
        }
        if (!object.equals(versions.find(bucket, key))) {
            call.effect(Versions.arn(bucket, key));
        }
        return deleted.build();
    }

    /** Conditions that only directory buckets know. */
    private static void requireGeneralPurpose(Call call) {
        for (String header : List.of("x-amz-if-match-last-modified-time", "x-amz-if-match-size")) {
            if (call.header(header).isPresent()) {
                throw S3Errors.notImplemented(header);
            }
        }
    }
}

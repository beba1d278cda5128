package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.state.Blob;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Objects as other services read and write them, with S3's own errors. Within transactions. */
public final class ObjectAccess {

    /**
     * An object that was found.
     *
     * @param sha256 its contents' blob
     * @param etag with quotes, as S3 gives it
     * @param versionId of a bucket with versioning; empty otherwise
     */
    public record Found(String sha256, String etag, String versionId) {}

    private final Objects objects;
    private final Effects effects;

    ObjectAccess(Objects objects, Effects effects) {
        this.objects = objects;
        this.effects = effects;
    }

    /**
     * Finds an object.
     *
     * @param versionId the latest when null
     * @throws dev.penstock.simulator.wire.ServiceError as GetObject
     */
    public Found get(Caller caller, Instant now, String bucket, String key, @Nullable String versionId) {
        Call call = new Call(caller, "s3", "GetObject", now, effects, Map.of(), null, Map.of(), Unmodelled.none());
        GetObjectResponse found = objects.get(
                call,
                GetObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .versionId(versionId)
                        .build());
        return new Found(
                call.contents().orElseThrow().sha256(),
                found.eTag(),
                found.versionId() == null ? "" : found.versionId());
    }

    /**
     * Puts an object.
     *
     * @throws dev.penstock.simulator.wire.ServiceError as PutObject
     */
    public void put(Caller caller, Instant now, String bucket, String key, Blob contents) {
        Call call = new Call(caller, "s3", "PutObject", now, effects, Map.of(), contents, Map.of(), Unmodelled.none());
        objects.put(call, PutObjectRequest.builder().bucket(bucket).key(key).build());
    }
}

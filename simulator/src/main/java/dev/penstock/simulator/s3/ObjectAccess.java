package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Unmodelled;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
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
    private final Blobs blobs;

    ObjectAccess(Objects objects, Effects effects, Blobs blobs) {
        this.objects = objects;
        this.effects = effects;
        this.blobs = blobs;
    }

    /**
     * Finds an object.
     *
     * @param versionId the latest when null
     * @throws dev.penstock.simulator.wire.ServiceError as GetObject
     */
    public Found get(Caller caller, Instant now, String bucket, String key, @Nullable String versionId) {
        Call call = new Call(caller, "s3", "GetObject", now, effects, Map.of(), null, Unmodelled.none());
        GetObjectResponse found = objects.get(
                call,
                GetObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .versionId(versionId)
                        .build());
        return new Found(
                whole(call.contents().orElse(List.of())),
                found.eTag(),
                found.versionId() == null ? "" : found.versionId());
    }

    /**
     * Puts an object.
     *
     * @throws dev.penstock.simulator.wire.ServiceError as PutObject
     */
    public void put(Caller caller, Instant now, String bucket, String key, Blob contents) {
        Call.Body body = new Call.Body(contents, Map.of(), Map.of(), Long.MAX_VALUE);
        Call call = new Call(caller, "s3", "PutObject", now, effects, Map.of(), body, Unmodelled.none());
        objects.put(call, PutObjectRequest.builder().bucket(bucket).key(key).build());
    }

    /** One blob of all contents, which are several when they were uploaded in parts. */
    private String whole(List<Call.Contents> contents) {
        if (contents.size() == 1) {
            return contents.getFirst().sha256();
        }
        try (Blobs.Writer writer = blobs.writer()) {
            for (Call.Contents part : contents) {
                try (InputStream in = blobs.open(part.sha256())) {
                    in.skipNBytes(part.from());
                    byte[] buffer = new byte[64 * 1024];
                    for (long left = part.length(); left > 0; ) {
                        int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                        writer.write(buffer, 0, count);
                        left -= count;
                    }
                }
            }
            return writer.finish().sha256();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

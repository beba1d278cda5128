package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadRequest;
import software.amazon.awssdk.services.ecr.model.CompleteLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadRequest;
import software.amazon.awssdk.services.ecr.model.InitiateLayerUploadResponse;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartRequest;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartResponse;

/** Layers uploaded through ECR's API, which the registry's protocol does in its own way. Source: ECR API Reference. */
final class LayerUploads {

    private static final long PART_SIZE = 20L * 1024 * 1024;

    private record Upload(RepositoryName name, Blobs.Writer writer) {}

    private final Repositories repositories;
    private final Store store;
    private final Ids ids;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    LayerUploads(Repositories repositories, Store store, Ids ids) {
        this.repositories = repositories;
        this.store = store;
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("InitiateLayerUpload", InitiateLayerUploadRequest::builder, this::initiate)
                .operation("UploadLayerPart", UploadLayerPartRequest::builder, this::upload)
                .operation("CompleteLayerUpload", CompleteLayerUploadRequest::builder, this::complete);
    }

    private InitiateLayerUploadResponse initiate(Call call, InitiateLayerUploadRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        String id = ids.uuid();
        uploads.put(id, new Upload(name, store.blobs().writer()));
        return InitiateLayerUploadResponse.builder()
                .uploadId(id)
                .partSize(PART_SIZE)
                .build();
    }

    private UploadLayerPartResponse upload(Call call, UploadLayerPartRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        Upload upload = find(name, request.uploadId());
        byte[] bytes = request.layerPartBlob() == null
                ? new byte[0]
                : request.layerPartBlob().asByteArray();
        long first = request.partFirstByte() == null ? 0 : request.partFirstByte();
        long last = request.partLastByte() == null ? 0 : request.partLastByte();
        if (first != upload.writer().size() || last - first + 1 != bytes.length) {
            throw ServiceError.client(
                    "InvalidLayerPartException",
                    "The layer part of the upload '" + request.uploadId() + "' must start at byte "
                            + upload.writer().size());
        }
        try {
            upload.writer().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return UploadLayerPartResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .uploadId(request.uploadId())
                .lastByteReceived(upload.writer().size() - 1)
                .build();
    }

    private CompleteLayerUploadResponse complete(Call call, CompleteLayerUploadRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        Upload upload = find(name, request.uploadId());
        String wanted =
                request.layerDigests().isEmpty() ? "" : request.layerDigests().getFirst();
        if (upload.writer().size() == 0) {
            throw ServiceError.client("EmptyUploadException", "The layer upload has no parts");
        } else if (repositories.hasLayer(name, wanted)) {
            throw ServiceError.client(
                    "LayerAlreadyExistsException",
                    "The layer with digest '" + wanted + "' already exists in the repository with name '" + name.name()
                            + "' in the registry with id '" + name.account() + "'");
        }
        uploads.remove(String.valueOf(request.uploadId()));
        Blob blob = finished(upload);
        String digest = "sha256:" + blob.sha256();
        if (!digest.equals(wanted)) {
            throw ServiceError.client(
                    "InvalidLayerException",
                    "The layer digest '" + wanted + "' does not match the digest that was calculated: " + digest);
        }
        repositories.addLayer(name, digest, blob.size());
        call.effect(name.arn() + "/layer/" + digest);
        return CompleteLayerUploadResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .uploadId(request.uploadId())
                .layerDigest(digest)
                .build();
    }

    private static Blob finished(Upload upload) {
        try (Blobs.Writer writer = upload.writer()) {
            return writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Upload find(RepositoryName name, @Nullable String id) {
        Upload upload = id == null ? null : uploads.get(id);
        if (upload == null || !upload.name().equals(name)) {
            throw ServiceError.client(
                    "UploadNotFoundException",
                    "The upload with id '" + id + "' in the repository with name '" + name.name()
                            + "' in the registry with id '" + name.account() + "' does not exist");
        }
        return upload;
    }
}

package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityRequest;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityResponse;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageScanFindingsSummary;
import software.amazon.awssdk.services.ecr.model.Layer;
import software.amazon.awssdk.services.ecr.model.LayerFailure;
import software.amazon.awssdk.services.ecr.model.ListImagesRequest;
import software.amazon.awssdk.services.ecr.model.ListImagesResponse;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.PutImageResponse;

/** ECR's API on images. */
final class Images {

    private final Repositories repositories;
    private final Store store;
    private final Scans scans;

    Images(Repositories repositories, Store store, Scans scans) {
        this.repositories = repositories;
        this.scans = scans;
        this.store = store;
    }

    PutImageResponse put(Call call, PutImageRequest request) {
        RepositoryName name = name(call, request.repositoryName());
        String tag = request.imageTag() == null ? "" : request.imageTag();
        String text = request.imageManifest() == null ? "" : request.imageManifest();
        Blob blob = store.blobs().store(text.getBytes(StandardCharsets.UTF_8));
        String digest = "sha256:" + blob.sha256();
        if (request.imageDigest() != null && !request.imageDigest().equals(digest)) {
            throw ServiceError.client(
                    "ImageDigestDoesNotMatchException",
                    "The specified image digest does not match the digest that"
                            + " Amazon ECR calculated for the image.");
        }
        Manifest manifest = manifest(text, request.imageManifestMediaType());
        if (!repositories.put(name, digest, manifest, blob.size(), tag, call.now())) {
            throw ServiceError.client(
                    "ImageAlreadyExistsException",
                    "Image with digest '" + digest + "' and tag '" + (tag.isEmpty() ? "null" : tag)
                            + "' already exists in the repository with name '" + name.name()
                            + "' in registry with id '" + name.account() + "'");
        }
        call.effect(name.arn() + "@" + digest);
        return PutImageResponse.builder()
                .image(image(name, repositories.byDigest(name, digest).orElseThrow(), tag))
                .build();
    }

    BatchGetImageResponse batchGet(Call call, BatchGetImageRequest request) {
        RepositoryName name = name(call, request.repositoryName());
        List<Image> found = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        for (ImageIdentifier id : ids(request.imageIds())) {
            find(name, id)
                    .ifPresentOrElse(
                            image -> {
                                found.add(image(name, image, id.imageTag() == null ? "" : id.imageTag()));
                                repositories.keep(name, image.pulledAt(call.now()));
                            },
                            () -> failures.add(missing(id)));
        }
        return BatchGetImageResponse.builder().images(found).failures(failures).build();
    }

    DescribeImagesResponse describe(Call call, DescribeImagesRequest request) {
        RepositoryName name = name(call, request.repositoryName());
        if (request.hasImageIds() && !request.imageIds().isEmpty()) {
            return DescribeImagesResponse.builder()
                    .imageDetails(request.imageIds().stream()
                            .map(id -> detail(name, find(name, id).orElseThrow(() -> notFound(name, id))))
                            .toList())
                    .build();
        }
        String status = request.filter() == null
                ? "ANY"
                : String.valueOf(request.filter().tagStatusAsString());
        List<StoredImage> all = repositories.images(name).stream()
                .filter(i -> !status.equals(i.tags().isEmpty() ? "TAGGED" : "UNTAGGED"))
                .toList();
        Page<StoredImage> page = Page.of(all, StoredImage::digest, request.nextToken(), request.maxResults(), 100);
        return DescribeImagesResponse.builder()
                .imageDetails(page.items().stream().map(i -> detail(name, i)).toList())
                .nextToken(page.next())
                .build();
    }

    ListImagesResponse list(Call call, ListImagesRequest request) {
        RepositoryName name = name(call, request.repositoryName());
        String filter = request.filter() == null
                ? "ANY"
                : String.valueOf(request.filter().tagStatusAsString());
        List<ImageIdentifier> all = new ArrayList<>();
        for (StoredImage image : repositories.images(name)) {
            if (image.tags().isEmpty() && !filter.equals("TAGGED")) {
                all.add(ImageIdentifier.builder().imageDigest(image.digest()).build());
            }
            if (!filter.equals("UNTAGGED")) {
                image.tags()
                        .forEach(tag -> all.add(ImageIdentifier.builder()
                                .imageDigest(image.digest())
                                .imageTag(tag)
                                .build()));
            }
        }
        Page<ImageIdentifier> page = Page.of(
                all, id -> id.imageDigest() + " " + id.imageTag(), request.nextToken(), request.maxResults(), 100);
        return ListImagesResponse.builder()
                .imageIds(page.items())
                .nextToken(page.next())
                .build();
    }

    BatchDeleteImageResponse batchDelete(Call call, BatchDeleteImageRequest request) {
        RepositoryName name = name(call, request.repositoryName());
        List<ImageIdentifier> deleted = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        for (ImageIdentifier id : ids(request.imageIds())) {
            StoredImage image = find(name, id).orElse(null);
            List<StoredImage> indexes =
                    image == null || onlyTag(image, id) ? List.of() : repositories.referencedBy(name, image.digest());
            if (image == null) {
                failures.add(missing(id));
            } else if (!indexes.isEmpty()) {
                failures.add(ImageFailure.builder()
                        .imageId(id)
                        .failureCode("ImageReferencedByManifestList")
                        .failureReason("Requested image referenced by manifest list: "
                                + indexes.stream().map(StoredImage::digest).toList())
                        .build());
            } else {
                deleted.addAll(delete(name, image, id));
                call.effect(name.arn() + "@" + image.digest());
            }
        }
        return BatchDeleteImageResponse.builder()
                .imageIds(deleted)
                .failures(failures)
                .build();
    }

    BatchCheckLayerAvailabilityResponse checkLayers(Call call, BatchCheckLayerAvailabilityRequest request) {
        RepositoryName name = name(call, request.repositoryName());
        List<Layer> layers = new ArrayList<>();
        List<LayerFailure> failures = new ArrayList<>();
        for (String digest : request.layerDigests()) {
            if (!digest.matches("sha256:[0-9a-f]{64}")) {
                failures.add(LayerFailure.builder()
                        .layerDigest(digest)
                        .failureCode("InvalidLayerDigest")
                        .failureReason("Invalid layer digest")
                        .build());
                continue;
            }
            Optional<Long> size = repositories.layerSize(name, digest);
            layers.add(Layer.builder()
                    .layerDigest(digest)
                    .layerAvailability(size.isPresent() ? "AVAILABLE" : "UNAVAILABLE")
                    .layerSize(size.orElse(0L))
                    .build());
        }
        return BatchCheckLayerAvailabilityResponse.builder()
                .layers(layers)
                .failures(failures)
                .build();
    }

    /** Whether only a tag goes, and others stay. */
    private static boolean onlyTag(StoredImage image, ImageIdentifier id) {
        return id.imageDigest() == null && image.tags().size() > 1;
    }

    /** By its digest an image goes with all its tags; by a tag only the tag goes, and the image with its last one. */
    private List<ImageIdentifier> delete(RepositoryName name, StoredImage image, ImageIdentifier id) {
        String tag = id.imageDigest() == null ? id.imageTag() : null;
        if (tag != null && image.tags().size() > 1) {
            repositories.keep(name, image.untagged(tag));
            return List.of(identifier(image.digest(), tag));
        }
        repositories.remove(name, image);
        List<ImageIdentifier> gone = new ArrayList<>();
        image.tags().forEach(t -> gone.add(identifier(image.digest(), t)));
        if (gone.isEmpty()) {
            gone.add(ImageIdentifier.builder().imageDigest(image.digest()).build());
        }
        return gone;
    }

    private static ImageIdentifier identifier(String digest, String tag) {
        return ImageIdentifier.builder().imageDigest(digest).imageTag(tag).build();
    }

    private RepositoryName name(Call call, @Nullable String repository) {
        RepositoryName name = RepositoryName.of(call.caller(), repository == null ? "" : repository);
        repositories.get(name);
        return name;
    }

    private static List<ImageIdentifier> ids(List<ImageIdentifier> ids) {
        if (ids.isEmpty() || ids.size() > 100) {
            throw ServiceError.client(
                    "InvalidParameterException",
                    "Invalid parameter at 'imageIds' failed to satisfy constraint: 'Member must have length between 1"
                            + " and 100'");
        }
        return ids;
    }

    private Optional<StoredImage> find(RepositoryName name, ImageIdentifier id) {
        if (id.imageDigest() != null) {
            return repositories
                    .byDigest(name, id.imageDigest())
                    .filter(i -> id.imageTag() == null || i.tags().contains(id.imageTag()));
        }
        return repositories.byTag(name, id.imageTag() == null ? "" : id.imageTag());
    }

    private Image image(RepositoryName name, StoredImage stored, String tag) {
        return Image.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .imageId(i -> i.imageDigest(stored.digest()).imageTag(tag.isEmpty() ? null : tag))
                .imageManifest(new String(repositories.manifest(stored), StandardCharsets.UTF_8))
                .imageManifestMediaType(stored.mediaType())
                .build();
    }

    private ImageDetail detail(RepositoryName name, StoredImage image) {
        return ImageDetail.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .imageDigest(image.digest())
                .imageTags(image.tags().isEmpty() ? null : image.tags())
                .imageSizeInBytes(image.size())
                .imagePushedAt(image.pushed())
                .lastRecordedPullTime(image.pulled().orElse(null))
                .imageScanStatus(scans.status(name, image).orElse(null))
                .imageScanFindingsSummary(scans.counts(name, image)
                        .map(counts -> ImageScanFindingsSummary.builder()
                                .findingSeverityCountsWithStrings(counts)
                                .imageScanCompletedAt(
                                        scans.completed(name, image).orElse(null))
                                .build())
                        .orElse(null))
                .imageManifestMediaType(image.mediaType())
                .artifactMediaType(image.artifactType().isEmpty() ? null : image.artifactType())
                .build();
    }

    private static Manifest manifest(String text, @Nullable String mediaType) {
        try {
            return Manifest.parse(text.getBytes(StandardCharsets.UTF_8), mediaType == null ? "" : mediaType);
        } catch (IllegalArgumentException e) {
            throw ServiceError.client(
                    "InvalidParameterException",
                    "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'");
        }
    }

    private static ImageFailure missing(ImageIdentifier id) {
        boolean none = id.imageDigest() == null && id.imageTag() == null;
        return ImageFailure.builder()
                .imageId(id)
                .failureCode(none ? "MissingDigestAndTag" : "ImageNotFound")
                .failureReason(
                        none
                                ? "Invalid request parameters: both tag and digest cannot be null"
                                : "Requested image not found")
                .build();
    }

    private static ServiceError notFound(RepositoryName name, ImageIdentifier id) {
        return ServiceError.client(
                "ImageNotFoundException",
                "The image with imageId {imageDigest:'" + id.imageDigest() + "', imageTag:'" + id.imageTag()
                        + "'} does not exist within the repository with name '" + name.name()
                        + "' in the registry with id '" + name.account() + "'");
    }
}

package dev.penstock.simulator.ecr;

import dev.penstock.simulator.ecr.Manifest.Descriptor;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.Repository;

/**
 * Repositories, their images, tags and layers: what ECR's API and the registry share. Errors carry ECR's codes; the
 * registry translates them.
 */
final class Repositories {

    record Row(Repository repository) {}

    record Link(long size) {}

    private final Table<Row> repositories;
    private final Table<StoredImage> images;
    private final Table<Link> layers;
    private final Blobs blobs;
    private final List<BiConsumer<RepositoryName, StoredImage>> pushed = new ArrayList<>();
    private final List<Consumer<RepositoryName>> deleted = new ArrayList<>();

    Repositories(Store store) {
        repositories = store.table("ecr.repositories", Row.class);
        images = store.table("ecr.images", StoredImage.class);
        layers = store.table("ecr.layers", Link.class);
        blobs = store.blobs();
    }

    /** Told of every image that is pushed, in the same transaction. */
    void onPush(BiConsumer<RepositoryName, StoredImage> listener) {
        pushed.add(listener);
    }

    /** Told of every repository that is deleted, in the same transaction. */
    void onDelete(Consumer<RepositoryName> listener) {
        deleted.add(listener);
    }

    /** The repository that a call names, which must be there. */
    RepositoryName named(Call call, @Nullable String registry, @Nullable String repository) {
        String account = registry == null ? call.account() : registry;
        RepositoryName name = new RepositoryName(account, call.region(), repository == null ? "" : repository);
        get(name);
        if (!account.equals(call.account())) {
            throw ServiceError.client(
                    "AccessDeniedException",
                    "User: " + call.caller().principal() + " is not authorized to perform this operation on resource: "
                            + name.arn());
        }
        return name;
    }

    /** The repository that an ARN names, which must be there. */
    RepositoryName ofArn(Call call, @Nullable String arn) {
        String text = arn == null ? "" : arn;
        String start = call.caller().arn("ecr", "repository/");
        if (!text.startsWith(start)) {
            throw ServiceError.client(
                    "InvalidParameterException",
                    "Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'");
        }
        return named(call, null, text.substring(start.length()));
    }

    /** The image that an identifier means, which must be there. */
    StoredImage image(RepositoryName name, @Nullable ImageIdentifier id) {
        String digest = id == null ? null : id.imageDigest();
        String tag = id == null ? null : id.imageTag();
        Optional<StoredImage> found = digest != null
                ? byDigest(name, digest).filter(i -> tag == null || i.tags().contains(tag))
                : byTag(name, tag == null ? "" : tag);
        return found.orElseThrow(() -> ServiceError.client(
                "ImageNotFoundException",
                "The image with imageId {imageDigest:'" + digest + "', imageTag:'" + tag
                        + "'} does not exist within the repository with name '" + name.name()
                        + "' in the registry with id '" + name.account() + "'"));
    }

    /** The indexes that list an image. */
    List<StoredImage> referencedBy(RepositoryName name, String digest) {
        return images(name).stream()
                .filter(image -> image.artifactType().isEmpty()
                        && parsed(image).manifests().stream()
                                .anyMatch(child -> child.digest().equals(digest)))
                .toList();
    }

    /** What is attached to an image, like signatures and attestations. */
    List<StoredImage> referrers(RepositoryName name, String digest) {
        return images(name).stream()
                .filter(image -> parsed(image).subject().filter(digest::equals).isPresent())
                .toList();
    }

    Manifest parsed(StoredImage image) {
        return Manifest.parse(manifest(image), image.mediaType());
    }

    Table<Row> table() {
        return repositories;
    }

    Repository get(RepositoryName name) {
        return repositories
                .get(name.key())
                .map(Row::repository)
                .orElseThrow(() -> ServiceError.client(
                        "RepositoryNotFoundException",
                        "The repository with name '" + name.name() + "' does not exist in the registry with id '"
                                + name.account() + "'"));
    }

    List<StoredImage> images(RepositoryName name) {
        return List.copyOf(images.under(name.key() + "\u0000").values());
    }

    Optional<StoredImage> byTag(RepositoryName name, String tag) {
        return images(name).stream().filter(i -> i.tags().contains(tag)).findFirst();
    }

    Optional<StoredImage> byDigest(RepositoryName name, String digest) {
        return images.get(inRepository(name, digest));
    }

    /** An image by what stands after the colon or the at sign of a reference. */
    Optional<StoredImage> byReference(RepositoryName name, String reference) {
        return reference.startsWith("sha256:") ? byDigest(name, reference) : byTag(name, reference);
    }

    byte[] manifest(StoredImage image) {
        return blobs.bytes(hex(image.digest()));
    }

    /** The bytes of a layer or a configuration that is known to be small. */
    byte[] contents(String digest) {
        return blobs.bytes(hex(digest));
    }

    boolean hasLayer(RepositoryName name, String digest) {
        return layers.has(inRepository(name, digest));
    }

    Optional<Long> layerSize(RepositoryName name, String digest) {
        return layers.get(inRepository(name, digest)).map(Link::size);
    }

    void addLayer(RepositoryName name, String digest, long size) {
        layers.put(inRepository(name, digest), new Link(size));
    }

    /**
     * Puts an image, whose manifest is stored as a blob, and moves a tag to it.
     *
     * @param tag empty for none
     * @return whether anything changed
     */
    boolean put(RepositoryName name, String digest, Manifest manifest, long manifestSize, String tag, Instant now) {
        Repository repository = get(name);
        requireReferences(name, manifest);
        Optional<StoredImage> known = byDigest(name, digest);
        Optional<StoredImage> tagged = tag.isEmpty() ? Optional.empty() : byTag(name, tag);
        if (tagged.isPresent() && tagged.equals(known)) {
            return false;
        }
        if (tagged.isPresent() && isImmutable(repository, tag)) {
            throw ServiceError.client(
                    "ImageTagAlreadyExistsException",
                    "The image tag '" + tag + "' already exists in the '" + name.name()
                            + "' repository and cannot be overwritten because the repository is immutable.");
        }
        if (known.isPresent() && tag.isEmpty()) {
            return false;
        }
        tagged.ifPresent(before -> keep(name, before.untagged(tag)));
        StoredImage image = known.orElseGet(() -> image(digest, manifest, manifestSize, now));
        StoredImage kept = tag.isEmpty() ? image : image.tagged(tag);
        keep(name, kept);
        if (known.isEmpty()) {
            pushed.forEach(listener -> listener.accept(name, kept));
        }
        return true;
    }

    private static boolean isImmutable(Repository repository, String tag) {
        boolean excluded = repository.imageTagMutabilityExclusionFilters().stream()
                .anyMatch(filter -> LifecyclePolicy.fits(filter.filter(), tag));
        return switch (String.valueOf(repository.imageTagMutabilityAsString())) {
            case "IMMUTABLE" -> true;
            case "IMMUTABLE_WITH_EXCLUSION" -> !excluded;
            case "MUTABLE_WITH_EXCLUSION" -> excluded;
            default -> false;
        };
    }

    /** Tells somebody of every change of an image from now on. */
    void watchImages(Table.Watcher<StoredImage> watcher) {
        images.watch(watcher);
    }

    void keep(RepositoryName name, StoredImage image) {
        images.put(inRepository(name, image.digest()), image);
    }

    void remove(RepositoryName name, StoredImage image) {
        images.remove(inRepository(name, image.digest()));
    }

    void delete(RepositoryName name) {
        images(name).forEach(image -> remove(name, image));
        List.copyOf(layers.under(name.key() + "\u0000").keySet()).forEach(layers::remove);
        repositories.remove(name.key());
        deleted.forEach(listener -> listener.accept(name));
    }

    /** The digests of all manifests and layers. */
    Set<String> contents() {
        Set<String> digests = new HashSet<>();
        images.all().forEach(image -> digests.add(hex(image.digest())));
        layers.under("").keySet().forEach(key -> digests.add(hex(key.substring(key.indexOf('\u0000') + 1))));
        return digests;
    }

    static String hex(String digest) {
        return digest.substring("sha256:".length());
    }

    private void requireReferences(RepositoryName name, Manifest manifest) {
        for (Descriptor child : manifest.manifests()) {
            if (byDigest(name, child.digest()).isEmpty()) {
                throw ServiceError.client(
                        "ReferencedImagesNotFoundException",
                        "Image with digest '" + child.digest() + "' does not exist within the repository with name '"
                                + name.name() + "' in the registry with id '" + name.account() + "'");
            }
        }
        manifest.config().ifPresent(config -> requireLayer(name, config));
        manifest.layers().forEach(layer -> requireLayer(name, layer));
    }

    private void requireLayer(RepositoryName name, Descriptor layer) {
        // Layers that a manifest says are distributed elsewhere need not be in the repository.
        if (!hasLayer(name, layer.digest())
                && !layer.mediaType().contains("foreign")
                && !layer.mediaType().contains("nondistributable")) {
            throw ServiceError.client(
                    "LayersNotFoundException",
                    "Layers with digests '[" + layer.digest()
                            + "]' required for pushing image into repository with name" + " '" + name.name()
                            + "' in the registry with id '" + name.account() + "' do not exist");
        }
    }

    private static StoredImage image(String digest, Manifest manifest, long manifestSize, Instant now) {
        long size = manifest.isIndex()
                ? manifestSize
                : manifest.layers().stream().mapToLong(Descriptor::size).sum();
        String artifact = manifest.isIndex() ? "" : manifest.artifactType();
        return new StoredImage(digest, manifest.mediaType(), artifact, size, now, List.of(), Optional.empty());
    }

    private static String inRepository(RepositoryName name, String digest) {
        return name.key() + "\u0000" + digest;
    }
}

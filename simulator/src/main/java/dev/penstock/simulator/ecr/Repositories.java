package dev.penstock.simulator.ecr;

import dev.penstock.simulator.ecr.Manifest.Descriptor;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    Repositories(Store store) {
        repositories = store.table("ecr.repositories", Row.class);
        images = store.table("ecr.images", StoredImage.class);
        layers = store.table("ecr.layers", Link.class);
        blobs = store.blobs();
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
        if (tagged.isPresent() && "IMMUTABLE".equals(repository.imageTagMutabilityAsString())) {
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
        keep(name, tag.isEmpty() ? image : image.tagged(tag));
        return true;
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
        String artifact = manifest.config().map(Descriptor::mediaType).orElse("");
        return new StoredImage(digest, manifest.mediaType(), artifact, size, now, List.of());
    }

    private static String inRepository(RepositoryName name, String digest) {
        return name.key() + "\u0000" + digest;
    }
}

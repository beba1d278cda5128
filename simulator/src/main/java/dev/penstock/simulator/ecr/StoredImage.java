package dev.penstock.simulator.ecr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An image in a repository.
 *
 * @param digest of the manifest, {@code sha256:…}
 * @param mediaType of the manifest
 * @param artifactType of the image's configuration; empty for an index
 * @param size of the layers and the configuration, in bytes
 * @param pushed when
 * @param tags in order; none for an image that is only known by its digest
 * @param pulled when it was last pulled
 */
record StoredImage(
        String digest,
        String mediaType,
        String artifactType,
        long size,
        Instant pushed,
        List<String> tags,
        Optional<Instant> pulled) {

    StoredImage {
        tags = List.copyOf(tags);
    }

    StoredImage tagged(String tag) {
        TreeSet<String> next = new TreeSet<>(tags);
        next.add(tag);
        return new StoredImage(digest, mediaType, artifactType, size, pushed, new ArrayList<>(next), pulled);
    }

    StoredImage untagged(String tag) {
        return new StoredImage(
                digest,
                mediaType,
                artifactType,
                size,
                pushed,
                tags.stream().filter(t -> !t.equals(tag)).toList(),
                pulled);
    }

    StoredImage pulledAt(Instant at) {
        return new StoredImage(digest, mediaType, artifactType, size, pushed, tags, Optional.of(at));
    }
}

package dev.penstock.image;

import dev.penstock.artifact.Digest;
import java.util.List;

/**
 * An image that is in its repository.
 *
 * @param repositoryUri as deployments name it
 * @param digest of its manifest
 * @param tags it was pushed with
 * @param size of manifest and layers in bytes, compressed; 0 if not known
 * @param notes what a person should know, for example that the simulator stood in for a base image
 */
public record PushedImage(String repositoryUri, Digest digest, List<String> tags, long size, List<String> notes) {

    public PushedImage {
        tags = List.copyOf(tags);
        notes = List.copyOf(notes);
    }

    /** {@code repository@sha256:…}: how the image is carried from here on. */
    public String imageUri() {
        return repositoryUri + "@" + digest;
    }
}

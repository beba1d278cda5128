package dev.penstock.image;

import java.util.List;

/**
 * The configuration of an action that builds an image.
 *
 * @param repository the repository's name
 * @param dockerfile where the Dockerfile is inside the input artifact, or the folder that it is in
 * @param tags at least one
 * @param options what the settings say
 */
public record ImageConfiguration(String repository, String dockerfile, List<String> tags, ImageOptions options) {

    public ImageConfiguration {
        tags = List.copyOf(tags);
    }

    /** The container that is to run the image. */
    public String containerName() {
        return options.containerName().orElse(repository.substring(repository.lastIndexOf('/') + 1));
    }
}

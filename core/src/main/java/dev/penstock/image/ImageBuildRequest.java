package dev.penstock.image;

import java.nio.file.Path;
import java.util.List;

/**
 * An image to build and push.
 *
 * @param context the folder that the Dockerfile copies from
 * @param dockerfile the Dockerfile, inside the context
 * @param platform such as {@code linux/amd64}
 * @param repository where it is pushed to
 * @param tags labels for people, at least one
 * @param builder how it is to be built
 */
public record ImageBuildRequest(
        Path context,
        Path dockerfile,
        String platform,
        RepositoryAccess repository,
        List<String> tags,
        BuilderChoice builder) {

    public ImageBuildRequest {
        tags = List.copyOf(tags);
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("an image needs at least one tag");
        }
    }

    /** How an image is built. */
    public enum BuilderChoice {
        /** By the container engine where one answers, else without one. */
        AUTO,
        /** By the container engine only. */
        ENGINE,
        /** Without a container engine: for Dockerfiles that only copy and configure. */
        DAEMONLESS
    }
}

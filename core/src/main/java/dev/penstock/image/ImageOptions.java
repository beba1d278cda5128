package dev.penstock.image;

import dev.penstock.image.ImageBuildRequest.BuilderChoice;
import java.util.Optional;

/**
 * How an image is built.
 *
 * @param dockerfile inside the input artifact; in place of the one that the definition names
 * @param context folder inside the input artifact that the Dockerfile copies from; the whole artifact if absent
 * @param platform such as {@code linux/amd64}
 * @param containerName the container that is to run the image, for {@code imagedefinitions.json}; the last part of the
 *     repository's name if absent
 * @param builder how it is to be built
 */
public record ImageOptions(
        Optional<String> dockerfile,
        Optional<String> context,
        String platform,
        Optional<String> containerName,
        BuilderChoice builder) {

    /** The platform on which ECS runs unless told otherwise. */
    public static final String USUAL_PLATFORM = "linux/amd64";

    /** What is taken where nothing else is said. */
    public static final ImageOptions USUAL =
            new ImageOptions(Optional.empty(), Optional.empty(), USUAL_PLATFORM, Optional.empty(), BuilderChoice.AUTO);
}

package dev.penstock.settings;

import dev.penstock.image.ImageBuildRequest.BuilderChoice;
import java.util.Optional;

/**
 * How an image is built.
 *
 * @param dockerfile path of the Dockerfile in the source, in place of {@code DockerFilePath}
 * @param context path of the folder in the source that the Dockerfile copies from
 * @param platform such as {@code linux/arm64}
 * @param containerName the container's name in {@code imagedefinitions.json}
 * @param builder by the container engine or without one
 */
public record ImageSetting(
        Optional<String> dockerfile,
        Optional<String> context,
        Optional<String> platform,
        Optional<String> containerName,
        Optional<BuilderChoice> builder) {

    /** Nothing set. */
    public static ImageSetting none() {
        return new ImageSetting(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** These settings, and where nothing is set the others. */
    ImageSetting over(ImageSetting others) {
        return new ImageSetting(
                dockerfile.or(others::dockerfile),
                context.or(others::context),
                platform.or(others::platform),
                containerName.or(others::containerName),
                builder.or(others::builder));
    }
}

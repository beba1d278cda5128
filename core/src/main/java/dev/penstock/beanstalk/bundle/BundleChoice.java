package dev.penstock.beanstalk.bundle;

import java.util.Optional;

/**
 * What of an artifact is bundled.
 *
 * @param path a folder of the artifact, or a file in it ({@code .zip}, {@code .war}, {@code .jar}) that is the bundle already;
 *     absent for the whole artifact
 * @param containerPort the port of the container, for a {@code Dockerrun.aws.json} that is written anew
 */
public record BundleChoice(Optional<String> path, int containerPort) {

    /** The whole artifact; port 80. */
    public static final BundleChoice WHOLE = new BundleChoice(Optional.empty(), 80);
}

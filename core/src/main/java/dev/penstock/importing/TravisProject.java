package dev.penstock.importing;

import dev.penstock.document.SourceText;
import java.util.Objects;
import java.util.Optional;

/**
 * What is beside a {@code .travis.yml} and counts for its deployment.
 *
 * @param dockerrun the {@code Dockerrun.aws.json} in the same folder
 * @param registry where images go that the file pushed to Docker Hub and the Dockerrun runs
 */
public record TravisProject(Optional<SourceText> dockerrun, Registry registry) {

    /** A place for images. */
    public enum Registry {
        /** Amazon ECR, in the account and Region of the deployment. */
        ECR,
        /** The one that the file names. */
        AS_NAMED
    }

    public TravisProject {
        Objects.requireNonNull(dockerrun, "dockerrun");
        Objects.requireNonNull(registry, "registry");
    }

    /** Nothing is beside it. */
    public static TravisProject alone() {
        return new TravisProject(Optional.empty(), Registry.ECR);
    }
}

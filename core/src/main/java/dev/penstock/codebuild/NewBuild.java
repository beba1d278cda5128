package dev.penstock.codebuild;

import dev.penstock.artifact.ObjectLocation;
import dev.penstock.pipeline.EnvironmentVariable;
import java.util.List;
import java.util.Optional;

/**
 * A build that is to be started ({@code StartBuild}). What it does not say, the project says.
 *
 * @param project the project's name or ARN
 * @param token the same whenever the same build is asked for, and no other
 * @param sources ZIP files; the first is the primary one. Their place is that of no other build: the build is known by it
 * @param outputs folder of the bucket for the artifacts; each becomes the ZIP file {@code FOLDER/NAME.zip}
 * @param outputNames names of the artifacts: none; one, for the buildspec's primary files; or several, each under {@code
 *     secondary-artifacts}
 * @param buildspec a path in the primary source, the buildspec itself, or the ARN of an object
 * @param serviceRole the role that the build has, by its ARN
 * @param environment its variables, in place of the project's of the same names
 */
public record NewBuild(
        String project,
        String token,
        List<Source> sources,
        ObjectLocation outputs,
        List<String> outputNames,
        Optional<String> buildspec,
        Optional<String> serviceRole,
        List<EnvironmentVariable> environment) {

    public NewBuild {
        sources = List.copyOf(sources);
        outputNames = List.copyOf(outputNames);
        environment = List.copyOf(environment);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a build has a source");
        }
    }

    /**
     * A source.
     *
     * @param name of the artifact: {@code CODEBUILD_SRC_DIR_NAME} is its folder, unless it is the primary one
     * @param location of the ZIP file
     */
    public record Source(String name, ObjectLocation location) {}

    /** Where an artifact arrives. */
    public ObjectLocation output(String name) {
        return new ObjectLocation(outputs.bucket(), outputs.key() + "/" + name + ".zip");
    }
}

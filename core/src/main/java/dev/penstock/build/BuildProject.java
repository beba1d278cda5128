package dev.penstock.build;

import dev.penstock.pipeline.EnvironmentVariable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What CodeBuild knows of a project and a definition does not say (CodeBuild {@code Project}).
 *
 * @param location where its builds run
 * @param buildspec the path of the buildspec in the primary source, or the buildspec itself; absent for {@code
 *     buildspec.yml}
 * @param environment variables of its builds; they take the place of those that the buildspec names
 * @param passAwsEnvironment whether builds are given the runner's own {@code AWS_*} variables
 * @param timeout after what time a build has failed; CodeBuild's default is one hour
 */
public record BuildProject(
        BuildLocation location,
        Optional<String> buildspec,
        List<EnvironmentVariable> environment,
        boolean passAwsEnvironment,
        Duration timeout) {

    /** On the host, with nothing but what the buildspec says. */
    public static final BuildProject ON_HOST =
            new BuildProject(new BuildLocation.Host(), Optional.empty(), List.of(), false, Duration.ofHours(1));

    public BuildProject {
        environment = List.copyOf(environment);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a build needs time");
        }
    }

    /** The same, run by CodeBuild. */
    public BuildProject inCodeBuild() {
        return new BuildProject(new BuildLocation.CodeBuild(), buildspec, environment, passAwsEnvironment, timeout);
    }
}

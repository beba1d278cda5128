package dev.penstock.build;

import dev.penstock.pipeline.EnvironmentVariable;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a CodeBuild action.
 *
 * @param projectName {@code ProjectName}
 * @param primarySource the input artifact in which the build starts; absent for the only one
 * @param environmentVariables {@code EnvironmentVariables}
 * @param buildspecOverride {@code BuildspecOverride}: a path in the primary source, the buildspec itself, or, for builds that
 *     CodeBuild runs, the ARN of an object
 * @param serviceRole {@code ServiceRoleArnOverride}
 */
public record CodeBuildConfiguration(
        String projectName,
        Optional<String> primarySource,
        List<EnvironmentVariable> environmentVariables,
        Optional<String> buildspecOverride,
        Optional<String> serviceRole) {

    public CodeBuildConfiguration {
        environmentVariables = List.copyOf(environmentVariables);
    }
}

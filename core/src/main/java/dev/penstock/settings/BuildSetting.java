package dev.penstock.settings;

import dev.penstock.build.BuildLocation;
import dev.penstock.build.BuildProject;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a build runs: what the CodeBuild project would say.
 *
 * @param location on this machine or in a container; on this machine when not set
 * @param buildspec path of the buildspec in the source
 * @param environment variables of the build, plain text
 * @param awsEnvironment whether the build is given the {@code AWS_*} variables of who runs it, in a simulated run those by which
 *     the simulated account is reached; it is not when not set
 * @param projectName the project of CodeBuild that runs commands which name none
 */
public record BuildSetting(
        Optional<BuildLocation> location,
        Optional<String> buildspec,
        Map<String, String> environment,
        Optional<Boolean> awsEnvironment,
        Optional<String> projectName) {

    public BuildSetting {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Nothing set. */
    public static BuildSetting none() {
        return new BuildSetting(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** The project that runs builds so. */
    public BuildProject project() {
        return new BuildProject(
                location.orElseGet(BuildLocation.Host::new),
                buildspec,
                environment.entrySet().stream()
                        .map(variable -> new EnvironmentVariable(
                                variable.getKey(), variable.getValue(), EnvironmentVariableType.PLAINTEXT))
                        .toList(),
                awsEnvironment.orElse(false),
                BuildProject.ON_HOST.timeout());
    }

    /** These settings, and where nothing is set the others; of the environment, each variable by itself. */
    BuildSetting over(BuildSetting others) {
        Map<String, String> merged = new LinkedHashMap<>(others.environment);
        merged.putAll(environment);
        return new BuildSetting(
                location.or(others::location),
                buildspec.or(others::buildspec),
                merged,
                awsEnvironment.or(others::awsEnvironment),
                projectName.or(others::projectName));
    }
}

package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.service.Call;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.ComputeType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;

/** What projects must be like. Source: CodeBuild API Reference, CreateProject, ProjectSource, ProjectArtifacts. */
final class ProjectRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9\\-_]{1,149}");
    private static final int MOST_TAGS = 50;

    private ProjectRules() {}

    static String name(@Nullable String name) {
        String given = required("name", name);
        if (!NAME.matcher(given).matches()) {
            throw BuildErrors.invalid(
                    given.length() < 2 || given.length() > 150
                            ? "Invalid project name: must have length between 2 and 150"
                            : "Only alphanumeric characters, dash, and underscore are supported");
        }
        return given;
    }

    static void check(Call call, Project project) {
        source(project.source());
        project.secondarySources().forEach(ProjectRules::source);
        artifacts(project.artifacts(), project.source());
        environment(project.environment());
        role(call, project.serviceRole());
        range("timeoutInMinutes", project.timeoutInMinutes(), 5, 2160);
        range("queuedTimeoutInMinutes", project.queuedTimeoutInMinutes(), 5, 480);
        if (project.tags().size() > MOST_TAGS) {
            throw BuildErrors.invalid("A project can have at most " + MOST_TAGS + " tags");
        }
        if (project.concurrentBuildLimit() != null && project.concurrentBuildLimit() < 1) {
            throw BuildErrors.invalid("Project-level concurrent build limit must be at least 1");
        }
    }

    static void source(@Nullable ProjectSource source) {
        if (source == null || source.typeAsString() == null) {
            throw BuildErrors.invalid("Invalid project source: type is required");
        }
        String location = source.location() == null ? "" : source.location();
        switch (source.type()) {
            case S3 -> {
                if (!plainLocation(location).contains("/")) {
                    throw BuildErrors.invalid("Invalid project source: location must be a valid S3 source");
                }
            }
            case NO_SOURCE -> {
                if (source.buildspec() == null || source.buildspec().isBlank()) {
                    throw BuildErrors.invalid(
                            "Invalid project source: a buildspec is required for source type NO_SOURCE");
                }
            }
            case CODEPIPELINE -> {
                if (!location.isEmpty()) {
                    throw BuildErrors.invalid(
                            "Invalid project source: location must be empty for source type CODEPIPELINE");
                }
            }
            case UNKNOWN_TO_SDK_VERSION ->
                throw unknown("source/type", source.typeAsString(), SourceType.knownValues());
            default -> {
                if (location.isEmpty()) {
                    throw BuildErrors.invalid(
                            "Invalid project source: location is required for source type " + source.typeAsString());
                }
            }
        }
    }

    /** API Reference, ProjectArtifacts: only artifacts that are kept in S3 can be several. */
    static void secondaryArtifact(ProjectArtifacts artifacts, ProjectSource source) {
        if (artifacts.artifactIdentifier() == null
                || artifacts.artifactIdentifier().isEmpty()) {
            throw BuildErrors.invalid("Invalid secondary artifacts: artifactIdentifier is required");
        }
        if (!artifacts.artifactIdentifier().matches("[A-Za-z0-9_]{1,127}")) {
            throw BuildErrors.invalid("Invalid artifact identifier: it may have letters, digits and underscores");
        }
        artifacts(artifacts, source);
    }

    static void artifacts(@Nullable ProjectArtifacts artifacts, ProjectSource source) {
        if (artifacts == null || artifacts.typeAsString() == null) {
            throw BuildErrors.invalid("Invalid project artifacts: type is required");
        }
        if (artifacts.type() == ArtifactsType.UNKNOWN_TO_SDK_VERSION) {
            throw unknown("artifacts/type", artifacts.typeAsString(), ArtifactsType.knownValues());
        }
        if (artifacts.type() == ArtifactsType.S3
                && (artifacts.location() == null || artifacts.location().isEmpty())) {
            throw BuildErrors.invalid("Invalid artifacts: artifact location is required for S3");
        }
        boolean pipelineSource = source.type() == SourceType.CODEPIPELINE;
        if (pipelineSource != (artifacts.type() == ArtifactsType.CODEPIPELINE)) {
            throw BuildErrors.invalid("Invalid project: source and artifacts must both be of type CODEPIPELINE");
        }
    }

    static void environment(@Nullable ProjectEnvironment environment) {
        if (environment == null) {
            throw BuildErrors.invalid("Invalid project environment: environment is required");
        }
        required("environment/type", environment.typeAsString());
        required("environment/image", environment.image());
        required("environment/computeType", environment.computeTypeAsString());
        if (environment.type() == EnvironmentType.UNKNOWN_TO_SDK_VERSION) {
            throw unknown("environment/type", environment.typeAsString(), EnvironmentType.knownValues());
        }
        if (environment.computeType() == ComputeType.UNKNOWN_TO_SDK_VERSION) {
            throw unknown("environment/computeType", environment.computeTypeAsString(), ComputeType.knownValues());
        }
        variables(environment.environmentVariables());
    }

    static void variables(List<EnvironmentVariable> variables) {
        for (EnvironmentVariable variable : variables) {
            String name = required("environmentVariables/name", variable.name());
            if (name.startsWith("CODEBUILD_")) {
                throw BuildErrors.invalid("Environment variable names must not start with CODEBUILD_: " + name);
            }
            if (variable.typeAsString() != null && variable.type() == EnvironmentVariableType.UNKNOWN_TO_SDK_VERSION) {
                throw unknown(
                        "environmentVariables/type", variable.typeAsString(), EnvironmentVariableType.knownValues());
            }
        }
    }

    static void range(String member, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw BuildErrors.invalid("1 validation error detected: Value '" + value + "' at '" + member
                    + "' failed to satisfy constraint: Member must have value "
                    + (value < least ? "greater than or equal to " + least : "less than or equal to " + most));
        }
    }

    static String required(String member, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw BuildErrors.invalid("1 validation error detected: Value at '" + member
                    + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    /** Bucket and key of a location in S3, which may be written as an ARN. */
    static String plainLocation(String location) {
        return location.startsWith("arn:aws:s3:::") ? location.substring("arn:aws:s3:::".length()) : location;
    }

    private static void role(Call call, @Nullable String role) {
        String arn = required("serviceRole", role);
        String[] parts = arn.split(":", 6);
        if (parts.length == 6 && !parts[4].equals(call.account())) {
            throw BuildErrors.invalid("Invalid service role: Service role account ID does not match caller's account");
        }
    }

    private static RuntimeException unknown(String member, String value, Iterable<?> known) {
        return BuildErrors.invalid("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must satisfy enum value set: " + known);
    }
}

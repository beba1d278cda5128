package dev.penstock.aws.codebuild;

import dev.penstock.artifact.ObjectLocation;
import dev.penstock.codebuild.NewBuild;
import dev.penstock.codebuild.ServiceBuild;
import dev.penstock.codebuild.ServiceBuild.Failure;
import dev.penstock.codebuild.ServiceBuild.Status;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.ArtifactNamespace;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildArtifacts;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.LogsLocation;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;

/** CodeBuild's shapes as ours, and ours as CodeBuild's. */
final class BuildMapping {

    private BuildMapping() {}

    /** What the project says of source and artifacts gives way: they come from the pipeline. */
    static StartBuildRequest request(NewBuild build) {
        StartBuildRequest.Builder request = StartBuildRequest.builder()
                .projectName(build.project())
                .idempotencyToken(build.token())
                .sourceTypeOverride(SourceType.S3)
                .sourceLocationOverride(build.sources().getFirst().location().path())
                .secondarySourcesOverride(build.sources().stream()
                        .skip(1)
                        .map(source -> ProjectSource.builder()
                                .type(SourceType.S3)
                                .location(source.location().path())
                                .sourceIdentifier(source.name())
                                .build())
                        .toList())
                .secondarySourcesVersionOverride(List.of())
                .environmentVariablesOverride(build.environment().stream()
                        .map(variable -> EnvironmentVariable.builder()
                                .name(variable.name())
                                .value(variable.value())
                                .type(
                                        switch (variable.type()) {
                                            case PLAINTEXT -> EnvironmentVariableType.PLAINTEXT;
                                            case PARAMETER_STORE -> EnvironmentVariableType.PARAMETER_STORE;
                                            case SECRETS_MANAGER -> EnvironmentVariableType.SECRETS_MANAGER;
                                        })
                                .build())
                        .toList());
        List<String> outputs = build.outputNames();
        request.artifactsOverride(
                outputs.size() == 1
                        ? artifact(build.output(outputs.getFirst())).build()
                        : ProjectArtifacts.builder()
                                .type(ArtifactsType.NO_ARTIFACTS)
                                .build());
        request.secondaryArtifactsOverride(
                outputs.size() <= 1
                        ? List.of()
                        : outputs.stream()
                                .map(name -> artifact(build.output(name))
                                        .artifactIdentifier(name)
                                        .build())
                                .toList());
        build.buildspec().ifPresent(request::buildspecOverride);
        build.serviceRole().ifPresent(request::serviceRoleOverride);
        return request.build();
    }

    /** One ZIP file, under exactly this key ("ProjectArtifacts", CodeBuild API Reference). */
    private static ProjectArtifacts.Builder artifact(ObjectLocation place) {
        int slash = place.key().lastIndexOf('/');
        return ProjectArtifacts.builder()
                .type(ArtifactsType.S3)
                .location(place.bucket())
                .path(place.key().substring(0, Math.max(slash, 0)))
                .namespaceType(ArtifactNamespace.NONE)
                .name(place.key().substring(slash + 1))
                .packaging(ArtifactPackaging.ZIP)
                .overrideArtifactName(false);
    }

    static ServiceBuild build(Build build) {
        Map<String, String> exported = new LinkedHashMap<>();
        build.exportedEnvironmentVariables()
                .forEach(variable -> exported.put(text(variable.name()), text(variable.value())));
        Map<String, String> digests = new HashMap<>();
        Optional.ofNullable(build.artifacts()).ifPresent(artifact -> add(digests, "", artifact));
        build.secondaryArtifacts().forEach(artifact -> add(digests, text(artifact.artifactIdentifier()), artifact));
        return new ServiceBuild(
                text(build.id()),
                status(build),
                text(build.currentPhase()),
                failures(build),
                exported,
                digests,
                log(build.logs()));
    }

    private static void add(Map<String, String> digests, String name, BuildArtifacts artifact) {
        if (!text(artifact.sha256sum()).isEmpty()) {
            digests.put(name, text(artifact.sha256sum()));
        }
    }

    /** A build that is stopped or failing has its status before it has ended. */
    private static Status status(Build build) {
        if (!Boolean.TRUE.equals(build.buildComplete())) {
            return Status.IN_PROGRESS;
        }
        return switch (text(build.buildStatusAsString())) {
            case "SUCCEEDED" -> Status.SUCCEEDED;
            case "FAILED" -> Status.FAILED;
            case "TIMED_OUT" -> Status.TIMED_OUT;
            case "STOPPED" -> Status.STOPPED;
            case "IN_PROGRESS" -> Status.IN_PROGRESS;
            default -> Status.FAULT;
        };
    }

    private static List<Failure> failures(Build build) {
        return build.phases().stream()
                .filter(phase -> phase.phaseStatusAsString() != null
                        && !phase.phaseStatusAsString().equals("SUCCEEDED"))
                .map(phase -> phase.contexts().stream()
                        .filter(context -> !text(context.message()).isEmpty()
                                || !text(context.statusCode()).isEmpty())
                        .findFirst()
                        .map(context -> failure(text(phase.phaseTypeAsString()), context))
                        .orElseGet(() -> new Failure(
                                text(phase.phaseTypeAsString()), "", text(phase.phaseStatusAsString()) + ".")))
                .toList();
    }

    private static Failure failure(String phase, PhaseContext context) {
        return new Failure(phase, text(context.statusCode()), text(context.message()));
    }

    private static Optional<ServiceBuild.Log> log(@Nullable LogsLocation logs) {
        return Optional.ofNullable(logs)
                .filter(place -> !text(place.groupName()).isEmpty()
                        && !text(place.streamName()).isEmpty())
                .map(place -> new ServiceBuild.Log(
                        text(place.groupName()), text(place.streamName()), text(place.deepLink())));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}

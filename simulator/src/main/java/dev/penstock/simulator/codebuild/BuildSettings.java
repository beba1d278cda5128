package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.codebuild.CodeBuildStore.ArtifactTarget;
import dev.penstock.simulator.service.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildArtifacts;
import software.amazon.awssdk.services.codebuild.model.CloudWatchLogsConfig;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.LogsConfig;
import software.amazon.awssdk.services.codebuild.model.LogsLocation;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;

/**
 * What a build is made of: the project's settings, and over them the call's. Source: CodeBuild API Reference, StartBuild,
 * Build, ProjectArtifacts.
 */
final class BuildSettings {

    private final Call call;
    private final Project project;
    private final StartBuildRequest request;

    BuildSettings(Call call, Project project, StartBuildRequest request) {
        this.call = call;
        this.project = project;
        this.request = request;
    }

    /** The build as it is described before anything has happened. */
    Build build(String uuid, long number) {
        ProjectSource source = source();
        ProjectRules.source(source);
        ProjectArtifacts artifacts = artifacts();
        ProjectRules.artifacts(artifacts, source);
        secondaryArtifacts().forEach(secondary -> ProjectRules.secondaryArtifact(secondary, source));
        ProjectEnvironment environment = environment();
        ProjectRules.environment(environment);
        ProjectRules.range("timeoutInMinutesOverride", request.timeoutInMinutesOverride(), 5, 2160);
        ProjectRules.range("queuedTimeoutInMinutesOverride", request.queuedTimeoutInMinutesOverride(), 5, 480);
        String id = project.name() + ":" + uuid;
        return Build.builder()
                .id(id)
                .arn(CodeBuildStore.buildArn(call, id))
                .buildNumber(number)
                .projectName(project.name())
                .startTime(call.now())
                .buildStatus("IN_PROGRESS")
                .buildComplete(false)
                .sourceVersion(or(request.sourceVersion(), project.sourceVersion()))
                .source(source)
                .secondarySources(or(
                        request.hasSecondarySourcesOverride() ? request.secondarySourcesOverride() : null,
                        project.secondarySources()))
                .artifacts(described(artifacts, uuid))
                .secondaryArtifacts(secondaryArtifacts().stream()
                        .map(secondary -> described(secondary, uuid))
                        .toList())
                .cache(or(request.cacheOverride(), project.cache()))
                .environment(environment)
                .serviceRole(or(request.serviceRoleOverride(), project.serviceRole()))
                .logs(logs(uuid))
                .timeoutInMinutes(or(request.timeoutInMinutesOverride(), project.timeoutInMinutes()))
                .queuedTimeoutInMinutes(or(request.queuedTimeoutInMinutesOverride(), project.queuedTimeoutInMinutes()))
                .encryptionKey(or(request.encryptionKeyOverride(), project.encryptionKey()))
                .initiator(initiator())
                .build();
    }

    /** Where the artifact of the build goes. */
    ArtifactTarget target(String uuid) {
        return target(artifacts(), uuid);
    }

    /** Where the others go, by their identifiers. */
    Map<String, ArtifactTarget> secondaryTargets(String uuid) {
        Map<String, ArtifactTarget> targets = new LinkedHashMap<>();
        secondaryArtifacts().forEach(artifacts -> targets.put(artifacts.artifactIdentifier(), target(artifacts, uuid)));
        return targets;
    }

    private ArtifactTarget target(ProjectArtifacts artifacts, String uuid) {
        if (artifacts.type() != ArtifactsType.S3) {
            return ArtifactTarget.NONE;
        }
        String[] location = ProjectRules.plainLocation(artifacts.location()).split("/", 2);
        String name = artifacts.name() == null || artifacts.name().isEmpty() ? project.name() : artifacts.name();
        List<String> parts = new ArrayList<>();
        add(parts, location.length > 1 ? location[1] : "");
        add(parts, artifacts.path());
        add(parts, "BUILD_ID".equals(artifacts.namespaceTypeAsString()) ? uuid : "");
        add(parts, name);
        boolean zipped = "ZIP".equals(artifacts.packagingAsString());
        return new ArtifactTarget(location[0], String.join("/", parts), zipped);
    }

    private BuildArtifacts described(ProjectArtifacts artifacts, String uuid) {
        ArtifactTarget target = target(artifacts, uuid);
        return BuildArtifacts.builder()
                .location(target.wanted() ? "arn:aws:s3:::" + target.bucket() + "/" + target.key() : "")
                .overrideArtifactName(artifacts.overrideArtifactName())
                .encryptionDisabled(artifacts.encryptionDisabled())
                .artifactIdentifier(artifacts.artifactIdentifier())
                .build();
    }

    private ProjectSource source() {
        ProjectSource.Builder source = project.source().toBuilder();
        SourceType type = request.sourceTypeOverride();
        if (type != null) {
            source.type(request.sourceTypeOverrideAsString());
            if (type == SourceType.NO_SOURCE) {
                source.location(null);
            }
        }
        set(request.sourceLocationOverride(), source::location);
        // An empty override means the file in the source.
        String buildspec = request.buildspecOverride();
        if (buildspec != null) {
            source.buildspec(buildspec.isEmpty() ? null : buildspec);
        }
        set(request.gitCloneDepthOverride(), source::gitCloneDepth);
        set(request.gitSubmodulesConfigOverride(), source::gitSubmodulesConfig);
        set(request.insecureSslOverride(), source::insecureSsl);
        set(request.reportBuildStatusOverride(), source::reportBuildStatus);
        set(request.sourceAuthOverride(), source::auth);
        return source.build();
    }

    private ProjectArtifacts artifacts() {
        return or(request.artifactsOverride(), project.artifacts());
    }

    private List<ProjectArtifacts> secondaryArtifacts() {
        return request.hasSecondaryArtifactsOverride()
                ? request.secondaryArtifactsOverride()
                : project.secondaryArtifacts();
    }

    private ProjectEnvironment environment() {
        ProjectEnvironment.Builder environment = project.environment().toBuilder();
        set(request.imageOverride(), environment::image);
        set(request.computeTypeOverrideAsString(), environment::computeType);
        set(request.environmentTypeOverrideAsString(), environment::type);
        set(request.privilegedModeOverride(), environment::privilegedMode);
        set(request.certificateOverride(), environment::certificate);
        set(request.imagePullCredentialsTypeOverrideAsString(), environment::imagePullCredentialsType);
        set(request.registryCredentialOverride(), environment::registryCredential);
        Map<String, EnvironmentVariable> variables = new LinkedHashMap<>();
        project.environment().environmentVariables().forEach(v -> variables.put(v.name(), v));
        request.environmentVariablesOverride().forEach(v -> variables.put(String.valueOf(v.name()), v));
        return environment.environmentVariables(variables.values()).build();
    }

    private LogsLocation logs(String uuid) {
        Optional<CloudWatchLogsConfig> config = Optional.ofNullable(
                        or(request.logsConfigOverride(), project.logsConfig()))
                .map(LogsConfig::cloudWatchLogs);
        if (config.filter(c -> "DISABLED".equals(c.statusAsString())).isPresent()) {
            return LogsLocation.builder()
                    .cloudWatchLogs(config.get())
                    .s3Logs(s -> s.status("DISABLED"))
                    .build();
        }
        String group = config.map(CloudWatchLogsConfig::groupName).orElse("/aws/codebuild/" + project.name());
        String prefix = config.map(CloudWatchLogsConfig::streamName).orElse("");
        String stream = prefix.isEmpty() ? uuid : prefix + "/" + uuid;
        return LogsLocation.builder()
                .groupName(group)
                .streamName(stream)
                .deepLink("https://console.aws.amazon.com/cloudwatch/home?region=" + call.region() + "#logEvent:group="
                        + group + ";stream=" + stream)
                .cloudWatchLogsArn(call.caller().arn("logs", "log-group:" + group + ":log-stream:" + stream))
                .cloudWatchLogs(config.orElse(
                        CloudWatchLogsConfig.builder().status("ENABLED").build()))
                .s3Logs(s -> s.status("DISABLED"))
                .build();
    }

    /** A user's name, or role and session of an assumed role. */
    private String initiator() {
        String principal = call.caller().principal();
        return principal.substring(principal.lastIndexOf(':') + 1).replaceFirst("^(user|assumed-role)/", "");
    }

    private static void add(List<String> parts, @Nullable String part) {
        String plain = part == null ? "" : part.replaceAll("^/+|/+$", "");
        if (!plain.isEmpty()) {
            parts.add(plain);
        }
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    private static <T extends @Nullable Object> T or(@Nullable T first, T second) {
        return first == null ? second : first;
    }
}

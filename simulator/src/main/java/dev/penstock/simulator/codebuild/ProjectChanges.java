package dev.penstock.simulator.codebuild;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectBadge;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;

/** UpdateProject changes what it names and leaves the rest. */
final class ProjectChanges {

    private ProjectChanges() {}

    static Project apply(Project project, UpdateProjectRequest request) {
        Project.Builder next = project.toBuilder();
        given(request.description(), next::description);
        given(request.source(), next::source);
        given(request.sourceVersion(), next::sourceVersion);
        given(request.artifacts(), next::artifacts);
        given(request.cache(), next::cache);
        given(request.environment(), next::environment);
        given(request.serviceRole(), next::serviceRole);
        given(request.timeoutInMinutes(), next::timeoutInMinutes);
        given(request.queuedTimeoutInMinutes(), next::queuedTimeoutInMinutes);
        given(request.encryptionKey(), next::encryptionKey);
        given(request.vpcConfig(), next::vpcConfig);
        given(request.logsConfig(), next::logsConfig);
        given(request.buildBatchConfig(), next::buildBatchConfig);
        given(request.autoRetryLimit(), next::autoRetryLimit);
        if (request.concurrentBuildLimit() != null) {
            // API Reference, UpdateProject: -1 removes the limit.
            next.concurrentBuildLimit(request.concurrentBuildLimit() == -1 ? null : request.concurrentBuildLimit());
        }
        if (request.badgeEnabled() != null) {
            next.badge(
                    ProjectBadge.builder().badgeEnabled(request.badgeEnabled()).build());
        }
        lists(request, next);
        return next.build();
    }

    private static void lists(UpdateProjectRequest request, Project.Builder next) {
        if (request.hasSecondarySources()) {
            next.secondarySources(request.secondarySources());
        }
        if (request.hasSecondarySourceVersions()) {
            next.secondarySourceVersions(request.secondarySourceVersions());
        }
        if (request.hasSecondaryArtifacts()) {
            next.secondaryArtifacts(request.secondaryArtifacts());
        }
        if (request.hasTags()) {
            next.tags(request.tags());
        }
        if (request.hasFileSystemLocations()) {
            next.fileSystemLocations(request.fileSystemLocations());
        }
    }

    private static <T> void given(@Nullable T value, Consumer<T> set) {
        if (value != null) {
            set.accept(value);
        }
    }
}

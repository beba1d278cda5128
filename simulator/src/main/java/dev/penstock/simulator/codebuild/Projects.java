package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.codebuild.CodeBuildStore.ProjectRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.BatchGetProjectsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetProjectsResponse;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.CreateProjectResponse;
import software.amazon.awssdk.services.codebuild.model.DeleteProjectRequest;
import software.amazon.awssdk.services.codebuild.model.DeleteProjectResponse;
import software.amazon.awssdk.services.codebuild.model.ListProjectsRequest;
import software.amazon.awssdk.services.codebuild.model.ListProjectsResponse;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.ProjectCache;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectResponse;

/** CodeBuild's API on projects. */
final class Projects {

    /** CodeBuild User Guide, "Quotas": build projects. */
    private static final int MOST = 5_000;

    private final CodeBuildStore store;

    Projects(CodeBuildStore store) {
        this.store = store;
    }

    CreateProjectResponse create(Call call, CreateProjectRequest request) {
        String name = ProjectRules.name(request.name());
        String arn = CodeBuildStore.projectArn(call, name);
        Project project = Project.builder()
                .name(name)
                .arn(arn)
                .description(request.description())
                .source(request.source())
                .secondarySources(request.secondarySources())
                .sourceVersion(request.sourceVersion())
                .secondarySourceVersions(request.secondarySourceVersions())
                .artifacts(request.artifacts())
                .secondaryArtifacts(request.secondaryArtifacts())
                .cache(
                        request.cache() == null
                                ? ProjectCache.builder().type("NO_CACHE").build()
                                : request.cache())
                .environment(request.environment())
                .serviceRole(request.serviceRole())
                .timeoutInMinutes(request.timeoutInMinutes() == null ? 60 : request.timeoutInMinutes())
                .queuedTimeoutInMinutes(
                        request.queuedTimeoutInMinutes() == null ? 480 : request.queuedTimeoutInMinutes())
                .encryptionKey(request.encryptionKey() == null ? key(call) : request.encryptionKey())
                .tags(request.tags())
                .vpcConfig(request.vpcConfig())
                .badge(b -> b.badgeEnabled(Boolean.TRUE.equals(request.badgeEnabled())))
                .logsConfig(request.logsConfig())
                .fileSystemLocations(request.fileSystemLocations())
                .buildBatchConfig(request.buildBatchConfig())
                .concurrentBuildLimit(request.concurrentBuildLimit())
                .autoRetryLimit(request.autoRetryLimit())
                .projectVisibility("PRIVATE")
                .created(call.now())
                .lastModified(call.now())
                .build();
        ProjectRules.check(call, project);
        if (store.projects.has(arn)) {
            throw ServiceError.client("ResourceAlreadyExistsException", "Project already exists: " + arn);
        }
        if (store.projects(call).size() >= MOST) {
            throw BuildErrors.limit("Cannot have more than " + MOST + " projects for the account");
        }
        store.projects.put(arn, new ProjectRow(project, 0));
        call.effect(arn);
        return CreateProjectResponse.builder().project(project).build();
    }

    UpdateProjectResponse update(Call call, UpdateProjectRequest request) {
        String name = ProjectRules.required("name", request.name());
        ProjectRow row = store.project(call, name).orElseThrow(() -> BuildErrors.projectNotFound(call, name));
        Project changed = ProjectChanges.apply(row.project(), request).toBuilder()
                .lastModified(call.now())
                .build();
        ProjectRules.check(call, changed);
        store.projects.put(changed.arn(), new ProjectRow(changed, row.builds()));
        call.effect(changed.arn());
        return UpdateProjectResponse.builder().project(changed).build();
    }

    BatchGetProjectsResponse batchGet(Call call, BatchGetProjectsRequest request) {
        List<Project> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : Listing.asked("names", request.names())) {
            Optional<ProjectRow> row = store.project(call, name);
            row.ifPresentOrElse(r -> found.add(r.project()), () -> missing.add(name));
        }
        return BatchGetProjectsResponse.builder()
                .projects(found)
                .projectsNotFound(missing)
                .build();
    }

    ListProjectsResponse list(Call call, ListProjectsRequest request) {
        String by = request.sortByAsString() == null ? "NAME" : request.sortByAsString();
        Comparator<Project> order = switch (by) {
            case "NAME" -> Comparator.comparing(Project::name);
            case "CREATED_TIME" -> Comparator.comparing(Project::created);
            case "LAST_MODIFIED_TIME" -> Comparator.comparing(Project::lastModified);
            default -> throw BuildErrors.invalid("Invalid sortBy: " + by);
        };
        List<String> names = store.projects(call).stream()
                .sorted(order.thenComparing(Project::name))
                .map(Project::name)
                .toList();
        boolean reversed = "DESCENDING".equals(request.sortOrderAsString());
        Page<String> page = Listing.page(names, reversed, request.nextToken());
        return ListProjectsResponse.builder()
                .projects(page.items())
                .nextToken(page.next())
                .build();
    }

    /** Deleting what is not there is not an error. Builds stay. */
    DeleteProjectResponse delete(Call call, DeleteProjectRequest request) {
        String arn = CodeBuildStore.projectArn(call, ProjectRules.required("name", request.name()));
        if (store.projects.has(arn)) {
            store.projects.remove(arn);
            call.effect(arn);
        }
        return DeleteProjectResponse.builder().build();
    }

    private static String key(Call call) {
        return call.caller().arn("kms", "alias/aws/s3");
    }
}

package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.codebuild.CodeBuildStore.BuildRow;
import dev.penstock.simulator.codebuild.CodeBuildStore.ProjectRow;
import dev.penstock.simulator.codebuild.CodeBuildStore.Token;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.BatchDeleteBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchDeleteBuildsResponse;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsResponse;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildNotDeleted;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectRequest;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectResponse;
import software.amazon.awssdk.services.codebuild.model.ListBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.ListBuildsResponse;
import software.amazon.awssdk.services.codebuild.model.RetryBuildRequest;
import software.amazon.awssdk.services.codebuild.model.RetryBuildResponse;
import software.amazon.awssdk.services.codebuild.model.SourceType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StartBuildResponse;
import software.amazon.awssdk.services.codebuild.model.StopBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StopBuildResponse;

/** CodeBuild's API on builds. */
final class Builds {

    /** API Reference, StartBuild, {@code idempotencyToken}: five minutes. */
    private static final Duration TOKENS_VALID = Duration.ofMinutes(5);

    private final CodeBuildStore store;
    private final BuildLife life;
    private final Ids ids;

    Builds(CodeBuildStore store, BuildLife life, Ids ids) {
        this.store = store;
        this.life = life;
        this.ids = ids;
    }

    StartBuildResponse start(Call call, StartBuildRequest request) {
        String name = ProjectRules.required("projectName", request.projectName());
        ProjectRow project = store.project(call, name).orElseThrow(() -> BuildErrors.projectNotFound(call, name));
        StartBuildRequest plain = request.toBuilder().idempotencyToken(null).build();
        Build build = once(call, request.idempotencyToken(), plain.toString(), () -> begin(call, project, request));
        return StartBuildResponse.builder().build(build).build();
    }

    RetryBuildResponse retry(Call call, RetryBuildRequest request) {
        String id = ProjectRules.required("id", request.id());
        BuildRow past = store.build(call, id).orElseThrow(() -> BuildErrors.buildNotFound(id));
        if (!past.isOver()) {
            throw BuildErrors.invalid("Build " + id + " is in progress and cannot be retried");
        }
        ProjectRow project = store.project(call, past.build().projectName())
                .orElseThrow(
                        () -> BuildErrors.projectNotFound(call, past.build().projectName()));
        Build build = once(call, request.idempotencyToken(), "retry " + id, () -> again(call, project, past));
        return RetryBuildResponse.builder().build(build).build();
    }

    BatchGetBuildsResponse batchGet(Call call, BatchGetBuildsRequest request) {
        List<Build> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String id : Listing.asked("ids", request.ids())) {
            checkId(id);
            store.build(call, id).ifPresentOrElse(b -> found.add(b.build()), () -> missing.add(id));
        }
        return BatchGetBuildsResponse.builder()
                .builds(found)
                .buildsNotFound(missing)
                .build();
    }

    ListBuildsResponse list(Call call, ListBuildsRequest request) {
        Page<String> page = page(call, "", request.sortOrderAsString(), request.nextToken());
        return ListBuildsResponse.builder()
                .ids(page.items())
                .nextToken(page.next())
                .build();
    }

    ListBuildsForProjectResponse listForProject(Call call, ListBuildsForProjectRequest request) {
        String name = ProjectRules.required("projectName", request.projectName());
        if (store.project(call, name).isEmpty()) {
            throw BuildErrors.projectNotFound(call, name);
        }
        Page<String> page =
                page(call, name.substring(name.lastIndexOf('/') + 1), request.sortOrderAsString(), request.nextToken());
        return ListBuildsForProjectResponse.builder()
                .ids(page.items())
                .nextToken(page.next())
                .build();
    }

    StopBuildResponse stop(Call call, StopBuildRequest request) {
        String id = ProjectRules.required("id", request.id());
        checkId(id);
        BuildRow row = store.build(call, id).orElseThrow(() -> BuildErrors.buildNotFound(id));
        if (!row.isOver()) {
            row = life.stop(row);
            call.effect(row.build().arn());
        }
        return StopBuildResponse.builder().build(row.build()).build();
    }

    BatchDeleteBuildsResponse batchDelete(Call call, BatchDeleteBuildsRequest request) {
        List<String> deleted = new ArrayList<>();
        List<BuildNotDeleted> kept = new ArrayList<>();
        for (String id : Listing.asked("ids", request.ids())) {
            checkId(id);
            Optional<BuildRow> row = store.build(call, id);
            if (row.filter(BuildRow::isOver).isPresent()) {
                store.builds.remove(row.get().build().arn());
                deleted.add(row.get().build().arn());
                call.effect(row.get().build().arn());
            } else {
                String why = row.isPresent() ? "BUILD_IN_PROGRESS" : "BUILD_NOT_FOUND";
                kept.add(BuildNotDeleted.builder().id(id).statusCode(why).build());
            }
        }
        return BatchDeleteBuildsResponse.builder()
                .buildsDeleted(deleted)
                .buildsNotDeleted(kept)
                .build();
    }

    private Build begin(Call call, ProjectRow project, StartBuildRequest request) {
        String uuid = ids.uuid();
        BuildSettings settings = new BuildSettings(call, project.project(), request);
        Build build = settings.build(uuid, project.builds() + 1);
        if (build.source().type() == SourceType.CODEPIPELINE) {
            throw BuildErrors.invalid("Builds of projects with source type CODEPIPELINE are started by CodePipeline;"
                    + " override source and artifacts to start one here");
        }
        return enter(
                call,
                project,
                new BuildRow(build, store.nextOrder(), settings.target(uuid), settings.secondaryTargets(uuid)),
                build);
    }

    private Build again(Call call, ProjectRow project, BuildRow past) {
        String uuid = ids.uuid();
        String id = project.project().name() + ":" + uuid;
        Build build = past.build().toBuilder()
                .id(id)
                .arn(CodeBuildStore.buildArn(call, id))
                .buildNumber(project.builds() + 1)
                .startTime(call.now())
                .endTime(null)
                .buildStatus("IN_PROGRESS")
                .buildComplete(false)
                .exportedEnvironmentVariables(List.of())
                .logs(past.build().logs().toBuilder().streamName(uuid).build())
                .build();
        return enter(call, project, new BuildRow(build, store.nextOrder(), past.artifacts(), past.secondary()), build);
    }

    private Build enter(Call call, ProjectRow project, BuildRow row, Build build) {
        BuildLimits.check(store, project.project(), build);
        store.projects.put(project.project().arn(), new ProjectRow(project.project(), project.builds() + 1));
        call.effect(build.arn());
        return life.begin(row).build();
    }

    /** A token that was seen in the last five minutes stands for the build that it started. */
    private Build once(Call call, @Nullable String token, String request, Supplier<Build> start) {
        if (token == null || token.isEmpty()) {
            return start.get();
        }
        String key = call.account() + "/" + call.region() + "/" + token;
        Optional<Token> seen =
                store.tokens.get(key).filter(t -> t.at().plus(TOKENS_VALID).isAfter(call.now()));
        if (seen.isPresent()) {
            if (!seen.get().request().equals(request)) {
                throw BuildErrors.invalid("Parameter mismatch: the idempotency token was used with other parameters");
            }
            return store.builds.get(seen.get().build()).orElseThrow().build();
        }
        Build build = start.get();
        store.tokens.put(key, new Token(request, build.arn(), call.now()));
        return build;
    }

    private Page<String> page(Call call, String project, @Nullable String order, @Nullable String token) {
        List<String> all =
                store.builds(call, project).stream().map(b -> b.build().id()).toList();
        return Listing.page(all, !"ASCENDING".equals(order), token);
    }

    private static void checkId(String id) {
        if (!id.contains(":")) {
            throw BuildErrors.invalid("Invalid build ID given");
        }
    }
}

package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.Project;

/** The tables of CodeBuild. Keys are ARNs. */
final class CodeBuildStore {

    record ProjectRow(Project project, long builds) {}

    /**
     * A build.
     *
     * @param build as it is described
     * @param order counts all builds of the simulated AWS
     * @param artifacts where its primary artifact goes, as the project or the call says
     * @param secondary where its others go, by their identifiers
     */
    record BuildRow(Build build, long order, ArtifactTarget artifacts, Map<String, ArtifactTarget> secondary) {

        BuildRow with(Build changed) {
            return new BuildRow(changed, order, artifacts, secondary);
        }

        boolean isOver() {
            return Boolean.TRUE.equals(build.buildComplete());
        }
    }

    /**
     * Where the artifact of a build goes.
     *
     * @param bucket empty for nowhere
     * @param key of the ZIP, or the prefix of its files
     * @param zipped whether it stays one
     */
    record ArtifactTarget(String bucket, String key, boolean zipped) {

        static final ArtifactTarget NONE = new ArtifactTarget("", "", true);

        boolean wanted() {
            return !bucket.isEmpty();
        }
    }

    /**
     * A token that a build was started with.
     *
     * @param request what came with it
     * @param build the build's ARN
     * @param at when
     */
    record Token(String request, String build, Instant at) {}

    private record Count(long given) {}

    final Table<ProjectRow> projects;
    final Table<BuildRow> builds;
    final Table<Token> tokens;
    private final Table<Count> count;

    CodeBuildStore(Store store) {
        projects = store.table("codebuild.projects", ProjectRow.class);
        builds = store.table("codebuild.builds", BuildRow.class);
        tokens = store.table("codebuild.tokens", Token.class);
        count = store.table("codebuild.count", Count.class);
    }

    static String projectArn(Call call, String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : call.caller().arn("codebuild", "project/" + nameOrArn);
    }

    static String buildArn(Call call, String idOrArn) {
        return idOrArn.startsWith("arn:") ? idOrArn : call.caller().arn("codebuild", "build/" + idOrArn);
    }

    Optional<ProjectRow> project(Call call, String nameOrArn) {
        return projects.get(projectArn(call, nameOrArn));
    }

    List<Project> projects(Call call) {
        return projects.under(projectArn(call, "")).values().stream()
                .map(ProjectRow::project)
                .toList();
    }

    Optional<BuildRow> build(Call call, String idOrArn) {
        return builds.get(buildArn(call, idOrArn));
    }

    /** The builds of an account and region, or of one project there, the oldest first. */
    List<BuildRow> builds(Call call, String project) {
        String prefix = buildArn(call, project.isEmpty() ? "" : project + ":");
        return builds.under(prefix).values().stream()
                .sorted(Comparator.comparingLong(BuildRow::order))
                .toList();
    }

    /** Those of the same account and region that are not over. */
    List<BuildRow> active(String arn) {
        String prefix = arn.substring(0, arn.indexOf(":build/") + ":build/".length());
        return builds.under(prefix).values().stream().filter(b -> !b.isOver()).toList();
    }

    void put(BuildRow build) {
        builds.put(build.build().arn(), build);
    }

    long nextOrder() {
        long given = count.get("builds").map(Count::given).orElse(0L);
        count.put("builds", new Count(given + 1));
        return given;
    }
}

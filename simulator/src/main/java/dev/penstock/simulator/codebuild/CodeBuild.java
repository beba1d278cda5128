package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.logs.LogStore;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.SecretValues;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codebuild.model.BatchDeleteBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetProjectsRequest;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.DeleteProjectRequest;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectRequest;
import software.amazon.awssdk.services.codebuild.model.ListBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.ListProjectsRequest;
import software.amazon.awssdk.services.codebuild.model.RetryBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StopBuildRequest;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;

/** CodeBuild: its operations, and how its parts belong together. */
public final class CodeBuild implements AutoCloseable {

    private final Projects projects;
    private final Builds builds;
    private final BuildLife life;
    private final Optional<BuildWork> work;

    private final Consumer<ServiceEvents> telling;

    /**
     * @param objects sources and artifacts
     * @param logs where builds write
     * @param secrets what they are given
     * @param runner carries them out; empty for scripted builds
     */
    public CodeBuild(
            Store store,
            Calendar calendar,
            SimulatedTime time,
            Ids ids,
            ObjectAccess objects,
            LogStore logs,
            SecretValues secrets,
            Optional<BuildRunner> runner) {
        CodeBuildStore rows = new CodeBuildStore(store);
        telling = told -> BuildEvents.tell(rows, told);
        BuildFiles files = new BuildFiles(objects, store.blobs());
        BuildLogs buildLogs = new BuildLogs(store, time, logs);
        this.work = runner.map(r -> new BuildWork(store, time, files, secrets, buildLogs, r));
        this.life = new BuildLife(rows, calendar, time, files, buildLogs, work);
        this.projects = new Projects(rows);
        this.builds = new Builds(rows, life, ids);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "codebuild",
                new ServiceDefinition.Protocol.Json("CodeBuild_20161006"),
                all -> all.operation("CreateProject", CreateProjectRequest::builder, projects::create)
                        .operation("UpdateProject", UpdateProjectRequest::builder, projects::update)
                        .operation("BatchGetProjects", BatchGetProjectsRequest::builder, projects::batchGet)
                        .operation("ListProjects", ListProjectsRequest::builder, projects::list)
                        .operation("DeleteProject", DeleteProjectRequest::builder, projects::delete)
                        .operation("StartBuild", StartBuildRequest::builder, builds::start)
                        .operation("BatchGetBuilds", BatchGetBuildsRequest::builder, builds::batchGet)
                        .operation("ListBuilds", ListBuildsRequest::builder, builds::list)
                        .operation("ListBuildsForProject", ListBuildsForProjectRequest::builder, builds::listForProject)
                        .operation("StopBuild", StopBuildRequest::builder, builds::stop)
                        .operation("RetryBuild", RetryBuildRequest::builder, builds::retry)
                        .operation("BatchDeleteBuilds", BatchDeleteBuildsRequest::builder, builds::batchDelete));
    }

    /**
     * Goes on with builds that were under way when kept state was left. Within a transaction.
     *
     * @param simulator where builds reach the simulated AWS
     */
    public void resume(URI simulator) {
        work.ifPresent(w -> w.open(simulator));
        life.resume();
    }

    /** Ends builds that are carried out. */
    @Override
    public void close() {
        work.ifPresent(BuildWork::close);
    }

    /** Tells of what changes from now on, as the service's events in EventBridge do. */
    public void tell(ServiceEvents told) {
        telling.accept(told);
    }
}

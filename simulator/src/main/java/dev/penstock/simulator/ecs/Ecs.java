package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecr.ImageSource;
import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.logs.LogStore;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** ECS: its operations, and how its parts belong together. */
public final class Ecs implements AutoCloseable {

    private final Clusters clusters;
    private final TaskDefinitions definitions;
    private final Services services;
    private final ServiceDeployments deployments;
    private final Tasks tasks;
    private final Tags tags;
    private final Optional<ContainerAgent> agent;
    private final TaskResumption resumption;
    private URI registry = URI.create("http://127.0.0.1");

    /**
     * @param images what tasks pull
     * @param logs where they write
     * @param roles what they take on
     * @param engine what carries them out
     */
    public Ecs(
            Store store,
            Calendar calendar,
            SimulatedTime time,
            Ids ids,
            Tags tags,
            ImageSource images,
            LogStore logs,
            Roles roles,
            TaskEngine engine) {
        EcsStore ecs = new EcsStore(store, calendar, time, ids);
        TaskLogs taskLogs = new TaskLogs(ecs, logs);
        this.agent = engine.containers().map(runtime -> new ContainerAgent(ecs, store, time, runtime, taskLogs));
        TaskStart start = new TaskStart(
                ecs,
                images,
                taskLogs,
                engine.behaviour(),
                agent.map(a -> new TaskStart.Real(
                        a, new ContainerPlans(ecs, images, engine.secrets(), a.permissions(), this::registry))));
        TaskLife life = new TaskLife(ecs, start);
        this.resumption = new TaskResumption(ecs, start, agent.isPresent());
        TaskFactory factory = new TaskFactory(ecs, new Placement(ecs), roles);
        new ServiceScheduler(ecs, life, factory, new Rollback(ecs)).start();
        this.clusters = new Clusters(ecs, tags);
        this.definitions = new TaskDefinitions(ecs, tags);
        this.services = new Services(ecs, tags);
        this.deployments = new ServiceDeployments(ecs);
        this.tasks = new Tasks(ecs, life, factory, store);
        this.tags = tags;
    }

    /**
     * Goes on with tasks that were under way when kept state was left. Within a transaction, before anything is due.
     *
     * @param simulator where images are pulled from
     */
    public void resume(URI simulator) {
        registry = simulator;
        resumption.run();
    }

    /**
     * Where a port of a real container is reached on this machine.
     *
     * @param task the task's ARN
     * @param container its name
     * @param port within the container, of TCP
     */
    public Optional<InetSocketAddress> address(String task, String container, int port) {
        return agent.flatMap(a -> a.address(task, container, port));
    }

    /** Ends the real containers of tasks; the engine stays open. */
    @Override
    public void close() {
        agent.ifPresent(ContainerAgent::close);
    }

    private URI registry() {
        return registry;
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "ecs",
                new ServiceDefinition.Protocol.Json("AmazonEC2ContainerServiceV20141113"),
                all -> all.operation("CreateCluster", CreateClusterRequest::builder, clusters::create)
                        .operation("DescribeClusters", DescribeClustersRequest::builder, clusters::describe)
                        .operation("ListClusters", ListClustersRequest::builder, clusters::list)
                        .operation("DeleteCluster", DeleteClusterRequest::builder, clusters::delete)
                        .operation(
                                "RegisterContainerInstance",
                                RegisterContainerInstanceRequest::builder,
                                clusters::registerInstance)
                        .operation(
                                "ListContainerInstances",
                                ListContainerInstancesRequest::builder,
                                clusters::listInstances)
                        .operation(
                                "DescribeContainerInstances",
                                DescribeContainerInstancesRequest::builder,
                                clusters::describeInstances)
                        .operation(
                                "DeregisterContainerInstance",
                                DeregisterContainerInstanceRequest::builder,
                                clusters::deregisterInstance)
                        .operation(
                                "RegisterTaskDefinition", RegisterTaskDefinitionRequest::builder, definitions::register)
                        .operation(
                                "DescribeTaskDefinition", DescribeTaskDefinitionRequest::builder, definitions::describe)
                        .operation(
                                "DeregisterTaskDefinition",
                                DeregisterTaskDefinitionRequest::builder,
                                definitions::deregister)
                        .operation("ListTaskDefinitions", ListTaskDefinitionsRequest::builder, definitions::list)
                        .operation(
                                "ListTaskDefinitionFamilies",
                                ListTaskDefinitionFamiliesRequest::builder,
                                definitions::families)
                        .operation("CreateService", CreateServiceRequest::builder, services::create)
                        .operation("UpdateService", UpdateServiceRequest::builder, services::update)
                        .operation("DescribeServices", DescribeServicesRequest::builder, services::describe)
                        .operation("ListServices", ListServicesRequest::builder, services::list)
                        .operation("DeleteService", DeleteServiceRequest::builder, services::delete)
                        .operation("ListServiceDeployments", ListServiceDeploymentsRequest::builder, deployments::list)
                        .operation(
                                "DescribeServiceDeployments",
                                DescribeServiceDeploymentsRequest::builder,
                                deployments::describe)
                        .operation(
                                "DescribeServiceRevisions",
                                DescribeServiceRevisionsRequest::builder,
                                deployments::revisions)
                        .operation("StopServiceDeployment", StopServiceDeploymentRequest::builder, deployments::stop)
                        .operation("RunTask", RunTaskRequest::builder, tasks::run)
                        .operation("StopTask", StopTaskRequest::builder, tasks::stop)
                        .operation("DescribeTasks", DescribeTasksRequest::builder, tasks::describe)
                        .operation("ListTasks", ListTasksRequest::builder, tasks::list)
                        .operation("TagResource", TagResourceRequest::builder, this::tag)
                        .operation("UntagResource", UntagResourceRequest::builder, this::untag)
                        .operation("ListTagsForResource", ListTagsForResourceRequest::builder, this::listTags));
    }

    private TagResourceResponse tag(Call call, TagResourceRequest request) {
        String arn = EcsErrors.required("resourceArn", request.resourceArn());
        tags.add(arn, Clusters.pairs(request.tags()));
        call.effect(arn);
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        String arn = EcsErrors.required("resourceArn", request.resourceArn());
        tags.remove(arn, request.tagKeys());
        call.effect(arn);
        return UntagResourceResponse.builder().build();
    }

    private ListTagsForResourceResponse listTags(Call call, ListTagsForResourceRequest request) {
        String arn = EcsErrors.required("resourceArn", request.resourceArn());
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(arn).entrySet().stream()
                        .map(t -> Tag.builder()
                                .key(t.getKey())
                                .value(t.getValue())
                                .build())
                        .toList())
                .build();
    }
}

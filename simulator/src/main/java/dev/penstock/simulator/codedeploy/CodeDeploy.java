package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.cloudwatch.Alarms;
import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.lambda.FunctionCalls;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.codedeploy.model.BatchGetApplicationsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentGroupsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.ContinueDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.DeleteApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRevisionRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentTargetRequest;
import software.amazon.awssdk.services.codedeploy.model.ListApplicationsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentConfigsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentGroupsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codedeploy.model.PutLifecycleEventHookExecutionStatusRequest;
import software.amazon.awssdk.services.codedeploy.model.RegisterApplicationRevisionRequest;
import software.amazon.awssdk.services.codedeploy.model.StopDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.TagResourceRequest;
import software.amazon.awssdk.services.codedeploy.model.UntagResourceRequest;
import software.amazon.awssdk.services.codedeploy.model.UpdateDeploymentGroupRequest;

/** CodeDeploy: its operations, and how its parts belong together. */
public final class CodeDeploy {

    /**
     * What other services do for CodeDeploy.
     *
     * @param calls how task sets, listeners and aliases are moved
     * @param sessions of service roles
     * @param objects where revisions are
     * @param alarms that end deployments
     * @param functions that decide at lifecycle events
     */
    public record Neighbours(
            ServiceCalls calls,
            ServiceSessions sessions,
            ObjectAccess objects,
            Alarms alarms,
            FunctionCalls functions) {}

    private final Applications applications;
    private final DeploymentConfigs configs;
    private final DeploymentGroups groups;
    private final Deployments deployments;
    private final DeploymentTargets targets;

    private final Consumer<ServiceEvents> telling;

    public CodeDeploy(Store store, Calendar calendar, Ids ids, Tags tags, Neighbours neighbours) {
        CodeDeployStore rows = new CodeDeployStore(store);
        telling = told -> DeploymentEvents.tell(rows, told);
        ServiceRole roles = new ServiceRole(neighbours.sessions(), calendar::now);
        EcsTarget services = new EcsTarget(rows, neighbours.calls());
        this.applications = new Applications(rows, ids, tags);
        this.configs = new DeploymentConfigs(rows, ids);
        this.groups = new DeploymentGroups(rows, configs, ids, tags);
        DeploymentLife life = new DeploymentLife(
                rows,
                configs,
                new Revisions(neighbours.objects(), store.blobs(), calendar),
                Map.of("ECS", services, "Lambda", new LambdaTarget(neighbours.calls())),
                roles,
                calendar,
                ids,
                neighbours.alarms(),
                neighbours.functions(),
                store);
        this.deployments = new Deployments(rows, configs, life);
        this.targets = new DeploymentTargets(rows, services, roles);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of("codedeploy", new ServiceDefinition.Protocol.Json("CodeDeploy_20141006"), all -> {
            declareApplications(all);
            declareDeployments(all);
        });
    }

    private void declareApplications(Operations all) {
        all.operation("CreateApplication", CreateApplicationRequest::builder, applications::create)
                .operation("GetApplication", GetApplicationRequest::builder, applications::get)
                .operation("BatchGetApplications", BatchGetApplicationsRequest::builder, applications::batchGet)
                .operation("ListApplications", ListApplicationsRequest::builder, applications::list)
                .operation("DeleteApplication", DeleteApplicationRequest::builder, applications::delete)
                .operation(
                        "RegisterApplicationRevision",
                        RegisterApplicationRevisionRequest::builder,
                        applications::register)
                .operation("GetApplicationRevision", GetApplicationRevisionRequest::builder, applications::revision)
                .operation("ListTagsForResource", ListTagsForResourceRequest::builder, applications::tags)
                .operation("TagResource", TagResourceRequest::builder, applications::tag)
                .operation("UntagResource", UntagResourceRequest::builder, applications::untag)
                .operation("CreateDeploymentConfig", CreateDeploymentConfigRequest::builder, configs::create)
                .operation("GetDeploymentConfig", GetDeploymentConfigRequest::builder, configs::get)
                .operation("ListDeploymentConfigs", ListDeploymentConfigsRequest::builder, configs::list)
                .operation("DeleteDeploymentConfig", DeleteDeploymentConfigRequest::builder, configs::delete)
                .operation("CreateDeploymentGroup", CreateDeploymentGroupRequest::builder, groups::create)
                .operation("UpdateDeploymentGroup", UpdateDeploymentGroupRequest::builder, groups::update)
                .operation("GetDeploymentGroup", GetDeploymentGroupRequest::builder, groups::get)
                .operation("BatchGetDeploymentGroups", BatchGetDeploymentGroupsRequest::builder, groups::batchGet)
                .operation("ListDeploymentGroups", ListDeploymentGroupsRequest::builder, groups::list)
                .operation("DeleteDeploymentGroup", DeleteDeploymentGroupRequest::builder, groups::delete);
    }

    private void declareDeployments(Operations all) {
        all.operation("CreateDeployment", CreateDeploymentRequest::builder, deployments::create)
                .operation("GetDeployment", GetDeploymentRequest::builder, deployments::get)
                .operation("BatchGetDeployments", BatchGetDeploymentsRequest::builder, deployments::batchGet)
                .operation("ListDeployments", ListDeploymentsRequest::builder, deployments::list)
                .operation("StopDeployment", StopDeploymentRequest::builder, deployments::stop)
                .operation("ContinueDeployment", ContinueDeploymentRequest::builder, deployments::letGoOn)
                .operation(
                        "PutLifecycleEventHookExecutionStatus",
                        PutLifecycleEventHookExecutionStatusRequest::builder,
                        deployments::hooked)
                .operation("ListDeploymentTargets", ListDeploymentTargetsRequest::builder, targets::list)
                .operation("GetDeploymentTarget", GetDeploymentTargetRequest::builder, targets::get)
                .operation("BatchGetDeploymentTargets", BatchGetDeploymentTargetsRequest::builder, targets::batchGet);
    }

    /** Tells of what changes from now on, as the service's events in EventBridge do. */
    public void tell(ServiceEvents told) {
        telling.accept(told);
    }
}

package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.ServiceDefinition;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.GetTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskProtectionRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;

/** The operations of ECS and who handles them. */
record EcsOperations(
        Clusters clusters,
        CapacityProviders providers,
        ContainerInstances instances,
        Attributes attributes,
        AccountSettings accountSettings,
        TaskDefinitions definitions,
        Services services,
        ServiceQueries queries,
        ServiceDeployments deployments,
        TaskSets taskSets,
        Tasks tasks,
        TaskControls controls,
        Tagging tagging) {

    ServiceDefinition definition() {
        return ServiceDefinition.of(
                "ecs", new ServiceDefinition.Protocol.Json("AmazonEC2ContainerServiceV20141113"), all -> {
                    declareClusters(all);
                    declareServices(all);
                    declareTasks(all);
                });
    }

    private void declareClusters(ServiceDefinition.Operations all) {
        all.operation("CreateCluster", CreateClusterRequest::builder, clusters::create)
                .operation("UpdateCluster", UpdateClusterRequest::builder, clusters::update)
                .operation("UpdateClusterSettings", UpdateClusterSettingsRequest::builder, clusters::updateSettings)
                .operation("DescribeClusters", DescribeClustersRequest::builder, clusters::describe)
                .operation("ListClusters", ListClustersRequest::builder, clusters::list)
                .operation("DeleteCluster", DeleteClusterRequest::builder, clusters::delete)
                .operation("CreateCapacityProvider", CreateCapacityProviderRequest::builder, providers::create)
                .operation("DescribeCapacityProviders", DescribeCapacityProvidersRequest::builder, providers::describe)
                .operation("DeleteCapacityProvider", DeleteCapacityProviderRequest::builder, providers::delete)
                .operation("PutClusterCapacityProviders", PutClusterCapacityProvidersRequest::builder, providers::put)
                .operation("RegisterContainerInstance", RegisterContainerInstanceRequest::builder, instances::register)
                .operation("ListContainerInstances", ListContainerInstancesRequest::builder, instances::list)
                .operation(
                        "DescribeContainerInstances", DescribeContainerInstancesRequest::builder, instances::describe)
                .operation(
                        "UpdateContainerInstancesState",
                        UpdateContainerInstancesStateRequest::builder,
                        instances::updateState)
                .operation(
                        "DeregisterContainerInstance",
                        DeregisterContainerInstanceRequest::builder,
                        instances::deregister)
                .operation("PutAttributes", PutAttributesRequest::builder, attributes::put)
                .operation("ListAttributes", ListAttributesRequest::builder, attributes::list)
                .operation("DeleteAttributes", DeleteAttributesRequest::builder, attributes::delete)
                .operation("PutAccountSetting", PutAccountSettingRequest::builder, accountSettings::put)
                .operation(
                        "PutAccountSettingDefault",
                        PutAccountSettingDefaultRequest::builder,
                        accountSettings::putDefault)
                .operation("ListAccountSettings", ListAccountSettingsRequest::builder, accountSettings::list)
                .operation("DeleteAccountSetting", DeleteAccountSettingRequest::builder, accountSettings::delete);
    }

    private void declareServices(ServiceDefinition.Operations all) {
        all.operation("CreateService", CreateServiceRequest::builder, services::create)
                .operation("UpdateService", UpdateServiceRequest::builder, services::update)
                .operation("DeleteService", DeleteServiceRequest::builder, services::delete)
                .operation("DescribeServices", DescribeServicesRequest::builder, queries::describe)
                .operation("ListServices", ListServicesRequest::builder, queries::list)
                .operation("ListServicesByNamespace", ListServicesByNamespaceRequest::builder, queries::listByNamespace)
                // Newer than the SDK: the one member that its request shares with another's is modelled.
                .operation("ContinueServiceDeployment", StopServiceDeploymentRequest::builder, deployments::letGoOn)
                .operation("ListServiceDeployments", ListServiceDeploymentsRequest::builder, deployments::list)
                .operation(
                        "DescribeServiceDeployments", DescribeServiceDeploymentsRequest::builder, deployments::describe)
                .operation("DescribeServiceRevisions", DescribeServiceRevisionsRequest::builder, deployments::revisions)
                .operation("StopServiceDeployment", StopServiceDeploymentRequest::builder, deployments::stop)
                .operation("CreateTaskSet", CreateTaskSetRequest::builder, taskSets::create)
                .operation("DescribeTaskSets", DescribeTaskSetsRequest::builder, taskSets::describe)
                .operation("UpdateTaskSet", UpdateTaskSetRequest::builder, taskSets::update)
                .operation("DeleteTaskSet", DeleteTaskSetRequest::builder, taskSets::delete)
                .operation(
                        "UpdateServicePrimaryTaskSet", UpdateServicePrimaryTaskSetRequest::builder, taskSets::primary);
    }

    private void declareTasks(ServiceDefinition.Operations all) {
        all.operation("RegisterTaskDefinition", RegisterTaskDefinitionRequest::builder, definitions::register)
                .operation("DescribeTaskDefinition", DescribeTaskDefinitionRequest::builder, definitions::describe)
                .operation(
                        "DeregisterTaskDefinition", DeregisterTaskDefinitionRequest::builder, definitions::deregister)
                .operation("DeleteTaskDefinitions", DeleteTaskDefinitionsRequest::builder, definitions::delete)
                .operation("ListTaskDefinitions", ListTaskDefinitionsRequest::builder, definitions::list)
                .operation(
                        "ListTaskDefinitionFamilies", ListTaskDefinitionFamiliesRequest::builder, definitions::families)
                .operation("RunTask", RunTaskRequest::builder, tasks::run)
                .operation("StartTask", StartTaskRequest::builder, tasks::start)
                .operation("StopTask", StopTaskRequest::builder, tasks::stop)
                .operation("DescribeTasks", DescribeTasksRequest::builder, tasks::describe)
                .operation("ListTasks", ListTasksRequest::builder, tasks::list)
                .operation("UpdateTaskProtection", UpdateTaskProtectionRequest::builder, controls::protect)
                .operation("GetTaskProtection", GetTaskProtectionRequest::builder, controls::protection)
                .operation("ExecuteCommand", ExecuteCommandRequest::builder, controls::execute)
                .operation("TagResource", TagResourceRequest::builder, tagging::tag)
                .operation("UntagResource", UntagResourceRequest::builder, tagging::untag)
                .operation("ListTagsForResource", ListTagsForResourceRequest::builder, tagging::list);
    }
}

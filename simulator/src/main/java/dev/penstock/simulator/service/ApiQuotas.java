package dev.penstock.simulator.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many calls AWS lets an account make in a region, as far as it is published.
 *
 * <ul>
 *   <li>ECS: Amazon ECS Developer Guide, "Request throttling for the Amazon ECS API". {@code StopServiceDeployment} and {@code
 *       ContinueServiceDeployment} are not in its table; they are taken for service modify actions.
 *   <li>ELBv2: Elastic Load Balancing User Guide, "Request throttling for the Elastic Load Balancing API".
 *   <li>ECR, and the registry by the operations that it stands for: AWS General Reference, "Amazon ECR endpoints and quotas".
 *   <li>CloudWatch: AWS General Reference, "Amazon CloudWatch endpoints and quotas".
 *   <li>STS: IAM User Guide, "IAM and AWS STS quotas".
 *   <li>SSM: AWS General Reference, "AWS Systems Manager endpoints and quotas" (Parameter Store, standard throughput).
 *   <li>Secrets Manager: its User Guide, "AWS Secrets Manager quotas".
 *   <li>S3: its User Guide, "Best practices design patterns: optimizing Amazon S3 performance". The published numbers hold for
 *       a prefix of a bucket; here all of an account's requests count as of one prefix.
 *   <li>Lambda: its Developer Guide, "Lambda quotas": one bucket for all calls of the control plane but two.
 * </ul>
 *
 * Where only a rate is published, the bucket holds one second of it. AWS publishes nothing for IAM, CodeBuild and most of
 * ECR's and SNS's operations, and standard queues of SQS have no limit; those have none here. What a FIFO queue may do in a
 * second holds for each queue and is not limited here.
 */
final class ApiQuotas {

    /**
     * A bucket's size and rate.
     *
     * @param operations that share the bucket
     * @param burst how many tokens it holds
     * @param perSecond how many tokens are added in a second
     */
    record Quota(List<String> operations, double burst, double perSecond) {

        Quota {
            operations = List.copyOf(operations);
        }
    }

    private static final Map<String, Map<String, Quota>> ALL = new HashMap<>();

    static {
        ecs();
        loadBalancing();
        registry();
        configuration();
        functions();
        rates("sts", 600, "AssumeRole", "GetCallerIdentity", "GetSessionToken", "DecodeAuthorizationMessage");
        rates(
                "s3",
                3500,
                "PutObject",
                "CopyObject",
                "DeleteObject",
                "CompleteMultipartUpload",
                "CreateMultipartUpload");
        rates("s3", 5500, "GetObject", "HeadObject", "ListObjectsV2", "ListObjects");
    }

    private ApiQuotas() {}

    static Optional<Quota> of(String service, String operation) {
        return Optional.ofNullable(ALL.getOrDefault(service, Map.of()).get(operation));
    }

    private static void ecs() {
        bucket("ecs", 20, 1, "CreateCluster", "DeleteCluster", "PutClusterCapacityProviders", "UpdateCluster");
        bucket("ecs", 50, 20, "DescribeClusters", "ListClusters");
        bucket("ecs", 20, 1, "RegisterTaskDefinition", "DeregisterTaskDefinition");
        bucket("ecs", 50, 20, "DescribeTaskDefinition", "ListTaskDefinitions", "ListTaskDefinitionFamilies");
        bucket("ecs", 5, 1, "DeleteTaskDefinitions");
        bucket("ecs", 10, 1, "CreateCapacityProvider", "DeleteCapacityProvider", "UpdateCapacityProvider");
        bucket("ecs", 50, 20, "DescribeCapacityProviders");
        bucket("ecs", 20, 10, "TagResource", "UntagResource");
        bucket("ecs", 50, 20, "ListTagsForResource");
        bucket("ecs", 10, 1, "DeleteAccountSetting", "PutAccountSetting", "PutAccountSettingDefault");
        bucket("ecs", 50, 20, "ListAccountSettings");
        bucket(
                "ecs",
                100,
                40,
                "RunTask",
                "StartTask",
                "StopTask",
                "ExecuteCommand",
                "PutAttributes",
                "DeleteAttributes",
                "DeregisterContainerInstance",
                "UpdateContainerInstancesState");
        bucket(
                "ecs",
                100,
                20,
                "DescribeTasks",
                "ListTasks",
                "DescribeContainerInstances",
                "ListContainerInstances",
                "ListAttributes");
        bucket("ecs", 200, 120, "RegisterContainerInstance", "SubmitTaskStateChange", "SubmitContainerStateChange");
        bucket(
                "ecs",
                50,
                5,
                "CreateService",
                "DeleteService",
                "UpdateService",
                "StopServiceDeployment",
                "ContinueServiceDeployment");
        bucket("ecs", 100, 20, "DescribeServices", "ListServices");
        bucket("ecs", 50, 20, "DescribeServiceDeployments", "ListServiceDeployments");
        bucket("ecs", 50, 20, "DescribeServiceRevisions");
        bucket("ecs", 200, 80, "UpdateTaskProtection", "GetTaskProtection");
        bucket("ecs", 10, 1, "ListServicesByNamespace");
    }

    private static void loadBalancing() {
        String service = "elasticloadbalancing";
        bucket(service, 10, 0.2, "CreateLoadBalancer", "SetSubnets");
        bucket(service, 20, 4, "RegisterTargets", "DeregisterTargets");
        bucket(
                service,
                40,
                10,
                "DescribeAccountLimits",
                "DescribeListenerAttributes",
                "DescribeListenerCertificates",
                "DescribeListeners",
                "DescribeLoadBalancerAttributes",
                "DescribeLoadBalancers",
                "DescribeRules",
                "DescribeSSLPolicies",
                "DescribeTags",
                "DescribeTargetGroupAttributes",
                "DescribeTargetGroups",
                "DescribeTargetHealth");
        bucket(
                service,
                20,
                3,
                "AddListenerCertificates",
                "AddTags",
                "CreateListener",
                "CreateRule",
                "CreateTargetGroup",
                "DeleteListener",
                "DeleteLoadBalancer",
                "DeleteRule",
                "DeleteTargetGroup",
                "ModifyListener",
                "ModifyListenerAttributes",
                "ModifyLoadBalancerAttributes",
                "ModifyRule",
                "ModifyTargetGroup",
                "ModifyTargetGroupAttributes",
                "RemoveListenerCertificates",
                "RemoveTags",
                "SetIpAddressType",
                "SetRulePriorities",
                "SetSecurityGroups");
    }

    private static void registry() {
        rates("ecr", 500, "GetAuthorizationToken");
        rates("ecr", 10, "PutImage");
        rates("ecr", 2000, "BatchGetImage");
        rates("ecr", 1000, "BatchCheckLayerAvailability");
        rates("registry", 10, "PutManifest");
        rates("registry", 2000, "GetManifest");
        rates("registry", 3000, "GetBlob");
        rates("registry", 100, "StartUpload");
        rates("registry", 100, "CompleteUpload");
    }

    private static void configuration() {
        rates("monitoring", 3, "PutMetricAlarm");
        rates("monitoring", 3, "PutCompositeAlarm");
        rates("monitoring", 3, "SetAlarmState");
        rates("monitoring", 9, "DescribeAlarms");
        rates("monitoring", 500, "PutMetricData");
        rates("monitoring", 25, "ListMetrics");
        rates("ssm", 40, "GetParameter", "GetParameters", "GetParametersByPath");
        rates("ssm", 3, "PutParameter");
        rates("secretsmanager", 10_000, "DescribeSecret", "GetSecretValue");
        rates("secretsmanager", 50, "CreateSecret");
        rates("secretsmanager", 50, "UpdateSecret", "PutSecretValue", "UpdateSecretVersionStage");
        rates("secretsmanager", 50, "DeleteSecret");
        rates("secretsmanager", 100, "ListSecrets");
    }

    private static void functions() {
        rates("lambda", 100, "GetFunction");
        rates("lambda", 15, "GetPolicy");
        rates(
                "lambda",
                15,
                "AddLayerVersionPermission",
                "AddPermission",
                "CreateAlias",
                "CreateCodeSigningConfig",
                "CreateEventSourceMapping",
                "CreateFunction",
                "CreateFunctionUrlConfig",
                "DeleteAlias",
                "DeleteCodeSigningConfig",
                "DeleteEventSourceMapping",
                "DeleteFunction",
                "DeleteFunctionCodeSigningConfig",
                "DeleteFunctionConcurrency",
                "DeleteFunctionEventInvokeConfig",
                "DeleteFunctionUrlConfig",
                "DeleteLayerVersion",
                "DeleteProvisionedConcurrencyConfig",
                "GetAccountSettings",
                "GetAlias",
                "GetCodeSigningConfig",
                "GetEventSourceMapping",
                "GetFunctionCodeSigningConfig",
                "GetFunctionConcurrency",
                "GetFunctionConfiguration",
                "GetFunctionEventInvokeConfig",
                "GetFunctionRecursionConfig",
                "GetFunctionUrlConfig",
                "GetLayerVersion",
                "GetLayerVersionByArn",
                "GetLayerVersionPolicy",
                "GetProvisionedConcurrencyConfig",
                "GetRuntimeManagementConfig",
                "ListAliases",
                "ListCodeSigningConfigs",
                "ListEventSourceMappings",
                "ListFunctionEventInvokeConfigs",
                "ListFunctionUrlConfigs",
                "ListFunctions",
                "ListFunctionsByCodeSigningConfig",
                "ListLayerVersions",
                "ListLayers",
                "ListProvisionedConcurrencyConfigs",
                "ListTags",
                "ListVersionsByFunction",
                "PublishLayerVersion",
                "PublishVersion",
                "PutFunctionCodeSigningConfig",
                "PutFunctionConcurrency",
                "PutFunctionEventInvokeConfig",
                "PutFunctionRecursionConfig",
                "PutProvisionedConcurrencyConfig",
                "PutRuntimeManagementConfig",
                "RemoveLayerVersionPermission",
                "RemovePermission",
                "TagResource",
                "UntagResource",
                "UpdateAlias",
                "UpdateCodeSigningConfig",
                "UpdateEventSourceMapping",
                "UpdateFunctionCode",
                "UpdateFunctionConfiguration",
                "UpdateFunctionEventInvokeConfig",
                "UpdateFunctionUrlConfig");
    }

    private static void rates(String service, double perSecond, String... operations) {
        bucket(service, perSecond, perSecond, operations);
    }

    private static void bucket(String service, double burst, double perSecond, String... operations) {
        Quota quota = new Quota(List.of(operations), burst, perSecond);
        for (String operation : operations) {
            if (ALL.computeIfAbsent(service, unused -> new HashMap<>()).put(operation, quota) != null) {
                throw new IllegalStateException("two quotas for " + service + ":" + operation);
            }
        }
    }
}

package dev.penstock.pipeline;

import static dev.penstock.pipeline.ActionCategory.APPROVAL;
import static dev.penstock.pipeline.ActionCategory.BUILD;
import static dev.penstock.pipeline.ActionCategory.COMPUTE;
import static dev.penstock.pipeline.ActionCategory.DEPLOY;
import static dev.penstock.pipeline.ActionCategory.INVOKE;
import static dev.penstock.pipeline.ActionCategory.SOURCE;
import static dev.penstock.pipeline.ActionCategory.TEST;
import static dev.penstock.pipeline.ActionOwner.AWS;
import static dev.penstock.pipeline.ActionOwner.THIRD_PARTY;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The action types that CodePipeline brings along, as the action structure reference of its user guide describes them.
 * Where the documents disagree, what either of them allows is allowed.
 */
public final class ActionTypeCatalogue {

    private static final String VERSION = "1";

    private static final Map<String, ActionTypeDescription> TYPES = describe();

    private ActionTypeCatalogue() {}

    /** All of them. */
    public static Collection<ActionTypeDescription> all() {
        return TYPES.values();
    }

    /** What is known of an action type; empty for custom types and for types that the catalogue does not have. */
    public static Optional<ActionTypeDescription> find(ActionTypeId id) {
        return Optional.ofNullable(TYPES.get(id.toString()));
    }

    /** The categories in which an owner has a provider of that name. */
    public static List<ActionCategory> categoriesOf(ActionOwner owner, String provider) {
        return TYPES.values().stream()
                .filter(type ->
                        type.id().owner() == owner && type.id().provider().equals(provider))
                .map(type -> type.id().category())
                .toList();
    }

    /** The providers that an owner has in a category. */
    public static List<String> providers(ActionOwner owner, ActionCategory category) {
        return TYPES.values().stream()
                .filter(type -> type.id().owner() == owner && type.id().category() == category)
                .map(type -> type.id().provider())
                .toList();
    }

    private static Map<String, ActionTypeDescription> describe() {
        Map<String, ActionTypeDescription> types = new LinkedHashMap<>();
        Consumer<Entry> add = entry -> {
            ActionTypeDescription description = entry.build();
            types.put(description.id().toString(), description);
        };
        sources(add);
        builds(add);
        deploys(add);
        awsServiceDeploys(add);
        invocations(add);
        return types;
    }

    private static void sources(Consumer<Entry> add) {
        add.accept(new Entry(SOURCE, AWS, "S3", 0, 0, 1, 1)
                .required("S3Bucket", "S3ObjectKey")
                .optional("AllowOverrideForS3ObjectKey", "PollForSourceChanges")
                .variables("BucketName", "ETag", "ObjectKey", "VersionId"));
        add.accept(new Entry(SOURCE, AWS, "CodeCommit", 0, 0, 1, 1)
                .required("RepositoryName", "BranchName")
                .optional("PollForSourceChanges", "OutputArtifactFormat")
                .variables("AuthorDate", "BranchName", "CommitId", "CommitMessage", "CommitterDate", "RepositoryName"));
        add.accept(new Entry(SOURCE, AWS, "CodeStarSourceConnection", 0, 0, 1, 1)
                .required("ConnectionArn", "FullRepositoryId", "BranchName")
                .optional("OutputArtifactFormat", "DetectChanges")
                .variables(
                        "AuthorDate",
                        "BranchName",
                        "CommitId",
                        "CommitMessage",
                        "ConnectionArn",
                        "FullRepositoryName"));
        add.accept(new Entry(SOURCE, THIRD_PARTY, "GitHub", 0, 0, 1, 1)
                .required("Owner", "Repo", "Branch", "OAuthToken")
                .optional("PollForSourceChanges")
                .variables(
                        "AuthorDate",
                        "BranchName",
                        "CommitId",
                        "CommitMessage",
                        "CommitterDate",
                        "CommitUrl",
                        "RepositoryName"));
        add.accept(new Entry(SOURCE, AWS, "ECR", 0, 0, 1, 1)
                .required("RepositoryName")
                .optional("ImageTag")
                .variables("ImageDigest", "ImageTag", "ImageURI", "RegistryId", "RepositoryName"));
    }

    private static void builds(Consumer<Entry> add) {
        for (ActionCategory category : List.of(BUILD, TEST)) {
            add.accept(new Entry(category, AWS, "CodeBuild", 1, 5, 0, 5)
                    .required("ProjectName")
                    .optional(
                            "PrimarySource",
                            "BatchEnabled",
                            "CombineArtifacts",
                            "EnvironmentVariables",
                            "BuildspecOverride",
                            "ServiceRoleArnOverride"));
        }
        // CodePipeline allows no output artifact; Penstock allows one: see PEN-ACTION-010.
        add.accept(new Entry(BUILD, AWS, "ECRBuildAndPublish", 1, 1, 0, 1)
                .required("ECRRepositoryName")
                .optional("DockerFilePath", "ImageTags", "RegistryType")
                .variables("ECRImageDigestId", "ECRRepositoryName")
                .v2());
        add.accept(new Entry(COMPUTE, AWS, "Commands", 1, 10, 0, 1)
                .optional("EnvironmentType", "ComputeType", "VpcId", "Subnets", "SecurityGroupIds")
                .v2());
        add.accept(new Entry(TEST, AWS, "DeviceFarm", 1, 1, 0, 0)
                .required("ProjectId", "DevicePoolArn", "AppType", "App", "TestType")
                .open());
    }

    private static void deploys(Consumer<Entry> add) {
        add.accept(new Entry(DEPLOY, AWS, "CloudFormation", 0, 10, 0, 1)
                .required("ActionMode", "StackName")
                .optional(
                        "Capabilities",
                        "ChangeSetName",
                        "OutputFileName",
                        "ParameterOverrides",
                        "RoleArn",
                        "TemplateConfiguration",
                        "TemplatePath"));
        add.accept(new Entry(DEPLOY, AWS, "CloudFormationStackSet", 1, 3, 0, 0)
                .required("StackSetName", "TemplatePath")
                .optional(
                        "Description",
                        "Parameters",
                        "Capabilities",
                        "PermissionModel",
                        "AdministrationRoleArn",
                        "ExecutionRoleName",
                        "OrganizationsAutoDeployment",
                        "DeploymentTargets",
                        "Regions",
                        "FailureTolerancePercentage",
                        "MaxConcurrentPercentage",
                        "RegionConcurrencyType",
                        "ConcurrencyMode",
                        "CallAs")
                .variables("StackSetId", "OperationId"));
        add.accept(new Entry(DEPLOY, AWS, "CloudFormationStackInstances", 0, 2, 0, 0)
                .required("StackSetName", "Regions")
                .optional(
                        "DeploymentTargets",
                        "ParameterOverrides",
                        "FailureTolerancePercentage",
                        "MaxConcurrentPercentage",
                        "RegionConcurrencyType",
                        "ConcurrencyMode",
                        "CallAs")
                .variables("StackSetId", "OperationId"));
        add.accept(new Entry(DEPLOY, AWS, "ECS", 1, 1, 0, 0)
                .required("ClusterName", "ServiceName")
                .optional("FileName", "DeploymentTimeout")
                .variables());
        add.accept(codeDeployToEcs());
        add.accept(new Entry(DEPLOY, AWS, "CodeDeploy", 1, 1, 0, 0)
                .required("ApplicationName", "DeploymentGroupName")
                .variables());
    }

    private static Entry codeDeployToEcs() {
        Entry entry = new Entry(DEPLOY, AWS, "CodeDeployToECS", 1, 5, 0, 0)
                .required(
                        "ApplicationName",
                        "DeploymentGroupName",
                        "TaskDefinitionTemplateArtifact",
                        "AppSpecTemplateArtifact")
                .optional("TaskDefinitionTemplatePath", "AppSpecTemplatePath")
                .variables();
        for (int i = 1; i <= 4; i++) {
            entry.optional("Image" + i + "ArtifactName", "Image" + i + "ContainerName");
        }
        return entry;
    }

    private static void awsServiceDeploys(Consumer<Entry> add) {
        add.accept(new Entry(DEPLOY, AWS, "EC2", 1, 1, 0, 0)
                .required("InstanceTagKey", "InstanceType")
                .optional(
                        "InstanceTagValue",
                        "TargetDirectory",
                        "DeploySpec",
                        "MaxBatch",
                        "MaxError",
                        "TargetGroupNameList",
                        "PreScript",
                        "PostScript")
                .v2());
        add.accept(new Entry(DEPLOY, AWS, "ElasticBeanstalk", 1, 1, 0, 0)
                .required("ApplicationName", "EnvironmentName")
                .variables());
        add.accept(new Entry(DEPLOY, AWS, "EKS", 1, 1, 0, 0)
                .required("ClusterName")
                .optional(
                        "HelmReleaseName",
                        "HelmChartLocation",
                        "HelmValuesFiles",
                        "ManifestFiles",
                        "Namespace",
                        "Subnets",
                        "SecurityGroupIds")
                .variables("EKSClusterName")
                .v2());
        add.accept(new Entry(DEPLOY, AWS, "Lambda", 0, 1, 0, 0)
                .required("FunctionName")
                .optional("FunctionAlias", "PublishedTargetVersion", "DeployStrategy", "Alarms")
                .variables("FunctionVersion")
                .v2());
        add.accept(new Entry(DEPLOY, AWS, "S3", 1, 1, 0, 0)
                .required("BucketName", "Extract")
                .optional("ObjectKey", "KMSEncryptionKeyARN", "CannedACL", "CacheControl")
                .variables());
        add.accept(new Entry(DEPLOY, AWS, "AppConfig", 1, 1, 0, 0)
                .required("Application", "Environment", "ConfigurationProfile", "InputArtifactConfigurationPath")
                .optional("DeploymentStrategy")
                .variables());
        add.accept(new Entry(DEPLOY, AWS, "ServiceCatalog", 1, 1, 0, 0)
                .required("ProductId")
                .optional(
                        "TemplateFilePath",
                        "ProductVersionName",
                        "ProductType",
                        "ProductVersionDescription",
                        "ConfigurationFilePath")
                .variables());
        add.accept(new Entry(DEPLOY, AWS, "OpsWorks", 1, 1, 0, 0).open());
        add.accept(new Entry(DEPLOY, THIRD_PARTY, "AlexaSkillsKit", 1, 2, 0, 0)
                .required("ClientId", "ClientSecret", "RefreshToken", "SkillId")
                .variables());
    }

    private static void invocations(Consumer<Entry> add) {
        add.accept(new Entry(INVOKE, AWS, "Lambda", 0, 5, 0, 5)
                .required("FunctionName")
                .optional("UserParameters"));
        add.accept(new Entry(INVOKE, AWS, "StepFunctions", 0, 1, 0, 1)
                .required("StateMachineArn")
                .optional("ExecutionNamePrefix", "InputType", "Input")
                .variables("StateMachineArn", "ExecutionArn"));
        add.accept(new Entry(INVOKE, AWS, "CodePipeline", 0, 0, 0, 0)
                .required("PipelineName")
                .optional("SourceRevisions", "Variables")
                .variables()
                .v2());
        add.accept(new Entry(INVOKE, AWS, "InspectorScan", 0, 1, 0, 1)
                .required("InspectorRunMode")
                .optional(
                        "ECRRepositoryName",
                        "ImageTag",
                        "CriticalThreshold",
                        "HighThreshold",
                        "MediumThreshold",
                        "LowThreshold")
                .variables("HighestScannedSeverity"));
        add.accept(new Entry(INVOKE, THIRD_PARTY, "Snyk", 1, 1, 1, 1).open());
        add.accept(new Entry(APPROVAL, AWS, "Manual", 0, 0, 0, 0)
                .optional("NotificationArn", "ExternalEntityLink", "CustomData")
                .variables());
    }

    /** One entry while it is being written down. */
    private static final class Entry {

        private final ActionTypeId id;
        private final ActionTypeDescription.Count inputs;
        private final ActionTypeDescription.Count outputs;
        private final List<String> required = new ArrayList<>();
        private final List<String> optional = new ArrayList<>();
        private Optional<Set<String>> variables = Optional.empty();
        private boolean complete = true;
        private boolean needsV2;

        Entry(
                ActionCategory category,
                ActionOwner owner,
                String provider,
                int fewestInputs,
                int mostInputs,
                int fewestOutputs,
                int mostOutputs) {
            this.id = new ActionTypeId(category, owner, provider, VERSION);
            this.inputs = new ActionTypeDescription.Count(fewestInputs, mostInputs);
            this.outputs = new ActionTypeDescription.Count(fewestOutputs, mostOutputs);
        }

        Entry required(String... keys) {
            required.addAll(List.of(keys));
            return this;
        }

        Entry optional(String... keys) {
            optional.addAll(List.of(keys));
            return this;
        }

        /** The action puts out these variables and no others. */
        Entry variables(String... names) {
            variables = Optional.of(Set.of(names));
            return this;
        }

        /** There are more keys than those listed. */
        Entry open() {
            complete = false;
            return this;
        }

        Entry v2() {
            needsV2 = true;
            return this;
        }

        ActionTypeDescription build() {
            return new ActionTypeDescription(id, required, optional, complete, inputs, outputs, variables, needsV2);
        }
    }
}

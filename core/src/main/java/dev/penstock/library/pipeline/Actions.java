package dev.penstock.library.pipeline;

import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;

/**
 * Actions of the usual types, with what each of them cannot do without; names of parameters are the keys of CodePipeline's
 * action structure reference. What else a type takes is added by {@link ActionBuilder#configuration}.
 */
public final class Actions {

    private Actions() {}

    /** {@code ActionMode} of the CloudFormation action. */
    public enum StackMode {
        CHANGE_SET_EXECUTE,
        CHANGE_SET_REPLACE,
        CREATE_UPDATE,
        DELETE_ONLY,
        REPLACE_ON_FAILURE
    }

    /** {@code Source/AWS/S3/1}. */
    public static ActionBuilder s3Source(String name, String bucket, String objectKey) {
        return aws(name, ActionCategory.SOURCE, "S3")
                .configuration("S3Bucket", bucket)
                .configuration("S3ObjectKey", objectKey);
    }

    /** {@code Source/AWS/CodeCommit/1}. */
    public static ActionBuilder codeCommitSource(String name, String repository, String branch) {
        return aws(name, ActionCategory.SOURCE, "CodeCommit")
                .configuration("RepositoryName", repository)
                .configuration("BranchName", branch);
    }

    /**
     * {@code Source/AWS/CodeStarSourceConnection/1}: GitHub, GitLab, Bitbucket.
     *
     * @param repository such as {@code owner/repository}
     */
    public static ActionBuilder connectionSource(String name, String connectionArn, String repository, String branch) {
        return aws(name, ActionCategory.SOURCE, "CodeStarSourceConnection")
                .configuration("ConnectionArn", connectionArn)
                .configuration("FullRepositoryId", repository)
                .configuration("BranchName", branch);
    }

    /** {@code Source/AWS/ECR/1}. */
    public static ActionBuilder ecrSource(String name, String repository) {
        return aws(name, ActionCategory.SOURCE, "ECR").configuration("RepositoryName", repository);
    }

    /** {@code Build/AWS/CodeBuild/1}. */
    public static ActionBuilder codeBuild(String name, String project) {
        return aws(name, ActionCategory.BUILD, "CodeBuild").configuration("ProjectName", project);
    }

    /** {@code Test/AWS/CodeBuild/1}. */
    public static ActionBuilder codeBuildTest(String name, String project) {
        return aws(name, ActionCategory.TEST, "CodeBuild").configuration("ProjectName", project);
    }

    /** {@code Build/AWS/ECRBuildAndPublish/1}. */
    public static ActionBuilder ecrBuildAndPublish(String name, String repository) {
        return aws(name, ActionCategory.BUILD, "ECRBuildAndPublish").configuration("ECRRepositoryName", repository);
    }

    /** {@code Compute/AWS/Commands/1}. */
    public static ActionBuilder commands(String name, String... commands) {
        return aws(name, ActionCategory.COMPUTE, "Commands").commands(commands);
    }

    /** {@code Approval/AWS/Manual/1}. */
    public static ActionBuilder approval(String name) {
        return aws(name, ActionCategory.APPROVAL, "Manual");
    }

    /** {@code Deploy/AWS/ECS/1}. */
    public static ActionBuilder ecs(String name, String cluster, String service) {
        return aws(name, ActionCategory.DEPLOY, "ECS")
                .configuration("ClusterName", cluster)
                .configuration("ServiceName", service);
    }

    /** {@code Deploy/AWS/ElasticBeanstalk/1}. */
    public static ActionBuilder elasticBeanstalk(String name, String application, String environment) {
        return aws(name, ActionCategory.DEPLOY, "ElasticBeanstalk")
                .configuration("ApplicationName", application)
                .configuration("EnvironmentName", environment);
    }

    /** {@code Deploy/AWS/Lambda/1}. */
    public static ActionBuilder lambda(String name, String function) {
        return aws(name, ActionCategory.DEPLOY, "Lambda").configuration("FunctionName", function);
    }

    /** {@code Deploy/AWS/CloudFormation/1}. */
    public static ActionBuilder cloudFormation(String name, StackMode mode, String stack) {
        return aws(name, ActionCategory.DEPLOY, "CloudFormation")
                .configuration("ActionMode", mode.name())
                .configuration("StackName", stack);
    }

    /** {@code Deploy/AWS/CodeDeploy/1}. */
    public static ActionBuilder codeDeploy(String name, String application, String deploymentGroup) {
        return aws(name, ActionCategory.DEPLOY, "CodeDeploy")
                .configuration("ApplicationName", application)
                .configuration("DeploymentGroupName", deploymentGroup);
    }

    /**
     * {@code Deploy/AWS/S3/1}.
     *
     * @param extract how the artifact is put there
     */
    public static ActionBuilder s3(String name, String bucket, Extract extract) {
        return aws(name, ActionCategory.DEPLOY, "S3")
                .configuration("BucketName", bucket)
                .configuration("Extract", String.valueOf(extract == Extract.UNPACKED));
    }

    /** {@code Extract} of the S3 deploy action. */
    public enum Extract {
        /** The files of the artifact are put into the bucket. */
        UNPACKED,
        /** The artifact itself is put there, under {@code ObjectKey}. */
        AS_IT_IS
    }

    private static ActionBuilder aws(String name, ActionCategory category, String provider) {
        return ActionBuilder.named(name, new ActionTypeId(category, ActionOwner.AWS, provider, "1"));
    }
}

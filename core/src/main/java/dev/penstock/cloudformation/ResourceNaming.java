package dev.penstock.cloudformation;

import java.util.Map;
import java.util.Optional;

/**
 * What {@code Ref} and {@code Fn::GetAtt} give for the types that pipelines refer to (CloudFormation Template Reference, "Return
 * values" of each type). In the texts {@code {name}} is the resource's name.
 *
 * @param property by which a template names the resource
 * @param ref what {@code Ref} gives; empty where that is an id that AWS makes
 * @param attributes what {@code Fn::GetAtt} gives
 * @param isLowerCase whether names have small letters only
 */
record ResourceNaming(String property, String ref, Map<String, String> attributes, boolean isLowerCase) {

    static final String NAME = "{name}";

    private static final String ARN = "Arn";

    private static final Map<String, ResourceNaming> BY_TYPE = Map.ofEntries(
            Map.entry("AWS::CodeBuild::Project", named("Name", service("codebuild", "project/{name}"))),
            Map.entry(
                    "AWS::CodeCommit::Repository",
                    new ResourceNaming(
                            "RepositoryName", "", Map.of("Name", NAME, ARN, service("codecommit", NAME)), false)),
            Map.entry(
                    "AWS::CodeDeploy::Application",
                    named("ApplicationName", service("codedeploy", "application:{name}"))),
            Map.entry("AWS::CodeDeploy::DeploymentGroup", named("DeploymentGroupName")),
            Map.entry("AWS::CodePipeline::Pipeline", named("Name")),
            Map.entry(
                    "AWS::ECR::Repository",
                    new ResourceNaming(
                            "RepositoryName",
                            NAME,
                            Map.of(
                                    ARN,
                                    service("ecr", "repository/{name}"),
                                    "RepositoryUri",
                                    "{account}.dkr.ecr.{region}.{suffix}/{name}"),
                            true)),
            Map.entry("AWS::ECS::Cluster", named("ClusterName", service("ecs", "cluster/{name}"))),
            Map.entry("AWS::ECS::Service", new ResourceNaming("ServiceName", "", Map.of("Name", NAME), false)),
            Map.entry("AWS::ElasticBeanstalk::Application", named("ApplicationName")),
            Map.entry("AWS::ElasticBeanstalk::Environment", named("EnvironmentName")),
            Map.entry("AWS::IAM::Role", named("RoleName", "arn:{partition}:iam::{account}:role{path}{name}")),
            Map.entry("AWS::Lambda::Function", named("FunctionName", service("lambda", "function:{name}"))),
            Map.entry("AWS::Logs::LogGroup", named("LogGroupName")),
            Map.entry(
                    "AWS::S3::Bucket",
                    new ResourceNaming("BucketName", NAME, Map.of(ARN, "arn:{partition}:s3:::{name}"), true)),
            Map.entry(
                    "AWS::SNS::Topic",
                    new ResourceNaming(
                            "TopicName",
                            service("sns", NAME),
                            Map.of("TopicName", NAME, "TopicArn", service("sns", NAME)),
                            false)),
            Map.entry("AWS::SSM::Parameter", named("Name")),
            Map.entry(
                    "AWS::StepFunctions::StateMachine",
                    new ResourceNaming(
                            "StateMachineName",
                            service("states", "stateMachine:{name}"),
                            Map.of("Name", NAME, ARN, service("states", "stateMachine:{name}")),
                            false)));

    /** A type of a table; absent for one that is not in it. */
    static Optional<ResourceNaming> of(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    private static ResourceNaming named(String property) {
        return new ResourceNaming(property, NAME, Map.of(), false);
    }

    private static ResourceNaming named(String property, String arn) {
        return new ResourceNaming(property, NAME, Map.of(ARN, arn), false);
    }

    private static String service(String service, String resource) {
        return "arn:{partition}:" + service + ":{region}:{account}:" + resource;
    }
}

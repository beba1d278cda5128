package dev.penstock.codedeploy;

import dev.penstock.action.ActionProvider;
import dev.penstock.fixture.DeployEngine;
import dev.penstock.fixture.DeployPipeline;
import dev.penstock.fixture.Ground;
import dev.penstock.image.ImageRegistry;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.release.ContainerTasks;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleasePlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine whose pipelines make templates and images, and deploy them by CodeDeploy. */
public final class CodeDeployFixture extends DeployEngine {

    /** A task definition template for an image. */
    public static final String TASK_DEFINITION = """
            {
              "family": "web",
              "networkMode": "awsvpc",
              "requiresCompatibilities": ["FARGATE"],
              "cpu": "256",
              "memory": "512",
              "executionRoleArn": "arn:aws:iam::111122223333:role/execution",
              "containerDefinitions": [
                {
                  "name": "web",
                  "image": "<IMAGE1_NAME>",
                  "essential": true,
                  "portMappings": [{"containerPort": 80}]
                }
              ]
            }
            """;

    /** An AppSpec template for it. */
    public static final String APP_SPEC = """
            version: 0.0
            Resources:
              - TargetService:
                  Type: AWS::ECS::Service
                  Properties:
                    TaskDefinition: <TASK_DEFINITION>
                    LoadBalancerInfo:
                      ContainerName: web
                      ContainerPort: 80
            """;

    /** An engine over CodeDeploy. */
    public CodeDeployFixture(
            Ground ground,
            String runner,
            CodeDeployments deployments,
            ContainerTasks tasks,
            ImageRegistry registry,
            ResourceReader reader,
            CodeDeployOptions options) {
        this(ground, runner, new CodeDeployToEcsAction(deployments, tasks, registry, action -> options), reader);
    }

    /** An engine over any action of this type. */
    public CodeDeployFixture(Ground ground, String runner, ActionProvider<?, ?> deploy, ResourceReader reader) {
        super(ground, runner, List.of(deploy), List.of(reader));
    }

    /** A pipeline that deploys an image by the templates above. */
    public static Pipeline pipeline(DeploymentGroupId group, String image) {
        return pipeline(group, files(TASK_DEFINITION, APP_SPEC, image), Map.of());
    }

    /** The files of an artifact. */
    public static Map<String, String> files(String taskDefinition, String appSpec, String image) {
        return Map.of(
                "taskdef.json",
                taskDefinition,
                "appspec.yaml",
                appSpec,
                "imageDetail.json",
                "{\"ImageURI\":\"" + image + "\"}");
    }

    /** A pipeline that deploys an artifact of some files. */
    public static Pipeline pipeline(DeploymentGroupId group, Map<String, String> files, Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "ApplicationName", group.application(),
                "DeploymentGroupName", group.group(),
                "TaskDefinitionTemplateArtifact", "files",
                "AppSpecTemplateArtifact", "files",
                "Image1ArtifactName", "files",
                "Image1ContainerName", "IMAGE1_NAME"));
        configuration.putAll(more);
        configuration.values().removeIf(String::isEmpty);
        return DeployPipeline.of(
                "files", files, DeployPipeline.deploy("CodeDeployToECS", configuration, List.of("files"), List.of()));
    }

    /** Why a release cannot be carried out by CodeDeploy. */
    public static Optional<Refusal> refusal(ReleasePlan plan) {
        return TimedTraffic.refusal(plan);
    }
}

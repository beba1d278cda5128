package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.aws.client.Use;
import dev.penstock.cli.simulate.LocalBuilds;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.local.build.HostBuildExecutor;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.InProcessFunctions;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * An object that is put into a bucket comes to run as a service: S3 tells EventBridge, which calls the function, which takes the
 * object, has CodeBuild build it by its buildspec, and deploys what comes out to ECS; nobody else has a hand in it.
 */
@Timeout(120)
class EventToServiceIT {

    private static final String OLD = "registry.example/web:one";
    private static final String NEW = "registry.example/web:two";
    private static final String DEFINITION = """
        pipeline:
          name: shop
          pipelineType: V2
          roleArn: arn:aws:iam::123456789012:role/pipeline
          artifactStore: {type: S3, location: artifacts}
          stages:
            - name: Source
              actions:
                - name: Files
                  actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                  namespace: Object
                  configuration: {S3Bucket: sources, S3ObjectKey: app/shop.zip}
                  outputArtifacts: [{name: Files}]
            - name: Build
              actions:
                - name: Compile
                  actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: "1"}
                  namespace: Built
                  configuration:
                    ProjectName: app
                    EnvironmentVariables: '[{"name":"SOURCE","value":"#{Object.VersionId}"}]'
                  inputArtifacts: [{name: Files}]
                  outputArtifacts: [{name: Image}]
            - name: Deploy
              actions:
                - name: Web
                  actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: "1"}
                  configuration: {ClusterName: shop, ServiceName: web}
                  inputArtifacts: [{name: Image}]
        """;
    private static final String BUILDSPEC = """
        version: 0.2
        env: {exported-variables: [TAKEN]}
        phases:
          build:
            commands:
              - TAKEN="$SOURCE"
              - printf '[{"name":"web","imageUri":"%s"}]' "$(cat image.txt)" > imagedefinitions.json
        artifacts: {files: [imagedefinitions.json]}
        """;

    @TempDir
    private Path folder;

    private final SimulatedTime time = SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:00Z"));
    private final InProcessFunctions functions = new InProcessFunctions(time);
    private final SimulatedAws aws = SimulatedAws.builder()
            .time(time)
            .functions(functions)
            .builds(new LocalBuilds(new HostBuildExecutor(System.getenv()), LocalBuilds.Where.HOST))
            .start();

    private final FunctionHome home = new FunctionHome(() -> folder, time, functions, aws);

    @AfterEach
    void close() {
        home.close();
        aws.close();
    }

    @Test
    void anObjectThatIsPutRunsAsAService() throws IOException, InterruptedException {
        try (SimulatedTime.Busy preparing = time.busy()) {
            home.make();
            makeProject();
            makeService();
            home.register("shop", DEFINITION, Optional.empty());
        }
        home.awaitStill(Duration.ofSeconds(30));
        assertThat(images()).containsOnly(OLD);

        String version = home.putSource(
                "app/shop.zip",
                new BundleWriter().file("buildspec.yml", BUILDSPEC).file("image.txt", NEW));
        home.awaitEnd(Duration.ofSeconds(60));

        ExecutionState state = home.execution();
        assertThat(state.outcome()).as(state.toString()).contains(Outcome.SUCCEEDED);
        var built = (ActionPhase.Succeeded) state.stage("Build")
                .flatMap(stage -> stage.action("Compile"))
                .orElseThrow()
                .phase();
        assertThat(built.result().variables()).containsEntry("TAKEN", version);
        assertThat(images()).containsOnly(NEW);
        assertThat(home.clients()
                        .codeBuild(AwsScope.OWN, Use.READ)
                        .listBuildsForProject(list -> list.projectName("app"))
                        .ids())
                .hasSize(1);
    }

    /** As pipelines of CodePipeline have it: its source and its artifacts are CodePipeline's. */
    private void makeProject() {
        home.clients()
                .codeBuild(AwsScope.OWN, Use.CHANGE)
                .createProject(project -> project.name("app")
                        .source(source -> source.type("CODEPIPELINE"))
                        .artifacts(artifacts -> artifacts.type("CODEPIPELINE"))
                        .environment(environment -> environment
                                .type("LINUX_CONTAINER")
                                .image("aws/codebuild/standard:7.0")
                                .computeType("BUILD_GENERAL1_SMALL"))
                        .serviceRole(FunctionHome.role("codebuild")));
    }

    private void makeService() {
        EcsClient ecs = home.clients().ecs(AwsScope.OWN, Use.CHANGE);
        ecs.createCluster(cluster -> cluster.clusterName("shop"));
        ecs.registerTaskDefinition(definition -> definition
                .family("web")
                .networkMode("awsvpc")
                .requiresCompatibilitiesWithStrings("FARGATE")
                .cpu("256")
                .memory("512")
                .executionRoleArn(FunctionHome.role("ecs-tasks"))
                .containerDefinitions(ContainerDefinition.builder()
                        .name("web")
                        .image(OLD)
                        .essential(true)
                        .build()));
        ecs.createService(service -> service.cluster("shop")
                .serviceName("web")
                .taskDefinition("web")
                .launchType("FARGATE")
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-1")))
                .desiredCount(2));
    }

    private List<String> images() {
        EcsClient ecs = home.clients().ecs(AwsScope.OWN, Use.READ);
        List<String> running =
                ecs.listTasks(list -> list.cluster("shop").serviceName("web")).taskArns();
        return ecs.describeTasks(describe -> describe.cluster("shop").tasks(running)).tasks().stream()
                .map(Task::containers)
                .map(containers -> containers.getFirst().image())
                .toList();
    }
}

package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.s3.S3ArtifactStore;
import dev.penstock.aws.s3.S3PipelineRegistry;
import dev.penstock.aws.scheduler.ScheduledWakeUps;
import dev.penstock.cli.simulate.LocalBuilds;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.RunnerId;
import dev.penstock.lambda.runner.FunctionMachine;
import dev.penstock.lambda.runner.Runner;
import dev.penstock.lambda.runner.RunnerLog;
import dev.penstock.lambda.runner.RunnerParts;
import dev.penstock.lambda.source.GitHubArchives;
import dev.penstock.library.Engines;
import dev.penstock.local.build.HostBuildExecutor;
import dev.penstock.registry.RegisteredPipeline;
import dev.penstock.runner.SimulatedClock;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.BucketSetting;
import dev.penstock.settings.RunSettings;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.InProcessFunctions;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.HandedOver;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.json.JsonMapper;

/**
 * An object that is put into a bucket comes to run as a service: S3 tells EventBridge, which calls the function, which takes the
 * object, has CodeBuild build it by its buildspec, and deploys what comes out to ECS; nobody else has a hand in it.
 */
@Timeout(120)
class EventToServiceIT {

    private static final String ACCOUNT = "123456789012";
    private static final String FUNCTION = "penstock-runner";
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
    private final Realm realm = new Realm.Simulated(aws.endpoint(), ACCOUNT);
    private final AwsClients clients = new AwsClients(AwsSettings.of(realm));
    private final EngineClock clock = new SimulatedClock(time);
    private final InMemoryJournal journal = new InMemoryJournal();
    private final SecretMasker masker = new SecretMasker();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AwsServices services =
            new AwsServices(AwsSettings.of(realm), masker, clock, Optional.of(new BucketSetting("penstock", "stacks")));

    @AfterEach
    void close() {
        services.close();
        clients.close();
        aws.close();
    }

    @Test
    void anObjectThatIsPutRunsAsAService() throws IOException {
        try (SimulatedTime.Busy preparing = time.busy()) {
            makeRoles();
            makeBuckets();
            makeProject();
            makeService();
            makeFunction();
            new S3PipelineRegistry(clients, AwsScope.OWN, "penstock", "")
                    .put(new RegisteredPipeline("shop", DEFINITION, Optional.empty()));
        }
        assertThat(time.awaitStill(Duration.ofSeconds(30))).isTrue();
        assertThat(images()).containsOnly(OLD);

        String version = putSource();
        assertThat(time.awaitStill(Duration.ofSeconds(60))).as(said.toString()).isTrue();

        var summaries = journal.list(ExecutionQuery.newest(2));
        assertThat(summaries).as(said.toString()).hasSize(1);
        ExecutionState state =
                new ExecutionReader(journal).state(summaries.getFirst().id()).orElseThrow();
        assertThat(state.outcome()).as(state.toString()).contains(Outcome.SUCCEEDED);
        var built = (ActionPhase.Succeeded) state.stage("Build")
                .flatMap(stage -> stage.action("Compile"))
                .orElseThrow()
                .phase();
        assertThat(built.result().variables()).containsEntry("TAKEN", version);
        assertThat(images()).containsOnly(NEW);
        assertThat(clients.codeBuild(AwsScope.OWN, Use.READ)
                        .listBuildsForProject(list -> list.projectName("app"))
                        .ids())
                .hasSize(1);
    }

    /** A handler holds the time of the simulated AWS; the runner lets it pass while it waits. */
    private String handle(String event, InProcessFunctions.Context context) throws Exception {
        EngineClock.Busy begun = clock.busy();
        FutureTask<String> call = new FutureTask<>(() -> {
            try (begun) {
                return runner(new HandedOver(clock, begun))
                        .call(
                                JsonMapper.shared().readTree(event),
                                new RunnerId(FUNCTION + "/" + UUID.randomUUID()),
                                context.deadline());
            }
        });
        Thread.ofVirtual().start(call);
        while (!call.isDone()) {
            context.spend(Duration.ofMillis(100));
        }
        return JsonMapper.shared().writeValueAsString(call.get());
    }

    private Runner runner(EngineClock handedOver) {
        return new Runner(new RunnerParts(
                journal,
                handedOver,
                new ScheduledWakeUps(
                        clients, new ScheduledWakeUps.Target("wake-ups", functionArn(), role("scheduler")), clock),
                new S3PipelineRegistry(clients, AwsScope.OWN, "penstock", ""),
                this::engine,
                folder,
                ExecutionListener.NONE,
                new RunnerLog() {
                    @Override
                    public void said(String line) {
                        said.add(line);
                    }

                    @Override
                    public void failed(String id, String line) {
                        said.add(id + " " + line);
                    }
                }));
    }

    private EngineBuilder engine(RunSettings settings) {
        var machine = new FunctionMachine(
                journal,
                new S3ArtifactStore(clients, AwsScope.OWN, "penstock", "artifacts", folder.resolve("artifacts")),
                new GitHubArchives(GitHubArchives.PUBLIC_API, Optional::empty),
                folder.resolve("work"));
        return Engines.builder(settings.orBucket(new BucketSetting("penstock", "stacks")), machine, services, masker);
    }

    private void makeRoles() {
        try (IamClient iam = SimulatedBalancer.client(aws, IamClient.builder())) {
            for (String service : List.of("scheduler", "lambda", "codebuild", "ecs-tasks")) {
                iam.createRole(role -> role.roleName(service)
                        .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                + "\"Principal\":{\"Service\":\"" + service
                                + ".amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
            }
        }
    }

    private static String role(String name) {
        return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
    }

    private static String functionArn() {
        return "arn:aws:lambda:us-east-1:" + ACCOUNT + ":function:" + FUNCTION;
    }

    private S3Client s3() {
        return clients.s3(AwsScope.OWN, Use.CHANGE);
    }

    private void makeBuckets() {
        s3().createBucket(bucket -> bucket.bucket("penstock"));
        s3().createBucket(bucket -> bucket.bucket("sources"));
        s3().putBucketVersioning(put -> put.bucket("sources").versioningConfiguration(with -> with.status("Enabled")));
        s3().putBucketNotificationConfiguration(put ->
                put.bucket("sources").notificationConfiguration(to -> to.eventBridgeConfiguration(all -> {})));
    }

    /** As pipelines of CodePipeline have it: its source and its artifacts are CodePipeline's. */
    private void makeProject() {
        clients.codeBuild(AwsScope.OWN, Use.CHANGE)
                .createProject(project -> project.name("app")
                        .source(source -> source.type("CODEPIPELINE"))
                        .artifacts(artifacts -> artifacts.type("CODEPIPELINE"))
                        .environment(environment -> environment
                                .type("LINUX_CONTAINER")
                                .image("aws/codebuild/standard:7.0")
                                .computeType("BUILD_GENERAL1_SMALL"))
                        .serviceRole(role("codebuild")));
    }

    private void makeService() {
        EcsClient ecs = clients.ecs(AwsScope.OWN, Use.CHANGE);
        ecs.createCluster(cluster -> cluster.clusterName("shop"));
        ecs.registerTaskDefinition(definition -> definition
                .family("web")
                .networkMode("awsvpc")
                .requiresCompatibilitiesWithStrings("FARGATE")
                .cpu("256")
                .memory("512")
                .executionRoleArn(role("ecs-tasks"))
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

    private void makeFunction() throws IOException {
        functions.function(FUNCTION, this::handle);
        clients.scheduler(AwsScope.OWN, Use.CHANGE).createScheduleGroup(group -> group.name("wake-ups"));
        Path code = folder.resolve("code.zip");
        new BundleWriter().file("handler", "in this process").write(code);
        byte[] bytes = Files.readAllBytes(code);
        LambdaClient lambda = clients.lambda(AwsScope.OWN, Use.CHANGE);
        lambda.createFunction(function -> function.functionName(FUNCTION)
                .runtime("java25")
                .handler("dev.penstock.lambda.RunnerHandler")
                .role(role("lambda"))
                .timeout(900)
                .code(zip -> zip.zipFile(SdkBytes.fromByteArray(bytes))));
        lambda.addPermission(permission -> permission
                .functionName(FUNCTION)
                .statementId("events")
                .action("lambda:InvokeFunction")
                .principal("events.amazonaws.com"));
        try (EventBridgeClient events = SimulatedBalancer.client(aws, EventBridgeClient.builder())) {
            events.putRule(rule ->
                    rule.name("penstock").eventPattern("{\"source\": [\"aws.s3\", \"aws.codebuild\", \"aws.ecs\"]}"));
            events.putTargets(targets -> targets.rule("penstock")
                    .targets(Target.builder().id("runner").arn(functionArn()).build()));
        }
    }

    private String putSource() throws IOException {
        Path zip = folder.resolve("source.zip");
        new BundleWriter()
                .file("buildspec.yml", BUILDSPEC)
                .file("image.txt", NEW)
                .write(zip);
        return s3().putObject(put -> put.bucket("sources").key("app/shop.zip"), zip)
                .versionId();
    }

    private List<String> images() {
        EcsClient ecs = clients.ecs(AwsScope.OWN, Use.READ);
        List<String> running =
                ecs.listTasks(list -> list.cluster("shop").serviceName("web")).taskArns();
        return ecs.describeTasks(describe -> describe.cluster("shop").tasks(running)).tasks().stream()
                .map(Task::containers)
                .map(containers -> containers.getFirst().image())
                .toList();
    }
}

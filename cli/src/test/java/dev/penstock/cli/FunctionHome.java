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
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.RunnerId;
import dev.penstock.lambda.runner.FunctionMachine;
import dev.penstock.lambda.runner.Runner;
import dev.penstock.lambda.runner.RunnerLog;
import dev.penstock.lambda.runner.RunnerParts;
import dev.penstock.lambda.source.GitHubArchives;
import dev.penstock.library.Engines;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runner as a function of a simulated account, in this process and on simulated time: what the control plane's rules let through
 * calls it, and the schedules that it makes. Buckets {@code penstock} and {@code sources} are there, and roles for services.
 */
final class FunctionHome implements AutoCloseable {

    static final String ACCOUNT = "123456789012";
    private static final String FUNCTION = "penstock-runner";

    private final Supplier<Path> folder;
    private final SimulatedTime time;
    private final SimulatedAws aws;
    private final AwsClients clients;
    private final EngineClock clock;
    private final InMemoryJournal journal = new InMemoryJournal();
    private final SecretMasker masker = new SecretMasker();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AwsServices services;

    /**
     * @param folder is made by the test before it begins
     * @param functions of the account, on its time
     */
    FunctionHome(Supplier<Path> folder, SimulatedTime time, InProcessFunctions functions, SimulatedAws aws) {
        this.folder = folder;
        this.time = time;
        this.aws = aws;
        this.clock = new SimulatedClock(time);
        Realm realm = new Realm.Simulated(aws.endpoint(), ACCOUNT);
        this.clients = new AwsClients(AwsSettings.of(realm));
        this.services = new AwsServices(
                AwsSettings.of(realm), masker, clock, Optional.of(new BucketSetting("penstock", "stacks")));
        functions.function(FUNCTION, this::handle);
    }

    AwsClients clients() {
        return clients;
    }

    InMemoryJournal journal() {
        return journal;
    }

    /** What the function said so far. */
    List<String> said() {
        return said;
    }

    /** Makes all that the function needs; to be called while time stands still. */
    void make() throws IOException {
        makeRoles();
        makeBuckets();
        makeFunction();
    }

    void register(String pipeline, String definition, Optional<String> settings) {
        new S3PipelineRegistry(clients, AwsScope.OWN, "penstock", "")
                .put(new RegisteredPipeline(pipeline, definition, settings));
    }

    /** Lets time pass until nothing is going to happen any more. */
    void awaitStill(Duration limit) {
        assertThat(time.awaitStill(limit)).as(said.toString()).isTrue();
    }

    /** Lets time pass until the only execution has ended: between two calls of the function it may seem to stand still. */
    void awaitEnd(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (isOpen()) {
            assertThat(System.nanoTime()).as(said.toString()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        awaitStill(limit);
    }

    private boolean isOpen() {
        return journal.list(ExecutionQuery.newest(1)).isEmpty()
                || execution().outcome().isEmpty();
    }

    /** The only execution. */
    ExecutionState execution() {
        var summaries = journal.list(ExecutionQuery.newest(2));
        assertThat(summaries).as(said.toString()).hasSize(1);
        return new ExecutionReader(journal).state(summaries.getFirst().id()).orElseThrow();
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
        said.add(time.now() + " " + call.get());
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
                folder.get(),
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
                new S3ArtifactStore(
                        clients,
                        AwsScope.OWN,
                        "penstock",
                        "artifacts",
                        folder.get().resolve("artifacts")),
                new GitHubArchives(GitHubArchives.PUBLIC_API, Optional::empty),
                folder.get().resolve("work"));
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

    static String role(String name) {
        return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
    }

    private static String functionArn() {
        return "arn:aws:lambda:us-east-1:" + ACCOUNT + ":function:" + FUNCTION;
    }

    private void makeBuckets() {
        S3Client s3 = clients.s3(AwsScope.OWN, Use.CHANGE);
        s3.createBucket(bucket -> bucket.bucket("penstock"));
        s3.createBucket(bucket -> bucket.bucket("sources"));
        s3.putBucketVersioning(put -> put.bucket("sources").versioningConfiguration(with -> with.status("Enabled")));
        s3.putBucketNotificationConfiguration(
                put -> put.bucket("sources").notificationConfiguration(to -> to.eventBridgeConfiguration(all -> {})));
    }

    /** Puts an object that starts a pipeline; its version. */
    String putSource(String key, BundleWriter files) throws IOException {
        Path zip = folder.get().resolve("source.zip");
        files.write(zip);
        return clients.s3(AwsScope.OWN, Use.CHANGE)
                .putObject(put -> put.bucket("sources").key(key), zip)
                .versionId();
    }

    private void makeFunction() throws IOException {
        clients.scheduler(AwsScope.OWN, Use.CHANGE).createScheduleGroup(group -> group.name("wake-ups"));
        Path code = folder.get().resolve("code.zip");
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
            for (String rule : List.of("DeploymentEvents", "SourceEvents")) {
                events.putRule(put -> put.name(rule).eventPattern(ControlPlaneRules.pattern(rule)));
                events.putTargets(targets -> targets.rule(rule)
                        .targets(
                                Target.builder().id("runner").arn(functionArn()).build()));
            }
        }
    }

    @Override
    public void close() {
        services.close();
        clients.close();
    }
}

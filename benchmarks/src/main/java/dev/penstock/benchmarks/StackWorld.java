package dev.penstock.benchmarks;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.benchmarks.Waiting.Trace;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Trigger;
import dev.penstock.library.Engines;
import dev.penstock.library.PipelineFile;
import dev.penstock.local.LocalMachine;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecs.ContainerScript;
import dev.penstock.simulator.ecs.TaskBehaviour;
import dev.penstock.simulator.service.FaultPlan.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * A simulated account with many stacks, each of them an ECS service, that one pipeline brings to a new version, all side by
 * side: by the engine, the actions and the clients as they are shipped.
 */
final class StackWorld implements AutoCloseable {

    private static final String ACCOUNT = "111122223333";

    /** So much later than the one before each of them begins, as a build server's jobs do. */
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(1);

    private static final String PIPELINE = """
            pipeline:
              name: stacks
              roleArn: arn:aws:iam::111122223333:role/stacks
              pipelineType: V2
              executionMode: PARALLEL
              artifactStore: {type: S3, location: stacks}
              variables:
                - {name: Stack, defaultValue: none}
                - {name: Image, defaultValue: none}
              stages:
                - name: Source
                  actions:
                    - name: Templates
                      actionTypeId: {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: "1"}
                      configuration:
                        ConnectionArn: arn:aws:codestar-connections:us-east-1:111122223333:connection/4cd6c3f2-6a52-4c6b-8b63-0f3f4f8f2f11
                        FullRepositoryId: example/stacks
                        BranchName: main
                      outputArtifacts: [{name: Templates}]
                - name: Deploy
                  actions:
                    - name: Stack
                      actionTypeId: {category: Deploy, owner: AWS, provider: CloudFormation, version: "1"}
                      configuration:
                        ActionMode: CREATE_UPDATE
                        StackName: "#{variables.Stack}"
                        TemplatePath: Templates::stack.yml
                        ParameterOverrides: '{"Image": "#{variables.Image}"}'
                      inputArtifacts: [{name: Templates}]
            """;
    private static final String TEMPLATE = """
            Parameters:
              Image: {Type: String}
            Resources:
              Cluster:
                Type: AWS::ECS::Cluster
              TaskDefinition:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  RequiresCompatibilities: [FARGATE]
                  NetworkMode: awsvpc
                  Cpu: "256"
                  Memory: "512"
                  ContainerDefinitions: [{Name: web, Image: !Ref Image, Essential: true}]
              Service:
                Type: AWS::ECS::Service
                Properties:
                  Cluster: !Ref Cluster
                  TaskDefinition: !Ref TaskDefinition
                  LaunchType: FARGATE
                  DesiredCount: 1
                  NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [subnet-1]}}
            """;

    private final int count;
    private final long seed;
    private final Path folder;
    private final HeldTime held = new HeldTime();
    private final SimulatedAws aws;
    private final Masker masker = new SecretMasker();
    private final AwsServices cloud;
    private final StackReadLimits limits = new StackReadLimits();
    private final ConcurrentLinkedQueue<Double> reads = new ConcurrentLinkedQueue<>();

    StackWorld(int count, long seed, Path folder) throws Exception {
        this.count = count;
        this.seed = seed;
        this.folder = folder;
        this.aws = SimulatedAws.builder()
                .seed(seed)
                .time(held.time())
                .tasks(this::script)
                .start();
        this.cloud =
                new AwsServices(AwsSettings.of(new Realm.Simulated(aws.endpoint(), ACCOUNT)), masker, held.time()::now);
        for (int i = 0; i < count; i++) {
            String name = name(i);
            cloudFormation()
                    .createStack(stack -> stack.stackName(name)
                            .templateBody(TEMPLATE)
                            .parameters(Parameter.builder()
                                    .parameterKey("Image")
                                    .parameterValue("registry.example/web:0")
                                    .build()));
        }
        held.pass(Duration.ofHours(1));
        aws.faults().add((moment, call) -> {
            if (moment == Moment.AFTER || !StackReadLimits.isRead(call)) {
                return Optional.empty();
            }
            double at = HeldTime.seconds(call.at());
            reads.add(at);
            return limits.refuses(call.operation(), at) ? StackReadLimits.refusal() : Optional.empty();
        });
    }

    private static String name(int stack) {
        return "service-" + stack;
    }

    /**
     * What came of a release of all stacks.
     *
     * @param trace when the updates began, and when the stacks were {@code UPDATE_COMPLETE}
     * @param reads all of the actions' and their observer's reads of CloudFormation, in seconds
     * @param throttles how many of them were refused
     * @param lags seconds from when each update had succeeded until its action had
     */
    record Release(Trace trace, List<Double> reads, int throttles, List<Double> lags) {}

    /** Brings all stacks to a new image. */
    Release release() throws Exception {
        Map<ExecutionId, Instant> told;
        List<ExecutionId> executions = new ArrayList<>();
        CompletionTimes ends = new CompletionTimes(count, held.time());
        PipelineFile file = definition();
        try (LocalMachine machine = LocalMachine.at(folder.resolve("machine"), masker);
                Engine engine = Engines.builder(file.settings(), machine, cloud, masker)
                        .clock(held.clock())
                        .listener(ends)
                        .build()) {
            for (int i = 0; i < count; i++) {
                Map<String, String> variables = Map.of("Stack", name(i), "Image", "registry.example/web:1");
                executions.add(engine.start(
                        file.pipeline(), new StartRequest(Trigger.startedBy("benchmark"), variables, Map.of())));
                held.pass(BETWEEN_STARTS);
            }
            held.passUntil(ends.all());
            told = ends.told();
            assertSucceeded(engine, executions);
        }
        List<Double> ofActions = List.copyOf(reads);
        int refused = limits.refused();
        return release(executions, told, ofActions, refused);
    }

    private PipelineFile definition() throws IOException {
        Path templates = Files.createDirectories(folder.resolve("templates"));
        Files.writeString(templates.resolve("stack.yml"), TEMPLATE);
        Files.writeString(folder.resolve("penstock.yml"), "sources: {Templates: {directory: templates}}\n");
        return PipelineFile.read(Files.writeString(folder.resolve("pipeline.yml"), PIPELINE));
    }

    private static void assertSucceeded(Engine engine, List<ExecutionId> executions)
            throws InterruptedException, ExecutionException {
        for (ExecutionId execution : executions) {
            var end = engine.whenEnded(execution).get();
            if (!end.outcome().equals(Optional.of(Outcome.SUCCEEDED))) {
                throw new IllegalStateException("an execution ended otherwise: " + end);
            }
        }
    }

    private Release release(
            List<ExecutionId> executions, Map<ExecutionId, Instant> told, List<Double> ofActions, int refused)
            throws Exception {
        List<Double> begins = new ArrayList<>();
        List<Double> ends = new ArrayList<>();
        List<Double> lags = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            held.pass(Duration.ofSeconds(1));
            String name = name(i);
            List<StackEvent> events = cloudFormation()
                    .describeStackEvents(request -> request.stackName(name))
                    .stackEvents();
            begins.add(at(events, name, "UPDATE_IN_PROGRESS"));
            ends.add(at(events, name, "UPDATE_COMPLETE"));
            lags.add(HeldTime.seconds(Objects.requireNonNull(told.get(executions.get(i))))
                    - at(events, name, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"));
        }
        return new Release(new Trace(begins, ends), ofActions, refused, lags);
    }

    private static double at(List<StackEvent> events, String stack, String status) {
        return HeldTime.seconds(events.stream()
                .filter(event -> event.logicalResourceId().equals(stack)
                        && event.resourceStatusAsString().equals(status))
                .findFirst()
                .orElseThrow()
                .timestamp());
    }

    private ContainerScript script(TaskBehaviour.Launch launch) {
        return WebServices.pulling(launch, seed, 240, 0.5);
    }

    private CloudFormationClient cloudFormation() {
        return cloud.clients().cloudFormation(AwsScope.OWN, Use.CHANGE);
    }

    @Override
    public void close() {
        held.close();
        cloud.close();
        aws.close();
    }
}

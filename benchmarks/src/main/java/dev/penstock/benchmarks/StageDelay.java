package dev.penstock.benchmarks;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Trigger;
import dev.penstock.library.Engines;
import dev.penstock.library.PipelineFile;
import dev.penstock.local.LocalMachine;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.simulator.SimulatedAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/**
 * How much a pipeline adds to what AWS takes: from when ECS has ended the deployment of one stage until it is asked for that of the next,
 * in simulated time, and what of the processor each stage costs besides. By the engine, the actions, the clients and the journal as they
 * are shipped; beside it what a waiter of the SDK would have added to the same deployments. Prints two JSON objects for each execution,
 * the first without learned durations.
 *
 * <p>Arguments: how many stages, 20 without one; how many executions, 5 without one.
 */
public final class StageDelay implements AutoCloseable {

    private static final String ACCOUNT = "111122223333";
    private static final String CLUSTER = "shop";
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(200);

    /** {@code ServicesStable} of the SDK looks so often, in seconds. */
    private static final double WAITER = 15;

    private final int stages;
    private final Path folder;
    private final HeldTime held = new HeldTime();
    private final SimulatedAws aws;
    private final Masker masker = new SecretMasker();
    private final AwsServices cloud;

    private StageDelay(int stages, Path folder) throws Exception {
        this.stages = stages;
        this.folder = folder;
        this.aws = SimulatedAws.builder()
                .seed(7)
                .time(held.time())
                .tasks(launch -> WebServices.pulling(launch, 0, 60, 0.3))
                .start();
        this.cloud =
                new AwsServices(AwsSettings.of(new Realm.Simulated(aws.endpoint(), ACCOUNT)), masker, held.time()::now);
        ecs().createCluster(cluster -> cluster.clusterName(CLUSTER));
        String definition = WebServices.register(ecs(), "registry.example/web:0");
        for (int i = 0; i < stages; i++) {
            WebServices.create(ecs(), CLUSTER, service(i), definition, 2);
        }
        held.pass(Duration.ofMinutes(30));
    }

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        int stages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int executions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path folder = Files.createTempDirectory("stages");
        try (StageDelay world = new StageDelay(stages, folder)) {
            for (int i = 1; i <= executions; i++) {
                System.out.println(world.execution(i));
            }
        }
    }

    private static String service(int stage) {
        return "web-" + stage;
    }

    private EcsClient ecs() {
        return cloud.clients().ecs(AwsScope.OWN, Use.CHANGE);
    }

    private String pipeline() {
        StringBuilder text = new StringBuilder("""
                pipeline:
                  name: stages
                  roleArn: arn:aws:iam::111122223333:role/stages
                  pipelineType: V2
                  artifactStore: {type: S3, location: stages}
                  stages:
                    - name: Source
                      actions:
                        - name: App
                          actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                          configuration: {S3Bucket: sources, S3ObjectKey: app.zip}
                          outputArtifacts: [{name: App}]
                """);
        for (int i = 0; i < stages; i++) {
            text.append("""
                        - name: Deploy%1$d
                          actions:
                            - name: Web%1$d
                              actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: "1"}
                              configuration: {ClusterName: shop, ServiceName: web-%1$d}
                              inputArtifacts: [{name: App}]
                    """.formatted(i));
        }
        return text.toString();
    }

    private String execution(int number) throws Exception {
        Path app = Files.createDirectories(folder.resolve("app"));
        Files.writeString(
                app.resolve("imagedefinitions.json"),
                "[{\"name\":\"web\",\"imageUri\":\"registry.example/web:" + number + "\"}]");
        Files.writeString(folder.resolve("penstock.yml"), "sources: {App: {directory: app}}\n");
        PipelineFile file = PipelineFile.read(Files.writeString(folder.resolve("pipeline.yml"), pipeline()));
        long processor = processor();
        ExecutionState end = run(file);
        double computing = (processor() - processor) / 1e6 / stages;
        List<Double> begins = new ArrayList<>();
        List<Double> ends = new ArrayList<>();
        for (int i = 0; i < stages; i++) {
            ServiceDeployment deployment = deployment(i);
            begins.add(HeldTime.seconds(deployment.createdAt()));
            ends.add(HeldTime.seconds(deployment.finishedAt()));
        }
        begins.add(HeldTime.seconds(end.updatedAt()));
        List<Double> delays = new ArrayList<>();
        List<Double> waiters = new ArrayList<>();
        for (int i = 0; i < stages; i++) {
            double took = ends.get(i) - begins.get(i);
            delays.add(begins.get(i + 1) - ends.get(i));
            waiters.add(Math.ceil(took / WAITER) * WAITER - took);
        }
        return line("penstock", number, delays) + String.format(Locale.ROOT, ",\"processor_ms\":%.1f}%n", computing)
                + line("the SDK's waiter, every 15 s", number, waiters) + "}";
    }

    private String line(String who, int number, List<Double> delays) {
        List<Double> sorted = delays.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "{\"stages\":\"%s\",\"n\":%d,\"execution\":%d,\"median_s\":%.2f,\"p90_s\":%.2f,\"worst_s\":%.2f",
                who,
                stages,
                number,
                sorted.get(sorted.size() / 2),
                sorted.get((int) (sorted.size() * 0.9)),
                sorted.getLast());
    }

    private ServiceDeployment deployment(int stage) throws Exception {
        held.pass(BETWEEN_CALLS);
        String arn = ecs().listServiceDeployments(list -> list.cluster(CLUSTER).service(service(stage)))
                .serviceDeployments()
                .getFirst()
                .serviceDeploymentArn();
        return ecs().describeServiceDeployments(request -> request.serviceDeploymentArns(arn))
                .serviceDeployments()
                .getFirst();
    }

    private ExecutionState run(PipelineFile file) throws Exception {
        CompletionTimes ends = new CompletionTimes(1, held.time());
        try (LocalMachine machine = LocalMachine.at(folder.resolve("machine"), masker);
                Engine engine = Engines.builder(file.settings(), machine, cloud, masker)
                        .clock(held.clock())
                        .listener(ends)
                        .build()) {
            ExecutionId id =
                    engine.start(file.pipeline(), new StartRequest(Trigger.startedBy("benchmark"), Map.of(), Map.of()));
            held.passUntil(ends.all());
            ExecutionState end = engine.whenEnded(id).get();
            if (!end.outcome().equals(Optional.of(Outcome.SUCCEEDED))) {
                throw new IllegalStateException("an execution ended otherwise: " + end);
            }
            return end;
        }
    }

    /** Nanoseconds of all processors that this process has used. */
    private static long processor() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    @Override
    public void close() throws IOException {
        held.close();
        cloud.close();
        aws.close();
    }
}

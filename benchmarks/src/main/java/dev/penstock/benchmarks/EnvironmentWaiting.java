package dev.penstock.benchmarks;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
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
import dev.penstock.simulator.service.FaultPlan.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;

/**
 * How long after an environment of Elastic Beanstalk has come to its new version the action has succeeded, in simulated time: by the
 * engine, the actions and the clients as they are shipped. Prints one JSON object.
 *
 * <p>Arguments: how many environments at once; 20 without one.
 */
public final class EnvironmentWaiting implements AutoCloseable {

    private static final int ENVIRONMENTS = 20;
    private static final String ACCOUNT = "111122223333";
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(3);
    private static final String DONE = "Environment update completed successfully.";

    private static final String PIPELINE = """
            pipeline:
              name: environments
              roleArn: arn:aws:iam::111122223333:role/environments
              pipelineType: V2
              executionMode: PARALLEL
              artifactStore: {type: S3, location: environments}
              variables:
                - {name: Environment, defaultValue: none}
              stages:
                - name: Source
                  actions:
                    - name: App
                      actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                      configuration: {S3Bucket: sources, S3ObjectKey: app.zip}
                      outputArtifacts: [{name: App}]
                - name: Deploy
                  actions:
                    - name: Web
                      actionTypeId: {category: Deploy, owner: AWS, provider: ElasticBeanstalk, version: "1"}
                      configuration: {ApplicationName: shop, EnvironmentName: "#{variables.Environment}"}
                      inputArtifacts: [{name: App}]
            """;
    private static final String SETTINGS = """
            sources: {App: {directory: app}}
            deployments:
              Web:
                environment:
                  create: {platform: 64bit Amazon Linux 2023 * running Docker}
                  policy: Rolling
                  batch: {type: Percentage, size: 50}
                  loadBalancer: application
                  instances: {profile: web, minimum: 2, maximum: 2}
                  options:
                    aws:elasticbeanstalk:healthreporting:system: {SystemType: enhanced}
            """;

    private final int count;
    private final Path folder;
    private final HeldTime held = new HeldTime();
    private final SimulatedAws aws;
    private final Masker masker = new SecretMasker();
    private final AwsServices cloud;
    private final AtomicInteger reads = new AtomicInteger();

    private EnvironmentWaiting(int count, Path folder) throws IOException {
        this.count = count;
        this.folder = folder;
        this.aws = SimulatedAws.builder().seed(7).time(held.time()).start();
        this.cloud =
                new AwsServices(AwsSettings.of(new Realm.Simulated(aws.endpoint(), ACCOUNT)), masker, held.time()::now);
        cloud.clients()
                .iam(AwsScope.OWN, Use.CHANGE)
                .createInstanceProfile(profile -> profile.instanceProfileName("web"));
        aws.faults().add((moment, call) -> {
            if (moment != Moment.AFTER
                    && call.service().equals("elasticbeanstalk")
                    && call.operation().startsWith("Describe")) {
                reads.incrementAndGet();
            }
            return Optional.empty();
        });
    }

    /** Measures. */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ENVIRONMENTS;
        Path folder = Files.createTempDirectory("environments");
        try (EnvironmentWaiting world = new EnvironmentWaiting(count, folder)) {
            world.release("1");
            System.out.println(world.measured());
        }
    }

    private String measured() throws Exception {
        int before = reads.get();
        Map<String, Instant> told = release("2");
        int asked = reads.get() - before;
        List<Double> lags = new ArrayList<>();
        double minutes = 0;
        for (Map.Entry<String, Instant> each : told.entrySet()) {
            List<EventDescription> events = cloud.clients()
                    .elasticBeanstalk(AwsScope.OWN, Use.READ)
                    .describeEvents(describe -> describe.environmentName(each.getKey()))
                    .events();
            Instant done = at(events, DONE);
            lags.add(HeldTime.seconds(each.getValue()) - HeldTime.seconds(done));
            minutes += Duration.between(at(events, "Environment update is starting."), done)
                            .toMillis()
                    / 60_000.0;
        }
        lags.sort(null);
        return String.format(
                Locale.ROOT,
                "{\"environments\":\"penstock\",\"n\":%d,\"reads\":%d,\"reads_minute\":%.2f,\"median_lag_s\":%.2f,"
                        + "\"worst_lag_s\":%.2f}",
                count,
                asked,
                asked / minutes,
                lags.get(lags.size() / 2),
                lags.getLast());
    }

    private static Instant at(List<EventDescription> newestFirst, String message) {
        return newestFirst.stream()
                .filter(event -> event.message().equals(message))
                .findFirst()
                .orElseThrow()
                .eventDate();
    }

    /** Brings all environments to a version, side by side, and says when each execution had ended. */
    private Map<String, Instant> release(String version) throws Exception {
        Path app = Files.createDirectories(folder.resolve("app"));
        Files.writeString(app.resolve("Dockerfile"), "FROM nginx:" + version + "\nEXPOSE 80\n");
        Files.writeString(folder.resolve("penstock.yml"), SETTINGS);
        PipelineFile file = PipelineFile.read(Files.writeString(folder.resolve("pipeline.yml"), PIPELINE));
        CompletionTimes ends = new CompletionTimes(count, held.time());
        Map<String, ExecutionId> executions = new TreeMap<>();
        try (LocalMachine machine = LocalMachine.at(folder.resolve("machine" + version), masker);
                Engine engine = Engines.builder(file.settings(), machine, cloud, masker)
                        .clock(held.clock())
                        .listener(ends)
                        .build()) {
            for (int i = 0; i < count; i++) {
                String name = "shop-" + i;
                Map<String, String> variables = Map.of("Environment", name);
                executions.put(
                        name,
                        engine.start(
                                file.pipeline(),
                                new StartRequest(Trigger.startedBy("benchmark"), variables, Map.of())));
                held.pass(BETWEEN_STARTS);
            }
            held.passUntil(ends.all());
            for (ExecutionId execution : executions.values()) {
                var end = engine.whenEnded(execution).get();
                if (!end.outcome().equals(Optional.of(Outcome.SUCCEEDED))) {
                    throw new IllegalStateException("an execution ended otherwise: " + end);
                }
            }
        }
        Map<String, Instant> told = new TreeMap<>();
        executions.forEach(
                (name, id) -> told.put(name, Objects.requireNonNull(ends.told().get(id))));
        return told;
    }

    @Override
    public void close() {
        held.close();
        cloud.close();
        aws.close();
    }
}

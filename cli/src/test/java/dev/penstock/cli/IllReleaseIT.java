package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.standin.ServiceStandIn;
import dev.penstock.aws.standin.StandIns;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecs.ContainerScript;
import dev.penstock.simulator.ecs.SimulateVariable;
import dev.penstock.simulator.ecs.TaskBehaviour;
import dev.penstock.simulator.lambda.InProcessFunctions;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * A release that the functions make goes back soon after AWS has told of the first reason: what the rules of the control plane let
 * through wakes it, so nobody waits for the next look.
 */
@Timeout(180)
class IllReleaseIT {

    /** From the first reason to what is done about it. */
    private static final Duration SOON = Duration.ofSeconds(10);

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
                  configuration: {S3Bucket: sources, S3ObjectKey: shop.zip}
                  outputArtifacts: [{name: Files}]
            - name: Deploy
              actions:
                - name: Web
                  actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: "1"}
                  configuration: {ClusterName: shop, ServiceName: web}
                  inputArtifacts: [{name: Files}]
        """;

    @TempDir
    private Path folder;

    private final SimulatedTime time = SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:00Z"));
    private final InProcessFunctions functions = new InProcessFunctions(time);
    private final SimulatedAws aws = SimulatedAws.builder()
            .time(time)
            .functions(functions)
            .tasks(IllReleaseIT::script)
            .start();
    private final FunctionHome home = new FunctionHome(() -> folder, time, functions, aws);

    /** There is no image {@code three}. */
    private static ContainerScript script(TaskBehaviour.Launch launch) {
        return new SimulateVariable()
                .scriptOf(new TaskBehaviour.Launch(
                        launch.task(),
                        launch.taskDefinition(),
                        launch.container(),
                        launch.image(),
                        launch.image().endsWith(":three") ? Map.of(SimulateVariable.VARIABLE, "cannot-pull") : Map.of(),
                        launch.labels()));
    }

    @AfterEach
    void close() {
        home.close();
        aws.close();
    }

    @Test
    void anAlarmThatGoesOffWhileItBakesTakesItBack() throws IOException, InterruptedException {
        prepared("""
            deployments:
              Web:
                release: {strategy: canary, weight: 10 %, bake: 30m, keep: 1m}
                verdict:
                  metrics: {errors: {source: {targetGroup: {}}}}
                  gates: {pages: {alarms: [shop-errors]}}
            """);
        Instant reason = released(
                "registry.example/web:two",
                () -> home.clients()
                        .cloudWatch(AwsScope.OWN, Use.CHANGE)
                        .setAlarmState(set -> set.alarmName("shop-errors")
                                .stateValue(StateValue.ALARM)
                                .stateReason("a test")));
        ExecutionState ended = home.execution();
        assertThat(ended.outcome()).as(home.said().toString()).contains(Outcome.ROLLED_BACK);
        assertThat(Duration.between(reason, wentBack())).isBetween(Duration.ZERO, SOON);
    }

    @Test
    void aTaskThatEndsWhileItBakesTakesItBack() throws IOException, InterruptedException {
        prepared("""
            deployments:
              Web:
                release: {strategy: canary, weight: 10 %, bake: 30m, keep: 1m}
                verdict:
                  metrics: {errors: {source: {targetGroup: {}}}}
                  gates: {crashes: {restarts: 1}}
            """);
        Instant reason = released(
                "registry.example/web:two",
                () -> tasks("RUNNING").stream()
                        .filter(task -> task.containers().getFirst().image().endsWith(":two"))
                        .findFirst()
                        .ifPresent(task -> aws.ecsIncidents().exit(task.taskArn(), 1)));
        assertThat(home.execution().outcome()).as(home.said().toString()).contains(Outcome.ROLLED_BACK);
        assertThat(Duration.between(reason, wentBack())).isBetween(Duration.ZERO, SOON);
    }

    @Test
    void anImageThatCannotBePulledTakesItBack() throws IOException, InterruptedException {
        prepared("deployments: {Web: {release: {strategy: canary, weight: 10 %, bake: 30m, keep: 1m}}}");
        released("registry.example/web:three", () -> {});
        assertThat(home.execution().outcome()).as(home.said().toString()).contains(Outcome.ROLLED_BACK);
        Instant reason = tasks("STOPPED").stream()
                .filter(task -> String.valueOf(task.stoppedReason()).contains("CannotPull"))
                .map(Task::stoppingAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        assertThat(Duration.between(reason, wentBack())).isBetween(Duration.ZERO, SOON);
    }

    private List<Task> tasks(String desired) {
        EcsClient ecs = home.clients().ecs(AwsScope.OWN, Use.READ);
        List<String> all = ecs.listTasks(list -> list.cluster("shop").desiredStatus(desired))
                .taskArns();
        return ecs.describeTasks(describe -> describe.cluster("shop").tasks(all))
                .tasks();
    }

    private void prepared(String settings) throws IOException {
        try (SimulatedTime.Busy preparing = time.busy()) {
            home.make();
            StandIns made = new StandIns(home.clients());
            made.cluster(AwsScope.OWN, "shop");
            made.service(
                    AwsScope.OWN,
                    new ServiceStandIn("shop", "web", "web", 80, 2, ServiceStandIn.Front.LOAD_BALANCER, 0));
            home.clients()
                    .cloudWatch(AwsScope.OWN, Use.CHANGE)
                    .putMetricAlarm(alarm -> alarm.alarmName("shop-errors")
                            .namespace("Shop")
                            .metricName("Errors")
                            .statistic("Sum")
                            .period(60)
                            .evaluationPeriods(1)
                            .threshold(1.0)
                            .comparisonOperator("GreaterThanOrEqualToThreshold"));
            home.register("shop", DEFINITION, Optional.of(settings));
        }
        home.awaitStill(Duration.ofSeconds(30));
    }

    /** Releases an image, and has something happen while it bakes; when that was. */
    private Instant released(String image, Runnable incident) throws IOException, InterruptedException {
        Instant reason;
        try (SimulatedTime.Busy beginning = time.busy()) {
            home.putSource(
                    "shop.zip",
                    new BundleWriter()
                            .file("imagedefinitions.json", "[{\"name\": \"web\", \"imageUri\": \"" + image + "\"}]"));
            // Between two looks, whenever these are.
            reason = time.now().plusSeconds(901);
            time.at(reason, () -> {
                SimulatedTime.Busy busy = time.busy();
                Thread.ofVirtual().start(() -> {
                    try (busy) {
                        incident.run();
                    }
                });
            });
        }
        home.awaitEnd(Duration.ofMinutes(2));
        return reason;
    }

    /** When the journal says that the release goes back. */
    private Instant wentBack() {
        return new ExecutionReader(home.journal())
                .facts(home.execution().id()).stream()
                        .filter(fact -> fact.event().toString().contains("goes back: "))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("it did not go back: " + home.said()))
                        .at();
    }
}

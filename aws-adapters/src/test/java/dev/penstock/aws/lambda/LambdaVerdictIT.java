package dev.penstock.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.aws.beanstalk.S3Bundles;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.cloudwatch.CloudWatchAlarms;
import dev.penstock.aws.ecr.EcrImageRegistry;
import dev.penstock.aws.ecr.RegistryEndpoint;
import dev.penstock.aws.metric.AwsEvidence;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.document.SourceText;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.fixture.PackAction;
import dev.penstock.function.AliasRouting;
import dev.penstock.function.FunctionFixture;
import dev.penstock.function.FunctionName;
import dev.penstock.function.FunctionReaders;
import dev.penstock.function.FunctionTarget;
import dev.penstock.function.Functions;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.rollout.MeasuredJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.Strategies;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A canary of a function under traffic, judged by what CloudWatch counts of the versions that were executed. */
@Timeout(120)
final class LambdaVerdictIT {

    private static final FunctionName ORDERS = new FunctionName("orders");
    private static final String ALIAS_ARN =
            "arn:aws:lambda:us-east-1:" + SimulatedAccount.ID + ":function:orders:" + FunctionFixture.ALIAS;
    private static final Instant BEGIN = Instant.parse("2026-01-02T12:00:07Z");
    private static final String SETTINGS = """
            deployments:
              deploy:
                release: {strategy: canary, weight: 10 %, bake: 60m, keep: 1m}
                verdict:
                  metrics:
                    errors: {source: {lambda: {}}}
            """;

    @TempDir
    Path folder;

    /** The share of invocations that fail, of the second version. */
    private volatile double failing = 0.005;

    /** When what was logged. */
    private final Map<String, Instant> said = new ConcurrentHashMap<>();

    private final SimulatedTime time = SimulatedTime.virtual(BEGIN);
    private final SimulatedAccount account = new SimulatedAccount(
            SimulatedAws.builder().seed(7).time(time).functions(this::invoked).start());
    private final Functions functions = new LambdaFunctions(account.clients);
    private final DeploymentSetting settings = settings();

    private static DeploymentSetting settings() {
        SettingsReading reading = SettingsReader.read(
                SourceText.of("penstock.yml", SETTINGS.getBytes(StandardCharsets.UTF_8)), Path.of("/nowhere"));
        return ((SettingsReading.Accepted) reading).settings().deploymentOf("deploy");
    }

    private CompletableFuture<FunctionRuntime.Outcome> invoked(FunctionRuntime.Invocation invocation) {
        boolean fails = invocation.chance() < (invocation.version().equals("2") ? failing : 0.005);
        FunctionRuntime.Result result = fails
                ? new FunctionRuntime.Result.Failed("Error", "told to", List.of())
                : new FunctionRuntime.Result.Answered("1");
        return CompletableFuture.completedFuture(
                new FunctionRuntime.Outcome(result, Duration.ofMillis(20), List.of(), 40));
    }

    @BeforeEach
    void make() throws Exception {
        Path code = folder.resolve("old.zip");
        new BundleWriter().file("index.py", "old").write(code);
        FunctionSetup setup = new FunctionSetup(account.clients);
        setup.archive(ORDERS.text(), code, Map.of());
        assertThat(time.awaitStill(Duration.ofSeconds(30))).isTrue();
        setup.publish(ORDERS.text(), FunctionFixture.ALIAS);
    }

    @AfterEach
    void close() {
        account.close();
    }

    private ExecutionState released() throws Exception {
        FunctionTarget target = new FunctionTarget(
                functions,
                new CloudWatchAlarms(account.clients),
                new S3Bundles(account.clients),
                Optional.empty(),
                new EcrImageRegistry(
                        account.clients, RegistryEndpoint.of(account.realm()), new SecretMasker(), account.clock()),
                action -> Optional.empty());
        var judge = new MeasuredJudge(
                new EvidenceCollector(AwsEvidence.ports(account.clients)), action -> settings.verdict());
        try (Engine engine = Engine.builder(new InMemoryJournal())
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(List.of(
                        new PackAction(),
                        new ReleaseAction<>(target, action -> settings.release(), Strategies.builtIn(), judge)))
                .resourceReaders(FunctionReaders.of(functions))
                .clock(account.clock())
                .listener(new ExecutionListener() {
                    @Override
                    public void logged(ExecutionId execution, ActionAttempt attempt, Instant at, String line) {
                        said.put(line, at);
                    }
                })
                .build()) {
            ExecutionId id;
            try (EngineClock.Busy still = account.clock().busy()) {
                account.aws.invocationTraffic().start(ALIAS_ARN, 50, 42);
                id = engine.start(
                        FunctionFixture.pipeline(
                                Map.of("index.py", "new"), Map.of("FunctionAlias", FunctionFixture.ALIAS)),
                        StartRequest.by("ann"));
            }
            return engine.whenEnded(id).get(90, TimeUnit.SECONDS);
        }
    }

    private AliasRouting routing() {
        return functions.alias(AwsScope.OWN, ORDERS, FunctionFixture.ALIAS).routing();
    }

    private static ActionPhase phase(ExecutionState end) {
        return end.stage("Deploy")
                .flatMap(stage -> stage.action("deploy"))
                .orElseThrow()
                .phase();
    }

    @Test
    void aVersionThatFailsMoreOftenIsTakenBack() throws Exception {
        failing = 0.05;

        ExecutionState end = released();

        assertThat(end.outcome()).contains(Outcome.ROLLED_BACK);
        ActionFailure failure = ((ActionPhase.Failed) phase(end)).failure();
        assertThat(failure.code()).isEqualTo("PEN-RELEASE-003");
        assertThat(routing()).isEqualTo(AliasRouting.all("1"));
        assertThat(said.get("All calls of the alias 'live' of function 'orders' go to version 1 again."))
                .isBefore(BEGIN.plus(Duration.ofMinutes(15)));
    }

    @Test
    void aVersionThatIsAsGoodIsPromotedBeforeItsBakeIsOver() throws Exception {
        ExecutionState end = released();

        assertThat(end.outcome()).as("%s", phase(end)).contains(Outcome.SUCCEEDED);
        assertThat(routing()).isEqualTo(AliasRouting.all("2"));
        assertThat(said.get("100 % of calls go to version 2.")).isBefore(BEGIN.plus(Duration.ofMinutes(60)));
    }

    @Test
    void readsThatAreThrottledAreNoOutcome() throws Exception {
        Fault throttled = new Fault.Refuse(429, "TooManyRequestsException", "Rate exceeded");
        account.aws.faults().before("lambda", "GetAlias", 20, throttled);
        account.aws.faults().before("lambda", "GetFunction", 5, throttled);
        account.aws.faults().before("monitoring", "GetMetricData", 5, throttled);

        ExecutionState end = released();

        assertThat(end.outcome()).as("%s", phase(end)).contains(Outcome.SUCCEEDED);
        assertThat(routing()).isEqualTo(AliasRouting.all("2"));
        assertThat(account.clients
                        .lambda(AwsScope.OWN, Use.READ)
                        .listVersionsByFunction(list -> list.functionName(ORDERS.text()))
                        .versions())
                .hasSize(3);
    }
}

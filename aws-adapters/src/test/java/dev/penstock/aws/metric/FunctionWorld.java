package dev.penstock.aws.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.metric.EvidenceContract;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.metric.MetricSource;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.lambda.InvocationTraffic;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.ScriptedTraffic.Course;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;

/** A simulated function whose alias leads to two versions, which fail as a course says. */
final class FunctionWorld implements EvidenceContract.World, AutoCloseable {

    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private final Map<String, Double> failing = new ConcurrentHashMap<>();
    private final SimulatedTime time = SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:07Z"));
    final SimulatedAccount account = new SimulatedAccount(
            SimulatedAws.builder().seed(7).time(time).functions(this::invoked).start());
    private final LambdaClient lambda = account.clients.lambda(AwsScope.OWN, Use.CHANGE);
    private final InvocationTraffic.Flow flow;
    private final SimulatedTime.Busy busy;

    FunctionWorld() {
        String role = account.clients
                .iam(AwsScope.OWN, Use.CHANGE)
                .createRole(made -> made.roleName("orders").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
        lambda.createFunction(made -> made.functionName("orders")
                .runtime("nodejs22.x")
                .handler("index.handler")
                .role(role)
                .code(code -> code.zipFile(zip())));
        version("old");
        version("new");
        String alias = lambda.createAlias(
                        made -> made.functionName("orders").name("live").functionVersion("1"))
                .aliasArn();
        busy = time.busy();
        flow = account.aws.invocationTraffic().start(alias, 0, 42);
    }

    /** A description of its own makes another version. */
    private void version(String description) {
        lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName("orders"));
        lambda.updateFunctionConfiguration(
                changed -> changed.functionName("orders").description(description));
        lambda.waiter().waitUntilFunctionUpdatedV2(get -> get.functionName("orders"));
        lambda.publishVersion(made -> made.functionName("orders"));
    }

    private static SdkBytes zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("index.js"));
            out.write("exports.handler = async () => 1".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }

    private CompletableFuture<FunctionRuntime.Outcome> invoked(FunctionRuntime.Invocation invocation) {
        boolean fails = invocation.chance() < failing.getOrDefault(invocation.version(), 0.0);
        FunctionRuntime.Result result = fails
                ? new FunctionRuntime.Result.Failed("Error", "told to", List.of())
                : new FunctionRuntime.Result.Answered("1");
        return CompletableFuture.completedFuture(
                new FunctionRuntime.Outcome(result, Duration.ofMillis(20), List.of(), 40));
    }

    @Override
    public EvidencePorts ports() {
        return AwsEvidence.ports(account.clients);
    }

    @Override
    public Arms arms() {
        return new Arms(arm("2"), arm("1"));
    }

    private static Arm arm(String version) {
        return new Arm(
                "orders:" + version,
                Map.of(Arm.FUNCTION_NAME, "orders", Arm.FUNCTION_ALIAS, "live", Arm.FUNCTION_VERSION, version));
    }

    @Override
    public MetricSource source() {
        return new MetricSource.Lambda(Duration.ofMinutes(1));
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public void pass(Duration span) {
        time.advance(span);
    }

    @Override
    public void traffic(Course course) {
        failing.put("2", course.canaryBad());
        failing.put("1", course.baselineBad());
        lambda.updateAlias(changed -> changed.functionName("orders")
                .name("live")
                .functionVersion("1")
                .routingConfig(AliasRoutingConfiguration.builder()
                        .additionalVersionWeights(Map.of("2", course.canaryShare()))
                        .build()));
        flow.perSecond(course.perMinute() / 60);
    }

    @Override
    public void close() {
        busy.close();
        account.close();
    }
}

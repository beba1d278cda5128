package dev.penstock.simulator.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.events.EventWorld;
import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ApplicationNameRequiredException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupNameRequiredException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;

/** Deployments to functions: the alias's weights, hooks, and the way back. */
class CodeDeployLambdaTest {

    private static final String ROLE = "arn:aws:iam::" + Clients.ACCOUNT + ":role/deploy";

    /** The events that functions got. */
    private final List<String> events = new CopyOnWriteArrayList<>();

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .functions(invocation -> {
                events.add(invocation.event());
                return CompletableFuture.completedFuture(new FunctionRuntime.Outcome(
                        new FunctionRuntime.Result.Answered("null"), Duration.ofMillis(5), List.of(), 128));
            })
            .start();

    private final Clients clients = Clients.of(aws);
    private final CodeDeployClient codeDeploy = clients.with(CodeDeployClient.builder());
    private final LambdaClient lambda = clients.with(LambdaClient.builder());

    @BeforeEach
    void prepare() {
        clients.iam()
                .createRole(
                        r -> r.roleName("deploy")
                                .assumeRolePolicyDocument(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                                + "\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}}]}"));
        aws.time().advance(Duration.ofMinutes(1));
        function("web");
        function("check");
        lambda.publishVersion(p -> p.functionName("web"));
        lambda.updateFunctionCode(u -> u.functionName("web").zipFile(archive("two")));
        aws.time().advance(Duration.ofMinutes(1));
        lambda.publishVersion(p -> p.functionName("web"));
        lambda.createAlias(a -> a.functionName("web").name("live").functionVersion("1"));
        codeDeploy.createApplication(a -> a.applicationName("shop").computePlatform("Lambda"));
        codeDeploy.createDeploymentGroup(g -> g.applicationName("shop")
                .deploymentGroupName("web")
                .serviceRoleArn(ROLE)
                .deploymentConfigName("CodeDeployDefault.LambdaLinear10PercentEvery1Minute")
                .deploymentStyle(s -> s.deploymentType("BLUE_GREEN").deploymentOption("WITH_TRAFFIC_CONTROL")));
    }

    @Test
    void deploymentsAreListedOfAGroupOrOfAllAndApplicationsThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> codeDeploy.listDeployments(l -> l.applicationName("shop")))
                .isInstanceOf(DeploymentGroupNameRequiredException.class);
        assertThatThrownBy(() -> codeDeploy.listDeployments(l -> l.deploymentGroupName("web")))
                .isInstanceOf(ApplicationNameRequiredException.class);
        assertThat(codeDeploy
                        .listDeployments(l -> l.applicationName("shop").deploymentGroupName("web"))
                        .deployments())
                .isEmpty();
        assertThat(codeDeploy.listDeployments(l -> {}).deployments()).isEmpty();
        assertThatThrownBy(() -> codeDeploy.batchGetApplications(b -> b.applicationNames("shop", "none")))
                .hasMessageContaining("No application found for name: none");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aLinearConfigurationMovesTheAliasInSteps() {
        String id = deploy("1", "2", "");
        aws.time().advance(Duration.ofMinutes(3).plusSeconds(30));
        assertThat(alias().functionVersion()).isEqualTo("1");
        assertThat(alias().routingConfig().additionalVersionWeights().get("2")).isBetween(0.2, 0.5);
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(info(id).statusAsString()).isEqualTo("Succeeded");
        assertThat(alias().functionVersion()).isEqualTo("2");
        assertThat(alias().routingConfig()).isNull();
    }

    @Test
    void itsStatesComeToTheDefaultEventBus() {
        try (EventWorld world = new EventWorld(aws)) {
            world.watch("told", "{\"source\":[\"aws.codedeploy\"]}");
            String id = deploy("1", "2", "");
            world.pass(Duration.ofMinutes(15));
            assertThat(world.details("told"))
                    .extracting(detail -> detail.get("state"))
                    .containsExactly(new JsonValue.Text("START"), new JsonValue.Text("SUCCESS"));
            assertThat(info(id).statusAsString()).isEqualTo("Succeeded");
        }
    }

    @Test
    void aHookDecidesByItsStatus() {
        String id = deploy("1", "2", "Hooks:\n  - BeforeAllowTraffic: check\n");
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(events).singleElement().satisfies(e -> assertThat(e).contains("\"DeploymentId\":\"" + id + "\""));
        assertThat(alias().routingConfig()).isNull();

        codeDeploy.putLifecycleEventHookExecutionStatus(p ->
                p.deploymentId(id).lifecycleEventHookExecutionId(execution()).status("Succeeded"));
        aws.time().advance(Duration.ofMinutes(15));
        assertThat(info(id).statusAsString()).isEqualTo("Succeeded");
    }

    @Test
    void aHookThatFailsEndsTheDeploymentWithTheAliasAsItWas() {
        String id = deploy("1", "2", "Hooks:\n  - AfterAllowTraffic: check\n");
        aws.time().advance(Duration.ofMinutes(15));
        assertThat(alias().functionVersion()).isEqualTo("2");

        codeDeploy.putLifecycleEventHookExecutionStatus(p ->
                p.deploymentId(id).lifecycleEventHookExecutionId(execution()).status("Failed"));
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(info(id).statusAsString()).isEqualTo("Failed");
        assertThat(info(id).errorInformation().codeAsString()).isEqualTo("HOOK_EXECUTION_FAILURE");
        assertThat(alias().functionVersion()).isEqualTo("1");
    }

    @Test
    void anAliasThatPointsElsewhereIsNotMoved() {
        String id = deploy("2", "1", "");
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(info(id).errorInformation().codeAsString()).isEqualTo("INVALID_LAMBDA_CONFIGURATION");
        assertThat(alias().functionVersion()).isEqualTo("1");
    }

    private String execution() {
        return events.getLast().replaceAll(".*\"LifecycleEventHookExecutionId\":\"([^\"]+)\".*", "$1");
    }

    private String deploy(String current, String target, String hooks) {
        String spec = """
            version: 0.0
            Resources:
              - web:
                  Type: AWS::Lambda::Function
                  Properties:
                    Name: web
                    Alias: live
                    CurrentVersion: "%s"
                    TargetVersion: "%s"
            %s\
            """.formatted(current, target, hooks);
        return codeDeploy
                .createDeployment(d -> d.applicationName("shop")
                        .deploymentGroupName("web")
                        .autoRollbackConfiguration(r -> r.enabled(true).eventsWithStrings("DEPLOYMENT_FAILURE"))
                        .revision(r -> r.revisionType("AppSpecContent").appSpecContent(c -> c.content(spec))))
                .deploymentId();
    }

    private DeploymentInfo info(String id) {
        return codeDeploy.getDeployment(g -> g.deploymentId(id)).deploymentInfo();
    }

    private GetAliasResponse alias() {
        return lambda.getAlias(g -> g.functionName("web").name("live"));
    }

    private void function(String name) {
        lambda.createFunction(f -> f.functionName(name)
                .role(ROLE)
                .runtime("java21")
                .handler("Handler")
                .code(c -> c.zipFile(archive(name))));
        aws.time().advance(Duration.ofMinutes(1));
    }

    private static SdkBytes archive(String entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }
}

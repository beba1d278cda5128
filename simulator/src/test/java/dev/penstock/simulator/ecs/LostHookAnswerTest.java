package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A function of a lifecycle hook whose answer never comes, as when the process ended that waited for it. */
class LostHookAnswerTest {

    @Test
    void theFunctionIsAskedAgainWhenNoneRunsAsLong() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        FunctionRuntime silentFirst = invocation -> asked.incrementAndGet() == 1
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(new FunctionRuntime.Outcome(
                        new FunctionRuntime.Result.Answered("{\"hookStatus\":\"SUCCEEDED\"}"),
                        Duration.ofMillis(5),
                        List.of(),
                        128));
        try (SimulatedAws aws = SimulatedAws.builder()
                .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
                .functions(silentFirst)
                .start()) {
            EcsWorld world = new EcsWorld(aws);
            world.clients
                    .iam()
                    .updateAssumeRolePolicy(
                            r -> r.roleName("execution")
                                    .policyDocument(
                                            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                                    + "\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}}]}"));
            aws.time().advance(Duration.ofMinutes(1));
            String function = function(world.clients);
            aws.time().advance(Duration.ofMinutes(1));
            String deployment = world.create(
                            world.register(""),
                            1,
                            c -> c.deploymentConfiguration(d -> d.strategy("BLUE_GREEN")
                                    .lifecycleHooks(DeploymentLifecycleHook.builder()
                                            .hookTargetArn(function)
                                            .roleArn(EcsWorld.ROLE)
                                            .lifecycleStagesWithStrings("PRE_SCALE_UP")
                                            .build())))
                    .currentServiceDeployment();

            aws.time().advance(Duration.ofMinutes(14));
            assertThat(asked).hasValue(1);
            assertThat(world.deployment(deployment).lifecycleStageAsString()).isEqualTo("PRE_SCALE_UP");
            aws.time().advance(Duration.ofMinutes(10));

            assertThat(asked).hasValue(2);
            assertThat(world.deployment(deployment).statusAsString()).isEqualTo("SUCCESSFUL");
        }
    }

    private static String function(Clients clients) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("Hook.class"));
            zip.closeEntry();
        }
        return clients.with(LambdaClient.builder())
                .createFunction(f -> f.functionName("hook")
                        .role(EcsWorld.ROLE)
                        .runtime("java21")
                        .handler("Hook")
                        .code(c -> c.zipFile(SdkBytes.fromByteArray(bytes.toByteArray()))))
                .functionArn();
    }
}

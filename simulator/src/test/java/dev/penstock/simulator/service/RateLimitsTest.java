package dev.penstock.simulator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;

final class RateLimitsTest {

    private static final Instant START = Instant.parse("2026-01-02T12:00:00Z");
    private static final Caller CALLER = caller("111122223333", "us-east-1");

    private final RateLimits limits = RateLimits.published();

    @Test
    void letsThroughTheBurstAndThenTheSustainedRate() {
        assertThat(accepted(limits, CALLER, "ecs", "UpdateService", START, 60)).isEqualTo(50);
        assertThat(accepted(limits, CALLER, "ecs", "UpdateService", START.plusMillis(199), 1))
                .isZero();
        assertThat(accepted(limits, CALLER, "ecs", "UpdateService", START.plusMillis(200), 2))
                .isEqualTo(1);
        assertThat(accepted(limits, CALLER, "ecs", "UpdateService", START.plusSeconds(3600), 60))
                .as("a bucket holds no more than its size")
                .isEqualTo(50);
    }

    @Test
    void operationsOfOneGroupShareABucketAndOthersDoNot() {
        assertThat(accepted(limits, CALLER, "ecs", "DescribeServices", START, 100))
                .isEqualTo(100);
        assertThat(accepted(limits, CALLER, "ecs", "ListServices", START, 1)).isZero();
        assertThat(accepted(limits, CALLER, "ecs", "DescribeTasks", START, 1)).isEqualTo(1);
    }

    @Test
    void accountsAndRegionsHaveBucketsOfTheirOwn() {
        assertThat(accepted(limits, CALLER, "ecs", "DeleteTaskDefinitions", START, 9))
                .isEqualTo(5);
        assertThat(accepted(limits, caller("111122223333", "eu-west-1"), "ecs", "DeleteTaskDefinitions", START, 9))
                .isEqualTo(5);
        assertThat(accepted(limits, caller("444455556666", "us-east-1"), "ecs", "DeleteTaskDefinitions", START, 9))
                .isEqualTo(5);
    }

    @Test
    void neverLetsThroughMoreThanBurstAndRateAllow() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            RateLimits fresh = RateLimits.published();
            Instant now = START;
            int let = 0;
            for (int step = 0; step < 400; step++) {
                now = now.plusMillis(random.nextInt(400));
                let += accepted(fresh, CALLER, "elasticloadbalancing", "DescribeTargetHealth", now, random.nextInt(6));
                double most = 40 + Duration.between(START, now).toMillis() / 1000.0 * 10;
                assertThat((double) let).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(most + 1e-6);
            }
        }
    }

    @Test
    void refusesAsTheServiceDoes() {
        exhaust("s3", "PutObject", 3500, 503, "SlowDown");
        exhaust("elasticloadbalancing", "DescribeRules", 40, 400, "Throttling");
        exhaust("registry", "PutManifest", 10, 429, "TOOMANYREQUESTS");
        exhaust("ecs", "RegisterTaskDefinition", 20, 400, "ThrottlingException");
    }

    @Test
    void theServerRefusesBeforeThereIsAnEffectAndRecoversWithSimulatedTime() {
        SimulatedTime time = SimulatedTime.stepped(START);
        try (SimulatedAws aws = SimulatedAws.builder()
                .time(time)
                .rateLimits(RateLimits.published())
                .start()) {
            EcsClient ecs = Clients.of(aws)
                    .in(Region.EU_WEST_1)
                    .with(EcsClient.builder().overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1))));
            for (int i = 0; i < 20; i++) {
                String name = "cluster-" + i;
                ecs.createCluster(request -> request.clusterName(name));
            }

            assertThatThrownBy(() -> ecs.createCluster(request -> request.clusterName("one-more")))
                    .isInstanceOfSatisfying(EcsException.class, error -> {
                        assertThat(error.statusCode()).isEqualTo(400);
                        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
                        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
                        assertThat(error.isThrottlingException()).isTrue();
                    });
            assertThat(aws.effects().of("ecs", "CreateCluster")).hasSize(20);

            time.advance(Duration.ofSeconds(1));
            ecs.createCluster(request -> request.clusterName("one-more"));
            assertThat(ecs.describeClusters(request -> request.clusters("one-more"))
                            .clusters())
                    .hasSize(1);
        }
    }

    private void exhaust(String service, String operation, int burst, int status, String code) {
        assertThat(accepted(limits, CALLER, service, operation, START, burst)).isEqualTo(burst);
        assertThatThrownBy(() -> limits.take(CALLER, service, operation, START))
                .isInstanceOfSatisfying(ServiceError.class, error -> {
                    assertThat(error.status()).isEqualTo(status);
                    assertThat(error.code()).isEqualTo(code);
                });
    }

    private static int accepted(
            RateLimits limits, Caller caller, String service, String operation, Instant now, int calls) {
        int accepted = 0;
        for (int i = 0; i < calls; i++) {
            try {
                limits.take(caller, service, operation, now);
                accepted++;
            } catch (ServiceError e) {
                assertThat(e.message()).containsAnyOf("Rate exceeded", "reduce your request rate");
            }
        }
        return accepted;
    }

    private static Caller caller(String account, String region) {
        return Identities.root(account, region);
    }
}

package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.DeploymentPause.HookAction;
import dev.penstock.release.DeploymentSettings;
import dev.penstock.release.NativeRamp;
import dev.penstock.release.RevisionTraffic;
import dev.penstock.release.ServiceDeployment;
import dev.penstock.release.ServiceDeployment.Status;
import dev.penstock.release.ServiceSetup;
import dev.penstock.release.ServiceSetup.Controller;
import dev.penstock.release.TrafficRamp;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deployments that ECS makes by itself, with pauses where somebody decides. */
class NativeDeploymentTest {

    private static final Duration STEP = Duration.ofMinutes(10);

    /** The time of a step and the reserve of its pause, and some minutes in which the deployment comes there. */
    private static final Duration LIMIT = STEP.plusMinutes(35);

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final ContainerServices services = new EcsContainerServices(account.clients);
    private final ResourceReader reader = new ServiceDeploymentReader(account.clients, account.clock());
    private final BalancedShop shop = new BalancedShop(account);

    @BeforeEach
    void createService() {
        account.aws.time().advance(Duration.ofMinutes(5));
        shop.createService(
                "registry.example/web:one",
                service -> service.deploymentConfiguration(d -> d.minimumHealthyPercent(50)
                        .deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
        account.aws.time().advance(Duration.ofMinutes(10));
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void readsHowAServiceIsSetUp() {
        ServiceSetup setup = services.setup(AwsScope.OWN, BalancedShop.WEB);

        assertThat(setup.controller()).isEqualTo(Controller.ECS);
        assertThat(setup.ownAddresses()).isTrue();
        assertThat(setup.settings().strategy()).isEqualTo("ROLLING");
        assertThat(setup.settings().minimumHealthyPercent()).hasValue(50);
        assertThat(setup.serving()).containsExactly(shop.blue);
        assertThat(setup.balancers())
                .containsExactly(new ServiceSetup.Balancer(
                        shop.blue,
                        "web",
                        80,
                        Optional.of(
                                new ServiceSetup.Gradual(shop.green, shop.rule, shop.testRule, BalancedShop.ROLE))));
        assertThat(setup.currentDeployment()).isPresent();
    }

    @Test
    void walksARampByPausesAndPutsTheSettingsBackWithoutADeployment() {
        ServiceSetup before = services.setup(AwsScope.OWN, BalancedShop.WEB);
        String deployment = begin(before, 200, 600, 1000);
        List<Integer> held = new ArrayList<>();

        ServiceDeployment end = await(deployment, seen -> {
            seen.pause().ifPresent(pause -> {
                held.add(seen.traffic().orElseThrow().production());
                services.continueDeployment(AwsScope.OWN, deployment, pause.hookId(), HookAction.CONTINUE);
            });
            return seen.status().hasEnded();
        });

        assertThat(end.status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(held)
                .describedAs("a pause before each step, and one after the last")
                .containsExactly(0, 200, 400, 600, 800, 1000);
        assertThat(end.traffic().orElseThrow())
                .returns(List.of(shop.green), RevisionTraffic::targetGroups)
                .returns(1000, RevisionTraffic::production);
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 0, shop.green, 100));

        services.configure(AwsScope.OWN, BalancedShop.WEB, before.settings().toPutBack());
        services.configure(AwsScope.OWN, BalancedShop.WEB, before.settings().toPutBack());
        ServiceSetup after = services.setup(AwsScope.OWN, BalancedShop.WEB);
        assertThat(after.settings().toPutBack()).isEqualTo(before.settings().toPutBack());
        assertThat(after.currentDeployment()).contains(deployment);
        assertThat(after.serving()).containsExactly(shop.green);
    }

    @Test
    void goesBackAtAPauseWithAllTrafficAtOnce() {
        ServiceSetup before = services.setup(AwsScope.OWN, BalancedShop.WEB);
        String deployment = begin(before, 200, 1000);
        ServiceDeployment paused = await(deployment, seen -> {
            boolean held =
                    seen.traffic().filter(traffic -> traffic.production() > 0).isPresent()
                            && seen.pause().isPresent();
            if (!held) {
                seen.pause()
                        .ifPresent(pause -> services.continueDeployment(
                                AwsScope.OWN, deployment, pause.hookId(), HookAction.CONTINUE));
            }
            return held;
        });
        assertThat(shop.weights()).isEqualTo(Map.of(shop.blue, 80, shop.green, 20));
        Instant asked = account.aws.time().now();

        services.continueDeployment(
                AwsScope.OWN, deployment, paused.pause().orElseThrow().hookId(), HookAction.ROLLBACK);
        while (shop.weights().getOrDefault(shop.green, 0) > 0) {
            account.aws.time().advance(Duration.ofSeconds(1));
        }

        assertThat(Duration.between(asked, account.aws.time().now()))
                .describedAs("from the command to all traffic back")
                .isLessThanOrEqualTo(Duration.ofSeconds(10));
        assertThat(await(deployment, seen -> seen.status().hasEnded()).status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(services.setup(AwsScope.OWN, BalancedShop.WEB).taskDefinition())
                .isEqualTo(before.taskDefinition());
    }

    @Test
    void aRunnerThatNeverComesAgainLeavesNothingHalfMoved() {
        String deployment = begin(services.setup(AwsScope.OWN, BalancedShop.WEB), 200, 1000);
        await(deployment, seen -> seen.pause().isPresent());

        account.aws.time().advance(LIMIT);

        assertThat(await(deployment, seen -> seen.status().hasEnded()).status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(shop.weights()).containsEntry(shop.green, 0);
    }

    private String begin(ServiceSetup before, int... shares) {
        List<TrafficRamp.Stop> stops = new ArrayList<>();
        for (int share : shares) {
            stops.add(new TrafficRamp.Stop(share, STEP));
        }
        var translated = (NativeRamp.Translation.Possible) NativeRamp.of(new TrafficRamp(stops, Duration.ZERO));
        DeploymentSettings settings = before.settings();
        String two = services.registerTaskDefinition(
                AwsScope.OWN, before.taskDefinition(), Map.of("web", "registry.example/web:two"), "token");
        services.deploy(
                AwsScope.OWN,
                BalancedShop.WEB,
                two,
                Optional.of(translated.ramp().over(settings)));
        return services.findDeployment(AwsScope.OWN, BalancedShop.WEB, two, before.currentDeployment())
                .orElseThrow();
    }

    private ServiceDeployment await(String deployment, Predicate<ServiceDeployment> what) {
        ResourceId resource = new ResourceId(ServiceDeployment.KIND, AwsScope.OWN, deployment);
        for (int i = 0; i < 400; i++) {
            if (reader.read(List.of(resource)).seen().get(resource) instanceof ServiceDeployment seen
                    && what.test(seen)) {
                return seen;
            }
            account.aws.time().advance(Duration.ofSeconds(5));
        }
        throw new AssertionError("it did not come to that");
    }
}

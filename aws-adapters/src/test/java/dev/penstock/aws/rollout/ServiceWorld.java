package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecs.ContainerScript;
import dev.penstock.simulator.ecs.ContainerScript.Exit;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A service of a simulated ECS. Each cell has an account of its own, so that those before it cost no time. */
abstract class ServiceWorld implements ReleaseWorld {

    /** What is deployed, up to its version. */
    static final String IMAGE = "registry.example/web:";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Whether tasks of the new version end right after they began. */
    final AtomicBoolean failing = new AtomicBoolean();

    /** The account of the cell at hand. */
    SimulatedAccount account = opened();

    private SimulatedAccount opened() {
        return new SimulatedAccount(SimulatedAws.builder()
                .seed(7)
                .time(SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:00Z")))
                .tasks(launch ->
                        failing.get() && launch.image().equals(IMAGE + "new") ? exiting() : ContainerScript.RUNS)
                .start());
    }

    /** A container that ends right after it began. */
    static ContainerScript exiting() {
        return new ContainerScript(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Exit(3, Duration.ofSeconds(2), false)),
                Optional.of(Duration.ZERO),
                true,
                List.of());
    }

    /** In an account of its own, before there is a service. */
    final BalancedShop shop() {
        account.close();
        failing.set(false);
        account = opened();
        BalancedShop shop = new BalancedShop(account);
        settle();
        return shop;
    }

    @Override
    public final EngineClock clock() {
        return account.clock();
    }

    @Override
    public final void settle() {
        assertThat(account.aws.time().awaitStill(PATIENCE)).isTrue();
    }

    @Override
    public final void close() {
        account.close();
    }
}

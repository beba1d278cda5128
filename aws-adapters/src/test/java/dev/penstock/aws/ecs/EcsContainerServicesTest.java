package dev.penstock.aws.ecs;

import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.simulated.SimulatedShop;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.ContainerServicesContract;
import dev.penstock.release.ServiceId;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class EcsContainerServicesTest extends ContainerServicesContract {

    private static final Duration LONG_ENOUGH_TO_BE_STEADY = Duration.ofMinutes(10);

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final ContainerServices services = new EcsContainerServices(account.clients);
    private final ResourceReader reader = new ServiceDeploymentReader(account.clients, account.clock());

    @BeforeEach
    void createService() {
        new SimulatedShop(account).createService(image("one"), 2);
        account.aws.time().advance(LONG_ENOUGH_TO_BE_STEADY);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected ContainerServices services() {
        return services;
    }

    @Override
    protected ResourceReader reader() {
        return reader;
    }

    @Override
    protected ServiceId service() {
        return SimulatedShop.WEB;
    }

    @Override
    protected String image(String version) {
        return "registry.example/web:" + version;
    }

    @Override
    protected void letTimePass() {
        account.aws.time().advance(Duration.ofSeconds(5));
    }
}

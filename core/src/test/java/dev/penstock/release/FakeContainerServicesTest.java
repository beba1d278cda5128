package dev.penstock.release;

import dev.penstock.observe.ResourceReader;
import dev.penstock.testing.FakeContainerServices;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

class FakeContainerServicesTest extends ContainerServicesContract {

    private final FakeContainerServices services = new FakeContainerServices();

    @BeforeEach
    void addService() {
        services.addService(service(), Map.of("web", image("one"), "sidecar", image("one")), 2);
    }

    @Override
    protected ContainerServices services() {
        return services;
    }

    @Override
    protected ResourceReader reader() {
        return services;
    }

    @Override
    protected ServiceId service() {
        return new ServiceId("shop", "web");
    }

    @Override
    protected String image(String version) {
        return "registry.example/web:" + version;
    }

    @Override
    protected void letTimePass() {
        // It moves on when it is looked at.
    }
}

package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.DeploymentPause.HookAction;
import dev.penstock.release.ServiceDeployment.Status;
import dev.penstock.testing.FakeContainerServices;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeContainerServicesTest extends ContainerServicesContract {

    private final FakeContainerServices services = new FakeContainerServices();

    @BeforeEach
    void addService() {
        services.addService(service(), Map.of("web", image("one"), "sidecar", image("one")), 2);
    }

    @Test
    void aPausedDeploymentStaysWhereItIsUntilItsHookIsAnswered() {
        String deployment = services.deployElsewhere(service(), Map.of("web", image("two")));
        services.pause(deployment, new DeploymentPause("POST_SCALE_UP", "hook-1", Optional.empty(), Optional.empty()));
        assertThat(look(deployment, 5).status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(look(deployment, 1).pause()).isPresent();

        services.continueDeployment(AwsScope.OWN, deployment, "hook-1", HookAction.CONTINUE);
        services.continueDeployment(AwsScope.OWN, deployment, "hook-1", HookAction.CONTINUE);

        assertThat(look(deployment, 5).status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(services.effects()).containsExactly("CONTINUE 1");
    }

    private ServiceDeployment look(String deployment, int times) {
        ResourceId id = new ResourceId(ServiceDeployment.KIND, AwsScope.OWN, deployment);
        for (int i = 1; i < times; i++) {
            services.read(List.of(id));
        }
        return (ServiceDeployment)
                Objects.requireNonNull(services.read(List.of(id)).seen().get(id));
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

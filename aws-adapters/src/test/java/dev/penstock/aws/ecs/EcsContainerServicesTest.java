package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.RawMembers;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.simulated.SimulatedShop;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.ContainerServicesContract;
import dev.penstock.release.ServiceId;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

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

    @Test
    void sendsSettingsThatAreNewerThanTheSdk() {
        String base = services.describe(AwsScope.OWN, SimulatedShop.WEB).taskDefinition();
        String two = services.registerTaskDefinition(AwsScope.OWN, base, Map.of("web", image("two")), "token");

        services.deploy(AwsScope.OWN, SimulatedShop.WEB, two, Optional.of("""
                {"deploymentCircuitBreaker":{"enable":true,"rollback":true,"resetOnHealthyTask":false,
                "thresholdConfiguration":{"type":"COUNT","value":7}}}"""));

        List<JsonNode> answers = new ArrayList<>();
        account.clients
                .ecs(AwsScope.OWN, Use.READ)
                .describeServices(request -> request.cluster(SimulatedShop.WEB.cluster())
                        .services(SimulatedShop.WEB.service())
                        .overrideConfiguration(RawMembers.reading(answers::add)));
        JsonNode breaker = answers.getFirst().at("/services/0/deploymentConfiguration/deploymentCircuitBreaker");
        assertThat(breaker.path("enable").asBoolean()).isTrue();
        assertThat(breaker.path("resetOnHealthyTask").asBoolean(true)).isFalse();
        assertThat(breaker.at("/thresholdConfiguration/value").asInt()).isEqualTo(7);
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

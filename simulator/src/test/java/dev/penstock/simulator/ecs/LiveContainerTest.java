package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.containers.ContainerSpec;
import dev.penstock.simulator.ecs.LiveContainer.Health;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

class LiveContainerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final LiveContainer container = container();

    @Test
    void failuresWithinTheStartPeriodDoNotCount() {
        container.checked(false, START.plusSeconds(10));
        container.checked(false, START.plusSeconds(20));
        container.checked(false, START.plusSeconds(29));

        assertThat(container.health).isEqualTo(Health.UNKNOWN);

        container.checked(false, START.plusSeconds(30));
        assertThat(container.health).isEqualTo(Health.UNKNOWN);
        container.checked(false, START.plusSeconds(40));
        assertThat(container.health).isEqualTo(Health.UNHEALTHY);
    }

    @Test
    void oneSuccessMakesItHealthyAndFailuresInARowUnhealthy() {
        container.checked(true, START.plusSeconds(5));
        assertThat(container.health).isEqualTo(Health.HEALTHY);

        // A container that was healthy has no grace any more.
        container.checked(false, START.plusSeconds(10));
        container.checked(true, START.plusSeconds(15));
        container.checked(false, START.plusSeconds(20));
        assertThat(container.health).isEqualTo(Health.HEALTHY);
        container.checked(false, START.plusSeconds(25));
        assertThat(container.health).isEqualTo(Health.UNHEALTHY);
    }

    @Test
    void aShellIsAskedOnlyWhereTheDefinitionSaysSo() {
        assertThat(container.checkCommand()).containsExactly("/bin/sh", "-c", "test -e /ready");
    }

    private static LiveContainer container() {
        ContainerDefinition definition = ContainerDefinition.builder()
                .name("web")
                .image("web:1")
                .healthCheck(h ->
                        h.command("CMD-SHELL", "test -e /ready").startPeriod(30).retries(2))
                .build();
        ContainerSpec spec = new ContainerSpec(
                "web",
                "web:1",
                Map.of(),
                new ContainerSpec.Process(List.of(), List.of(), Map.of(), Optional.empty(), Optional.empty(), false),
                new ContainerSpec.Network.None(),
                ContainerSpec.Limits.NONE,
                ContainerSpec.Rights.DEFAULT,
                List.of());
        LiveContainer live = new LiveContainer(
                new ContainerPlan(definition, "web:1", Optional.empty(), spec, List.of(), Optional.empty()));
        live.running(START, Map.of());
        return live;
    }
}

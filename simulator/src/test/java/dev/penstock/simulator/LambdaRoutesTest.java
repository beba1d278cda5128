package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.service.ModelRoutes;
import dev.penstock.simulator.service.Route;
import dev.penstock.simulator.service.ServiceDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class LambdaRoutesTest {

    @Test
    void everyOperationHasThePathOfTheModel() {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            List<Route> declared = aws.services().stream()
                    .filter(service -> service.name().equals("lambda"))
                    .map(ServiceDefinition::routes)
                    .findFirst()
                    .orElseThrow();

            assertThat(declared).isNotEmpty().allSatisfy(route -> {
                Route model = ModelRoutes.of(requestOf(route));
                assertThat(route.method()).isEqualTo(model.method());
                assertThat(route.path()).isEqualTo(model.path());
                assertThat(route.query()).isEqualTo(model.query());
            });
        }
    }

    private static Class<?> requestOf(Route route) {
        return route.operation().newBuilder().getClass().getEnclosingClass();
    }
}

package dev.penstock.simulator.ecs;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CanaryConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LinearConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;

/**
 * What the configuration of a deployment that moves traffic must be like, and its defaults. Source: ECS API Reference,
 * DeploymentConfiguration, CanaryConfiguration, LinearConfiguration, AdvancedConfiguration; the wording of errors is ours.
 */
final class GradualRules {

    static final String ROLLING = "ROLLING";

    private static final Set<String> STRATEGIES = Set.of(ROLLING, "BLUE_GREEN", "LINEAR", "CANARY");
    private static final int DAY = 1440;

    private GradualRules() {}

    static boolean isGradual(DeploymentConfiguration configuration) {
        return !ROLLING.equals(configuration.strategyAsString());
    }

    /** Fills in what the strategy needs and was not said. */
    static DeploymentConfiguration completed(DeploymentConfiguration asked, DeploymentConfiguration present) {
        String strategy = Optional.ofNullable(asked.strategyAsString())
                .or(() -> Optional.ofNullable(present.strategyAsString()))
                .orElse(ROLLING);
        DeploymentConfiguration.Builder completed = asked.toBuilder().strategy(strategy);
        switch (strategy) {
            case "CANARY" ->
                completed
                        .canaryConfiguration(canary(either(asked.canaryConfiguration(), present.canaryConfiguration())))
                        .linearConfiguration((LinearConfiguration) null);
            case "LINEAR" ->
                completed
                        .linearConfiguration(linear(either(asked.linearConfiguration(), present.linearConfiguration())))
                        .canaryConfiguration((CanaryConfiguration) null);
            default ->
                completed.canaryConfiguration((CanaryConfiguration) null).linearConfiguration((LinearConfiguration)
                        null);
        }
        return completed.build();
    }

    static void check(DeploymentConfiguration configuration, boolean daemon) {
        String strategy = configuration.strategyAsString();
        if (!STRATEGIES.contains(strategy)) {
            throw EcsErrors.invalid(
                    "Invalid deployment strategy: " + strategy + ". Use ROLLING, BLUE_GREEN, LINEAR or CANARY.");
        }
        if (daemon && isGradual(configuration)) {
            throw EcsErrors.invalid(
                    "The deployment strategy " + strategy + " is not supported with the DAEMON scheduling strategy.");
        }
        CanaryConfiguration canary = configuration.canaryConfiguration();
        if (canary != null) {
            within("canaryPercent", canary.canaryPercent(), 0.1, Shift.ALL);
            within("canaryBakeTimeInMinutes", canary.canaryBakeTimeInMinutes(), 0, DAY);
        }
        LinearConfiguration linear = configuration.linearConfiguration();
        if (linear != null) {
            within("stepPercent", linear.stepPercent(), 3, Shift.ALL);
            within("stepBakeTimeInMinutes", linear.stepBakeTimeInMinutes(), 0, DAY);
        }
    }

    /** What moves the traffic has to be there. */
    static void check(DeploymentConfiguration configuration, String controller, List<LoadBalancer> balancers) {
        if (!isGradual(configuration)) {
            return;
        }
        String strategy = configuration.strategyAsString();
        if (!controller.equals("ECS")) {
            throw EcsErrors.invalid(
                    "The deployment strategy " + strategy + " is supported with the ECS deployment controller only.");
        }
        if (balancers.isEmpty() && !strategy.equals("BLUE_GREEN")) {
            throw EcsErrors.invalid("The deployment strategy " + strategy
                    + " needs an Application Load Balancer, a Network Load Balancer or Service Connect.");
        }
        for (LoadBalancer balancer : balancers) {
            if (balancer.advancedConfiguration() == null) {
                throw EcsErrors.invalid("advancedConfiguration must be specified for the load balancer of a service"
                        + " with the deployment strategy " + strategy + ".");
            }
        }
    }

    private static CanaryConfiguration canary(@Nullable CanaryConfiguration asked) {
        CanaryConfiguration given =
                asked == null ? CanaryConfiguration.builder().build() : asked;
        return CanaryConfiguration.builder()
                .canaryPercent(given.canaryPercent() == null ? ShiftPlan.STANDARD_CANARY : given.canaryPercent())
                .canaryBakeTimeInMinutes(
                        given.canaryBakeTimeInMinutes() == null
                                ? ShiftPlan.STANDARD_CANARY_PAUSE
                                : given.canaryBakeTimeInMinutes())
                .build();
    }

    private static LinearConfiguration linear(@Nullable LinearConfiguration asked) {
        LinearConfiguration given =
                asked == null ? LinearConfiguration.builder().build() : asked;
        return LinearConfiguration.builder()
                .stepPercent(given.stepPercent() == null ? ShiftPlan.STANDARD_STEP : given.stepPercent())
                .stepBakeTimeInMinutes(
                        given.stepBakeTimeInMinutes() == null
                                ? ShiftPlan.STANDARD_STEP_PAUSE
                                : given.stepBakeTimeInMinutes())
                .build();
    }

    private static <T> @Nullable T either(@Nullable T asked, @Nullable T present) {
        return asked == null ? present : asked;
    }

    private static void within(String name, double value, double least, double most) {
        if (value < least || value > most) {
            throw EcsErrors.invalid(name + " must be between " + trim(least) + " and " + trim(most) + ".");
        }
    }

    private static String trim(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}

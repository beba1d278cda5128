package dev.penstock.simulator.ecs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CanaryConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LinearConfiguration;

/**
 * The steps in which a deployment moves production traffic. Source: ECS Developer Guide, "Amazon ECS blue/green deployments",
 * "Amazon ECS linear deployments", "Amazon ECS canary deployments".
 *
 * @param steps percent of the traffic after each step, rising, the last one 100
 * @param pause after each step but the last
 */
record ShiftPlan(List<Double> steps, Duration pause) {

    static final double STANDARD_CANARY = 5.0;
    static final int STANDARD_CANARY_PAUSE = 10;
    static final double STANDARD_STEP = 10.0;
    static final int STANDARD_STEP_PAUSE = 6;

    /** AWS takes percentages to a tenth; sums of them are rounded to that. */
    private static final double TENTHS = 10.0;

    ShiftPlan {
        steps = List.copyOf(steps);
    }

    /** @param first whether there is nothing that the traffic could be moved from */
    static ShiftPlan of(DeploymentConfiguration configuration, boolean first) {
        ShiftPlan atOnce = new ShiftPlan(List.of(Shift.ALL), Duration.ZERO);
        if (first) {
            return atOnce;
        }
        return switch (configuration.strategyAsString()) {
            case "CANARY" -> canary(configuration.canaryConfiguration());
            case "LINEAR" -> linear(configuration.linearConfiguration());
            default -> atOnce;
        };
    }

    private static ShiftPlan canary(CanaryConfiguration canary) {
        List<Double> steps =
                canary.canaryPercent() < Shift.ALL ? List.of(canary.canaryPercent(), Shift.ALL) : List.of(Shift.ALL);
        return new ShiftPlan(steps, Duration.ofMinutes(canary.canaryBakeTimeInMinutes()));
    }

    private static ShiftPlan linear(LinearConfiguration linear) {
        List<Double> steps = new ArrayList<>();
        for (int step = 1; step * linear.stepPercent() < Shift.ALL; step++) {
            steps.add(Math.round(step * linear.stepPercent() * TENTHS) / TENTHS);
        }
        steps.add(Shift.ALL);
        return new ShiftPlan(steps, Duration.ofMinutes(linear.stepBakeTimeInMinutes()));
    }
}

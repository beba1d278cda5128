package dev.penstock.release;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How ECS walks a deployment by its {@code deploymentConfiguration} (ECS API Reference, DeploymentConfiguration).
 *
 * @param strategy {@code ROLLING}, {@code BLUE_GREEN}, {@code LINEAR} or {@code CANARY}
 * @param minimumPercent {@code minimumHealthyPercent}
 * @param maximumPercent {@code maximumPercent}
 * @param shifts how often it moves requests; 0 for {@code ROLLING}
 * @param stepBake what it waits after each move but the last
 * @param bake what it waits after the last
 * @param functions how often functions are asked at lifecycle hooks
 */
record DeploymentCourse(
        String strategy,
        int minimumPercent,
        int maximumPercent,
        int shifts,
        Duration stepBake,
        Duration bake,
        int functions) {

    private static final int ALL = 100;

    /** What is said by a configuration, with the API's own values where nothing is said. */
    static DeploymentCourse of(DeploymentSettings settings, boolean daemon) {
        JsonNode members = DeploymentSettings.tree(settings.json());
        JsonNode canary = members.path("canaryConfiguration");
        JsonNode linear = members.path("linearConfiguration");
        int functions = settings.hooks().stream()
                .filter(hook -> !hook.pauses())
                .mapToInt(hook -> hook.stages().size())
                .sum();
        int shifts = switch (settings.strategy()) {
            case "ROLLING" -> 0;
            case "CANARY" -> 2;
            case "LINEAR" ->
                (int) Math.ceil(ALL / Math.max(1, linear.path("stepPercent").asDouble(10)));
            default -> 1;
        };
        Duration between = switch (settings.strategy()) {
            case "CANARY" ->
                Duration.ofMinutes(canary.path("canaryBakeTimeInMinutes").asInt(10));
            case "LINEAR" ->
                Duration.ofMinutes(linear.path("stepBakeTimeInMinutes").asInt(6));
            default -> Duration.ZERO;
        };
        return new DeploymentCourse(
                settings.strategy(),
                settings.minimumHealthyPercent().orElse(daemon ? 0 : ALL),
                settings.maximumPercent().orElse(daemon ? ALL : 2 * ALL),
                shifts,
                between,
                shifts == 0
                        ? Duration.ZERO
                        : Duration.ofMinutes(members.path("bakeTimeInMinutes").asInt(0)),
                functions);
    }

    boolean isRolling() {
        return shifts == 0;
    }

    DeploymentCourse withMaximum(int percent) {
        return new DeploymentCourse(strategy, minimumPercent, percent, shifts, stepBake, bake, functions);
    }

    DeploymentCourse withStepBake(Duration time) {
        return new DeploymentCourse(strategy, minimumPercent, maximumPercent, shifts, time, bake, functions);
    }

    DeploymentCourse withBake(Duration time) {
        return new DeploymentCourse(strategy, minimumPercent, maximumPercent, shifts, stepBake, time, functions);
    }

    /** What was asked of functions, in words; empty if nothing. */
    List<String> remarks() {
        return functions == 0 ? List.of() : List.of("What functions at lifecycle hooks take comes on top.");
    }
}

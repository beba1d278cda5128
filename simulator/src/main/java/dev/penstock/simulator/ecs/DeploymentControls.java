package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Unmodelled;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/**
 * The part of a deployment configuration that is newer than the SDK's model classes. Source: ECS API Reference,
 * ThresholdConfiguration and DeploymentCircuitBreaker; ECS Developer Guide, "early success criteria".
 *
 * @param thresholdType how the circuit breaker's threshold is worked out
 * @param thresholdValue a percentage or a count
 * @param keepsCount whether failures stay counted when a task turns healthy ({@code resetOnHealthyTask} false)
 * @param early when a deployment completes before all its tasks are there
 * @param hooks at stages of a deployment that moves traffic
 */
record DeploymentControls(
        ThresholdType thresholdType,
        int thresholdValue,
        boolean keepsCount,
        Optional<Early> early,
        List<LifecycleHook> hooks) {

    DeploymentControls {
        hooks = List.copyOf(hooks);
    }

    /** How the threshold is worked out from its value. */
    enum ThresholdType {
        BOUNDED_PERCENT,
        UNBOUNDED_PERCENT,
        COUNT
    }

    /**
     * Early success.
     *
     * @param enabled whether it applies
     * @param healthyPercent of the desired count, rounded up
     * @param deferred whether old tasks are stopped after the deployment has completed
     */
    record Early(boolean enabled, int healthyPercent, boolean deferred) {}

    static final DeploymentControls STANDARD =
            new DeploymentControls(ThresholdType.BOUNDED_PERCENT, 50, false, Optional.empty(), List.of());

    private static final String CONFIGURATION = "deploymentConfiguration";
    private static final String BREAKER = "deploymentCircuitBreaker";
    private static final String EARLY = "earlySuccessCriteria";

    /** What a request asks for; what it does not say stays as it is. */
    static DeploymentControls of(Call call, DeploymentControls present, DeploymentConfiguration configuration) {
        Unmodelled request = call.unmodelled();
        List<LifecycleHook> hooks = LifecycleHooks.of(call, configuration, present.hooks());
        boolean keeps = request.requested(CONFIGURATION, BREAKER, "resetOnHealthyTask")
                .map(reset -> Boolean.FALSE.equals(reset))
                .orElse(present.keepsCount());
        Optional<Early> early = request.requested(CONFIGURATION, EARLY)
                .map(asked -> early(request, configuration.minimumHealthyPercent()))
                .or(present::early);
        if (request.requested(CONFIGURATION, BREAKER, "thresholdConfiguration").isEmpty()) {
            return new DeploymentControls(present.thresholdType(), present.thresholdValue(), keeps, early, hooks);
        }
        String type = request.requested(CONFIGURATION, BREAKER, "thresholdConfiguration", "type")
                .map(Object::toString)
                .orElse("");
        long value = number(
                request.requested(CONFIGURATION, BREAKER, "thresholdConfiguration", "value"),
                "thresholdConfiguration.value");
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw EcsErrors.invalid("The value of thresholdConfiguration must be at least 1.");
        }
        return new DeploymentControls(type(type), (int) value, keeps, early, hooks);
    }

    /** After how many failures the circuit breaker acts. */
    int threshold(int desired) {
        int share = (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv((long) desired * thresholdValue, 100L));
        return switch (thresholdType) {
            case BOUNDED_PERCENT -> Math.clamp(share, 3, 200);
            case UNBOUNDED_PERCENT -> Math.max(share, 1);
            case COUNT -> thresholdValue;
        };
    }

    /** Early success, where it applies. */
    Optional<Early> earlySuccess() {
        return early.filter(Early::enabled);
    }

    /** Adds to an answer what its model class cannot say. */
    void answer(Call call, DeploymentConfiguration configuration) {
        LifecycleHooks.answer(call, configuration, hooks);
        if (configuration.deploymentCircuitBreaker() != null) {
            call.unmodelled()
                    .answer(
                            configuration.deploymentCircuitBreaker(),
                            Map.of(
                                    "resetOnHealthyTask",
                                    !keepsCount,
                                    "thresholdConfiguration",
                                    Map.of("type", thresholdType.name(), "value", thresholdValue)));
        }
        early.ifPresent(e -> {
            Map<String, Object> said = new HashMap<>();
            said.put("enable", e.enabled());
            said.put("healthyPercent", e.healthyPercent());
            said.put("sourceServiceRevisionCleanup", e.deferred() ? "DEFERRED" : "BLOCKING");
            call.unmodelled().answer(configuration, Map.of(EARLY, said));
        });
    }

    private static ThresholdType type(String name) {
        for (ThresholdType type : ThresholdType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw EcsErrors.invalid("Invalid type of thresholdConfiguration: '" + name
                + "'. Use BOUNDED_PERCENT, UNBOUNDED_PERCENT or COUNT.");
    }

    private static Early early(Unmodelled request, int minimumHealthyPercent) {
        boolean enabled = request.requested(CONFIGURATION, EARLY, "enable")
                .map(Boolean.TRUE::equals)
                .orElse(false);
        Optional<Object> percent = request.requested(CONFIGURATION, EARLY, "healthyPercent");
        long healthy = percent.isEmpty() ? 100 : number(percent, EARLY + ".healthyPercent");
        String cleanup = request.requested(CONFIGURATION, EARLY, "sourceServiceRevisionCleanup")
                .map(Object::toString)
                .orElse("BLOCKING");
        if (healthy < minimumHealthyPercent || healthy > 100) {
            throw EcsErrors.invalid(
                    "healthyPercent of earlySuccessCriteria must be between minimumHealthyPercent and 100.");
        }
        if (!cleanup.equals("BLOCKING") && !cleanup.equals("DEFERRED")) {
            throw EcsErrors.invalid("Invalid sourceServiceRevisionCleanup: '" + cleanup.toUpperCase(Locale.ROOT)
                    + "'. Use BLOCKING or DEFERRED.");
        }
        return new Early(enabled, (int) healthy, cleanup.equals("DEFERRED"));
    }

    private static long number(Optional<Object> value, String name) {
        if (value.isPresent() && value.get() instanceof Long number) {
            return number;
        }
        throw EcsErrors.invalid(name + " must be a whole number.");
    }
}

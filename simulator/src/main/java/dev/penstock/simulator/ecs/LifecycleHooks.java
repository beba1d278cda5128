package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;

/**
 * The lifecycle hooks of a request, in full: their types and timeouts are newer than the SDK's model. Source: ECS API
 * Reference, DeploymentLifecycleHook, TimeoutConfiguration.
 */
final class LifecycleHooks {

    private static final int STANDARD_TIMEOUT = 1440;
    private static final int LONGEST_TIMEOUT = 20_160;

    private LifecycleHooks() {}

    /**
     * The hooks that a request asks for.
     *
     * @param configuration as it is kept; without hooks when the request leaves the present ones as they are
     */
    static List<LifecycleHook> of(Call call, DeploymentConfiguration configuration, List<LifecycleHook> present) {
        Optional<Object> asked = call.unmodelled().requested("deploymentConfiguration", "lifecycleHooks");
        List<DeploymentLifecycleHook> modelled = configuration.lifecycleHooks();
        if (asked.isEmpty() && modelled.size() == present.size()) {
            return present;
        }
        List<?> raw = asked.orElse(List.of()) instanceof List<?> list ? list : List.of();
        List<LifecycleHook> hooks = new ArrayList<>();
        for (int i = 0; i < modelled.size(); i++) {
            hooks.add(hook(modelled.get(i), i < raw.size() && raw.get(i) instanceof Map<?, ?> m ? m : Map.of()));
        }
        return hooks;
    }

    /** Adds to an answer what the model classes cannot say of hooks. */
    static void answer(Call call, DeploymentConfiguration configuration, List<LifecycleHook> hooks) {
        List<DeploymentLifecycleHook> modelled = configuration.lifecycleHooks();
        for (int i = 0; i < Math.min(modelled.size(), hooks.size()); i++) {
            LifecycleHook hook = hooks.get(i);
            Map<String, Object> said = new HashMap<>();
            said.put("targetType", hook.type().name());
            said.put(
                    "timeoutConfiguration",
                    Map.of(
                            "timeoutInMinutes",
                            hook.timeout().toMinutes(),
                            "action",
                            hook.atTimeout().name()));
            call.unmodelled().answer(modelled.get(i), said);
        }
    }

    private static LifecycleHook hook(DeploymentLifecycleHook modelled, Map<?, ?> raw) {
        LifecycleHook.Type type = type(raw.get("targetType"));
        boolean pause = type == LifecycleHook.Type.PAUSE;
        if (!pause) {
            EcsErrors.required("hookTargetArn", modelled.hookTargetArn());
            EcsErrors.required("roleArn", modelled.roleArn());
        } else if (modelled.hookTargetArn() != null) {
            throw EcsErrors.invalid("hookTargetArn can not be specified for a lifecycle hook of type PAUSE.");
        }
        if (modelled.lifecycleStages().isEmpty()) {
            throw EcsErrors.invalid("lifecycleStages can not be empty.");
        }
        List<LifecycleStage> stages = modelled.lifecycleStagesAsStrings().stream()
                .map(name -> stage(name, type))
                .toList();
        Map<?, ?> timeout = raw.get("timeoutConfiguration") instanceof Map<?, ?> given ? given : Map.of();
        return new LifecycleHook(
                type,
                pause ? "" : modelled.hookTargetArn(),
                pause ? "" : modelled.roleArn(),
                stages,
                details(modelled, raw),
                Duration.ofMinutes(minutes(timeout.get("timeoutInMinutes"))),
                atTimeout(timeout.get("action")));
    }

    private static Optional<String> details(DeploymentLifecycleHook modelled, Map<?, ?> raw) {
        if (raw.get("hookDetails") != null) {
            return Optional.of(JsonTexts.of(json(raw.get("hookDetails"))));
        }
        return Optional.ofNullable(modelled.hookDetails()).map(document -> JsonTexts.of(json(document.unwrap())));
    }

    /** A tree of maps, lists and scalars as JSON. */
    static JsonValue json(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                map.forEach((name, value) -> members.put(String.valueOf(name), json(value)));
                yield new JsonValue.Structure(members);
            }
            case List<?> list ->
                new JsonValue.Array(list.stream().map(LifecycleHooks::json).toList());
            case Number number -> new JsonValue.Number(new BigDecimal(number.toString()));
            case Boolean truth -> new JsonValue.Truth(truth);
            default -> new JsonValue.Text(tree.toString());
        };
    }

    private static LifecycleHook.Type type(@Nullable Object name) {
        if (name == null) {
            return LifecycleHook.Type.AWS_LAMBDA;
        }
        for (LifecycleHook.Type type : LifecycleHook.Type.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw EcsErrors.invalid("Invalid targetType of a lifecycle hook: '" + name + "'. Use AWS_LAMBDA or PAUSE.");
    }

    private static LifecycleStage stage(String name, LifecycleHook.Type type) {
        for (LifecycleStage stage : LifecycleStage.values()) {
            if (stage.name().equals(name) && stage.takes(type)) {
                return stage;
            }
        }
        throw EcsErrors.invalid(
                "A lifecycle hook of type " + type + " can not be at the lifecycle stage " + name + ".");
    }

    private static LifecycleHook.AtTimeout atTimeout(@Nullable Object name) {
        if (name == null) {
            return LifecycleHook.AtTimeout.ROLLBACK;
        }
        for (LifecycleHook.AtTimeout action : LifecycleHook.AtTimeout.values()) {
            if (action.name().equals(name)) {
                return action;
            }
        }
        throw EcsErrors.invalid("Invalid action of a timeoutConfiguration: '" + name + "'. Use ROLLBACK or CONTINUE.");
    }

    private static long minutes(@Nullable Object value) {
        if (value == null) {
            return STANDARD_TIMEOUT;
        }
        if (value instanceof Long minutes && minutes >= 1 && minutes <= LONGEST_TIMEOUT) {
            return minutes;
        }
        throw EcsErrors.invalid("timeoutInMinutes must be between 1 and " + LONGEST_TIMEOUT + ".");
    }
}

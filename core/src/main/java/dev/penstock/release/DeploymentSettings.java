package dev.penstock.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a service is deployed ({@code deploymentConfiguration} of ECS): what Penstock knows of it, and the whole of it, so that
 * it can be put back as it was with members that are newer than this program.
 *
 * @param strategy {@code ROLLING}, {@code BLUE_GREEN}, {@code LINEAR}, {@code CANARY}, or what is newer; {@code ROLLING} where
 *     nothing is said
 * @param minimumHealthyPercent of the desired tasks; absent if not said
 * @param maximumPercent of the desired tasks; absent if not said
 * @param hooks its lifecycle hooks
 * @param json the whole, as the platform answered it: a JSON object
 */
public record DeploymentSettings(
        String strategy, OptionalInt minimumHealthyPercent, OptionalInt maximumPercent, List<Hook> hooks, String json) {

    /** What a service has of which nothing was said. */
    public static final DeploymentSettings NONE = read("{}");

    public DeploymentSettings {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(json, "json");
        hooks = List.copyOf(hooks);
    }

    /**
     * Reads what a platform answered.
     *
     * @param json a JSON object in ECS's own names
     * @throws IllegalArgumentException if it is none
     */
    public static DeploymentSettings read(String json) {
        JsonNode members = tree(json);
        List<Hook> hooks = new ArrayList<>();
        for (JsonNode hook : members.path("lifecycleHooks")) {
            List<String> stages = new ArrayList<>();
            hook.path("lifecycleStages").forEach(stage -> stages.add(stage.asString("")));
            hooks.add(new Hook(hook.path("targetType").asString("").equals("PAUSE"), stages, hook.toString()));
        }
        return new DeploymentSettings(
                members.path("strategy").asString("ROLLING"),
                number(members, "minimumHealthyPercent"),
                number(members, "maximumPercent"),
                hooks,
                json);
    }

    /** Whether it moves traffic from one set of tasks to another, rather than replacing tasks. */
    public boolean movesTraffic() {
        return !strategy.equals("ROLLING");
    }

    /** The stage at which it waits for somebody by a hook of its own; absent if it does not. */
    public Optional<String> ownPause() {
        return hooks.stream()
                .filter(Hook::pauses)
                .map(hook -> String.join(", ", hook.stages()))
                .findFirst();
    }

    /**
     * The whole, to be put back after a deployment that had other settings: what it does not say is said to be nothing, so that
     * nothing of those stays.
     */
    public String toPutBack() {
        ObjectNode whole = (ObjectNode) tree(json).deepCopy();
        if (!whole.has("lifecycleHooks")) {
            whole.putArray("lifecycleHooks");
        }
        if (!whole.has("strategy")) {
            whole.put("strategy", strategy);
        }
        return whole.toString();
    }

    /** Whether a service is deployed the same way by both, as far as this program knows. */
    boolean isLike(DeploymentSettings other) {
        return strategy.equals(other.strategy)
                && (other.minimumHealthyPercent.isEmpty() || minimumHealthyPercent.equals(other.minimumHealthyPercent))
                && (other.maximumPercent.isEmpty() || maximumPercent.equals(other.maximumPercent))
                && hooks.stream()
                        .map(Hook::stages)
                        .toList()
                        .equals(other.hooks.stream().map(Hook::stages).toList());
    }

    private static OptionalInt number(JsonNode members, String name) {
        JsonNode value = members.path(name);
        return value.isNumber() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }

    static JsonNode tree(String json) {
        try {
            JsonNode tree = JsonMapper.shared().readTree(json);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a deployment configuration is a JSON object, and this is: " + json, e);
        }
        throw new IllegalArgumentException("a deployment configuration is a JSON object, and this is: " + json);
    }

    /**
     * A lifecycle hook.
     *
     * @param pauses whether it waits for somebody ({@code targetType} {@code PAUSE}) rather than asking a function
     * @param stages at which it runs
     * @param json the whole of it
     */
    public record Hook(boolean pauses, List<String> stages, String json) {

        public Hook {
            stages = List.copyOf(stages);
        }
    }
}

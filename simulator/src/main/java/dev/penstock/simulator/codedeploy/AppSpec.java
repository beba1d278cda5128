package dev.penstock.simulator.codedeploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * An application specification. Source: CodeDeploy User Guide, "AppSpec file structure"; its pages spell keys in both cases, so
 * both are read.
 *
 * @param properties of the one resource, by name in small letters
 * @param hooks the function of a lifecycle event, by the event's name
 */
record AppSpec(Map<String, Object> properties, Map<String, String> hooks) {

    AppSpec {
        properties = Map.copyOf(properties);
        hooks = Map.copyOf(hooks);
    }

    /**
     * Reads a specification, YAML or JSON.
     *
     * @param type of the resource that it has to have, like {@code AWS::ECS::Service}
     * @throws DeploymentFailure INVALID_REVISION when it is none
     */
    static AppSpec read(String text, String type) throws DeploymentFailure {
        Map<String, Object> root = lower(load(text));
        Map<String, Object> properties = new TreeMap<>();
        if (!(root.get("resources") instanceof List<?> resources) || resources.size() != 1) {
            throw invalid("The AppSpec file must have one resource in Resources.");
        }
        for (Object resource : lower(resources.getFirst()).values()) {
            Map<String, Object> members = lower(resource);
            if (!type.equals(members.get("type"))) {
                throw invalid("The type of the resource in the AppSpec file must be " + type + ".");
            }
            properties.putAll(lower(members.get("properties")));
        }
        Map<String, String> hooks = new LinkedHashMap<>();
        if (root.get("hooks") instanceof List<?> all) {
            for (Object hook : all) {
                if (hook instanceof Map<?, ?> pairs) {
                    pairs.forEach((event, function) -> hooks.put(String.valueOf(event), String.valueOf(function)));
                }
            }
        }
        return new AppSpec(properties, hooks);
    }

    /** A property as text. */
    Optional<String> text(String... path) {
        Object at = properties;
        for (String name : path) {
            at = lower(at).get(name.toLowerCase(Locale.ROOT));
        }
        return Optional.ofNullable(at).map(Object::toString);
    }

    /** A property that is a list of texts. */
    List<String> texts(String... path) {
        Object at = properties;
        for (String name : path) {
            at = lower(at).get(name.toLowerCase(Locale.ROOT));
        }
        return at instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    String required(String... path) throws DeploymentFailure {
        return text(path)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> invalid("The AppSpec file does not have " + String.join(".", path) + "."));
    }

    private static @Nullable Object load(String text) throws DeploymentFailure {
        try {
            return new Load(LoadSettings.builder()
                            .setMaxAliasesForCollections(50)
                            .build())
                    .loadFromString(text);
        } catch (YamlEngineException e) {
            throw invalid("The AppSpec file is not valid: " + e.getMessage());
        }
    }

    /** The members of a mapping, their names in small letters; none of anything else. */
    private static Map<String, Object> lower(@Nullable Object value) {
        Map<String, Object> members = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                if (member != null) {
                    members.put(String.valueOf(name).toLowerCase(Locale.ROOT), member);
                }
            });
        }
        return members;
    }

    private static DeploymentFailure invalid(String message) {
        return new DeploymentFailure("INVALID_REVISION", message);
    }
}

package dev.penstock.compose;

import dev.penstock.document.Places;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An application of several containers.
 *
 * @param name its name
 * @param services those that are active, in the order of the files
 * @param inactive names of services whose profiles are not active
 * @param networks each as JSON, by name; {@code default} is there when a service uses it
 * @param volumes each as JSON, by name
 * @param secrets each as JSON, by name
 * @param configs each as JSON, by name
 * @param places where values stand, by their paths, such as {@code /services/web/ports}
 */
public record ComposeProject(
        String name,
        List<ComposeService> services,
        List<String> inactive,
        Map<String, String> networks,
        Map<String, String> volumes,
        Map<String, String> secrets,
        Map<String, String> configs,
        Places places) {

    public ComposeProject {
        Objects.requireNonNull(name, "name");
        services = List.copyOf(services);
        inactive = List.copyOf(inactive);
        networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
        volumes = Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        configs = Collections.unmodifiableMap(new LinkedHashMap<>(configs));
        Objects.requireNonNull(places, "places");
    }
}

package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.PortMapping;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Docker platform with Compose: a project of services without a proxy before it. Sources: Developer Guide, "Docker
 * configuration", "Configuring Docker environments"; the Compose Specification; messages are those of docker compose 2.
 */
final class ComposeApplication {

    /** Where services keep logs that are collected. Source: "Docker container customized logging (Docker Compose)". */
    static final String LOG_FOLDER = "/var/log/eb-docker/containers";

    private static final String BUILD = "Docker Specific Build Application";
    private static final Set<String> KEYS =
            Set.of("version", "name", "services", "volumes", "networks", "secrets", "configs", "include", "models");

    /** A project is not as Compose wants it; the message is Compose's. */
    static final class Invalid extends Exception {

        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            String message = super.getMessage();
            return message == null ? "" : message;
        }
    }

    private ComposeApplication() {}

    static Application of(
            String path, SourceBundle bundle, Map<String, String> environment, Optional<Authentication> authentication)
            throws BundleRefused {
        try {
            // The platform writes the properties into .env unless the bundle has one; Compose reads that.
            Map<String, String> dotEnv = bundle.has(".env")
                    ? EnvironmentFile.read(bundle.text(".env").orElse(""))
                    : environment;
            Map<String, String> variables = new LinkedHashMap<>(dotEnv);
            variables.put("EB_LOG_BASE_DIR", LOG_FOLDER);
            JsonValue file = YamlText.read(bundle.text(path).orElse(""), YamlText.Scalars.CORE);
            check(file);
            JsonValue project = new Interpolation(variables).resolve(file);
            return application(project, bundle, variables, dotEnv, authentication);
        } catch (YamlText.Malformed e) {
            throw refused(path, "yaml: " + e.getMessage());
        } catch (Invalid e) {
            throw refused(path, e.getMessage());
        } catch (Interpolation.Unresolved e) {
            throw refused(path, e.getMessage());
        }
    }

    private static void check(JsonValue file) throws Invalid {
        if (file instanceof JsonValue.Null) {
            throw new Invalid("empty compose file");
        }
        if (!(file instanceof JsonValue.Structure(Map<String, JsonValue> members))) {
            throw new Invalid("top-level object must be a mapping");
        }
        for (String key : members.keySet()) {
            if (!KEYS.contains(key) && !key.startsWith("x-")) {
                throw new Invalid("additional properties '" + key + "' not allowed");
            }
        }
        if (Values.members(file, "services").isEmpty()) {
            throw new Invalid("no service selected");
        }
    }

    private static Application application(
            JsonValue project,
            SourceBundle bundle,
            Map<String, String> variables,
            Map<String, String> dotEnv,
            Optional<Authentication> authentication)
            throws Invalid {
        Map<String, JsonValue> services = new LinkedHashMap<>();
        Set<String> later = new LinkedHashSet<>();
        for (Map.Entry<String, JsonValue> service :
                Values.members(project, "services").entrySet()) {
            if (Values.elements(service.getValue(), "profiles").isEmpty()) {
                services.put(service.getKey(), service.getValue());
            } else {
                later.add(service.getKey());
            }
        }
        ComposeServices reading = new ComposeServices(project, services, bundle, variables, dotEnv);
        List<PlannedContainer> containers = new ArrayList<>();
        for (Map.Entry<String, JsonValue> service : services.entrySet()) {
            containers.add(reading.container(service.getKey(), service.getValue()));
        }
        List<String> remarks = new ArrayList<>(reading.remarks());
        later.forEach(name -> remarks.add("service " + name + " is of a profile that is not active"));
        int port = containers.stream()
                .flatMap(container -> container.ports().stream())
                .map(PortMapping::instance)
                .filter(number -> number == 80)
                .findFirst()
                .orElse(80);
        return new Application.Containers(Application.Form.COMPOSE, containers, port, authentication, remarks);
    }

    private static BundleRefused refused(String path, String message) {
        return BundleRefused.onInstance(
                BUILD,
                "",
                "failed to read " + path + ": Command /bin/sh -c docker compose config failed with error exit status"
                        + " 15. Stderr:" + message);
    }
}

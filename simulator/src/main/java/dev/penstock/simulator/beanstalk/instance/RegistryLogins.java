package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.containers.ContainerRuntime.Login;
import dev.penstock.simulator.wire.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials of registries, as {@code docker login} writes them into {@code .dockercfg} or {@code config.json}. Its text
 * leaves them out.
 */
final class RegistryLogins {

    private static final String HUB = "index.docker.io";

    private final Map<String, Login> byHost = new HashMap<>();

    /** No credentials. */
    static RegistryLogins none() {
        return new RegistryLogins();
    }

    /** The credentials of a file; empty when it is none. */
    static Optional<RegistryLogins> read(String text) {
        JsonValue file = JsonValue.parse(text).orElse(null);
        if (!(file instanceof JsonValue.Structure(Map<String, JsonValue> members))) {
            return Optional.empty();
        }
        Map<String, JsonValue> registries =
                members.get("auths") instanceof JsonValue.Structure(Map<String, JsonValue> auths) ? auths : members;
        RegistryLogins logins = new RegistryLogins();
        for (Map.Entry<String, JsonValue> registry : registries.entrySet()) {
            Optional<Login> login = login(registry.getValue());
            if (login.isEmpty()) {
                return Optional.empty();
            }
            logins.byHost.put(host(registry.getKey()), login.get());
        }
        return Optional.of(logins);
    }

    /** What the registry of an image is told. */
    Optional<Login> of(String reference) {
        int slash = reference.indexOf('/');
        String first = slash < 0 ? "" : reference.substring(0, slash);
        boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
        return Optional.ofNullable(byHost.get(named ? first : HUB));
    }

    private static Optional<Login> login(JsonValue entry) {
        if (!(entry instanceof JsonValue.Structure(Map<String, JsonValue> members))
                || !(members.get("auth") instanceof JsonValue.Text(String encoded))) {
            return Optional.empty();
        }
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Login(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String host(String registry) {
        String plain = registry.replaceFirst("^https?://", "");
        int slash = plain.indexOf('/');
        return slash < 0 ? plain : plain.substring(0, slash);
    }

    @Override
    public String toString() {
        return "RegistryLogins" + byHost.keySet();
    }
}

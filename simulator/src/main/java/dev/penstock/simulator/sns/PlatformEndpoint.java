package dev.penstock.simulator.sns;

import java.util.Map;
import java.util.TreeMap;

/**
 * An application on one device.
 *
 * @param applicationArn of its platform application
 * @param attributes its token, whether it is enabled, and data of the user's
 */
record PlatformEndpoint(String applicationArn, String arn, Map<String, String> attributes) {

    PlatformEndpoint {
        attributes = Map.copyOf(attributes);
    }

    boolean isEnabled() {
        return !"false".equalsIgnoreCase(attributes.get("Enabled"));
    }

    PlatformEndpoint with(Map<String, String> changed) {
        Map<String, String> all = new TreeMap<>(attributes);
        all.putAll(changed);
        return new PlatformEndpoint(applicationArn, arn, all);
    }
}

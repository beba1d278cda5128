package dev.penstock.simulator.sns;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An application of a service for mobile push.
 *
 * @param platform like {@code GCM}
 * @param attributes those that were set; credentials are not kept
 */
record PlatformApplication(
        String account, String region, String platform, String name, Map<String, String> attributes) {

    /** What SNS takes and never shows. */
    private static final Set<String> CREDENTIALS = Set.of("PlatformPrincipal", "PlatformCredential");

    PlatformApplication {
        attributes = Map.copyOf(attributes);
    }

    String arn() {
        return "arn:aws:sns:" + region + ":" + account + ":app/" + platform + "/" + name;
    }

    PlatformApplication with(Map<String, String> changed) {
        Map<String, String> all = new TreeMap<>(attributes);
        all.putAll(changed);
        all.keySet().removeAll(CREDENTIALS);
        return new PlatformApplication(account, region, platform, name, all);
    }

    Map<String, String> shown() {
        Map<String, String> all = new TreeMap<>(attributes);
        all.putIfAbsent("Enabled", "true");
        return all;
    }
}

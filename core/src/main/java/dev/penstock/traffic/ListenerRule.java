package dev.penstock.traffic;

import java.util.List;

/**
 * A rule of a listener, as far as it says where requests go.
 *
 * @param arn its ARN
 * @param isDefault whether it is the listener's default rule, which has no conditions
 * @param hosts the values of its {@code host-header} condition; empty if it has none
 * @param paths the values of its {@code path-pattern} condition; empty if it has none
 * @param shares where its {@code forward} action sends requests; none if it answers or redirects them
 */
public record ListenerRule(
        String arn, boolean isDefault, List<String> hosts, List<String> paths, TrafficShares shares) {

    public ListenerRule {
        hosts = List.copyOf(hosts);
        paths = List.copyOf(paths);
    }

    /** Whether every path meets it. */
    public boolean takesAllPaths() {
        return paths.isEmpty() || paths.contains("/*") || paths.contains("*");
    }
}

package dev.penstock.traffic;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A rule of a listener, as far as it says where requests go.
 *
 * @param arn its ARN
 * @param isDefault whether it is the listener's default rule, which has no conditions
 * @param hosts the values of its {@code host-header} condition; empty if it has none
 * @param paths the values of its {@code path-pattern} condition; empty if it has none
 * @param does what its last action does
 * @param shares where its {@code forward} action sends requests; none if it does something else
 * @param stickiness for how long a client stays with the target group that it came to first ({@code
 *     TargetGroupStickinessConfig}); absent if it does not
 */
public record ListenerRule(
        String arn,
        boolean isDefault,
        List<String> hosts,
        List<String> paths,
        Does does,
        TrafficShares shares,
        Optional<Duration> stickiness) {

    public ListenerRule {
        hosts = List.copyOf(hosts);
        paths = List.copyOf(paths);
    }

    /** What a rule does with a request in the end ({@code ActionTypeEnum}, Elastic Load Balancing API). */
    public enum Does {
        /** Sends it to a target group. */
        FORWARD,
        /** Sends the client to another URL. */
        REDIRECT,
        /** Answers it. */
        ANSWER
    }

    /** Whether every path meets it. */
    public boolean takesAllPaths() {
        return paths.isEmpty() || paths.contains("/*") || paths.contains("*");
    }
}

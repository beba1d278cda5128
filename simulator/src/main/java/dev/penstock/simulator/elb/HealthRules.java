package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.TargetRow;
import java.util.Arrays;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * What health checks say about a target, and how AWS words it. A newly registered target is healthy after one check
 * that passes; after that, the thresholds count. Sources: ELB User Guide, "Health checks for your target groups"; API
 * Reference, TargetHealth.
 */
final class HealthRules {

    static final TargetHealth HEALTHY =
            TargetHealth.builder().state(TargetHealthStateEnum.HEALTHY).build();
    static final TargetHealth REGISTERING = of(
            TargetHealthStateEnum.INITIAL,
            TargetHealthReasonEnum.ELB_REGISTRATION_IN_PROGRESS,
            "Target registration is in progress");
    static final TargetHealth CHECKING = of(
            TargetHealthStateEnum.INITIAL,
            TargetHealthReasonEnum.ELB_INITIAL_HEALTH_CHECKING,
            "Initial health checks in progress");
    static final TargetHealth NOT_IN_USE = of(
            TargetHealthStateEnum.UNUSED,
            TargetHealthReasonEnum.TARGET_NOT_IN_USE,
            "Target group is not configured to receive traffic from the load balancer");
    static final TargetHealth NOT_REGISTERED = of(
            TargetHealthStateEnum.UNUSED,
            TargetHealthReasonEnum.TARGET_NOT_REGISTERED,
            "Target is not registered to the target group");
    static final TargetHealth DRAINING = of(
            TargetHealthStateEnum.DRAINING,
            TargetHealthReasonEnum.TARGET_DEREGISTRATION_IN_PROGRESS,
            "Target deregistration is in progress");

    private HealthRules() {}

    /** The target after one more check. */
    static TargetRow after(TargetGroup group, TargetRow row, CheckOutcome outcome) {
        boolean passed = passes(group, outcome);
        int passes = passed ? Math.min(row.passes() + 1, group.healthyThresholdCount()) : 0;
        int failures = passed ? 0 : Math.min(row.failures() + 1, group.unhealthyThresholdCount());
        boolean enoughFailures = failures >= group.unhealthyThresholdCount();
        TargetHealth health;
        if (row.health().state() == TargetHealthStateEnum.UNHEALTHY) {
            boolean enoughPasses = passes >= group.healthyThresholdCount();
            health = enoughPasses ? HEALTHY : passed ? row.health() : failed(group, outcome);
        } else if (row.health().state() == TargetHealthStateEnum.HEALTHY) {
            health = enoughFailures ? failed(group, outcome) : row.health();
        } else {
            health = passed ? HEALTHY : enoughFailures ? failed(group, outcome) : row.health();
        }
        return new TargetRow(row.group(), row.target(), health, row.registered(), passes, failures);
    }

    /** Whether nothing is being counted: one more check with the same outcome as the last changes nothing. */
    static boolean settled(TargetRow row) {
        return switch (row.health().state()) {
            case HEALTHY -> row.failures() == 0;
            case UNHEALTHY -> row.passes() == 0;
            default -> false;
        };
    }

    /** Whether a check passes by the group's settings. */
    static boolean passes(TargetGroup group, CheckOutcome outcome) {
        return switch (outcome) {
            case CheckOutcome.Connected c -> true;
            case CheckOutcome.Answered(int status) -> matches(group.matcher(), status);
            case CheckOutcome.TimedOut t -> false;
            case CheckOutcome.Failed f -> false;
        };
    }

    /** Whether checks are HTTP requests rather than connections. */
    static boolean asksOverHttp(TargetGroup group) {
        return group.healthCheckProtocol() != ProtocolEnum.TCP;
    }

    /** The port that a target is checked at. */
    static int port(TargetGroup group, int trafficPort) {
        return group.healthCheckPort().equals("traffic-port") ? trafficPort : Integer.parseInt(group.healthCheckPort());
    }

    private static boolean matches(Matcher matcher, int status) {
        if (matcher.httpCode() == null) {
            return status == 200;
        }
        return Arrays.stream(matcher.httpCode().split(",", -1)).anyMatch(part -> {
            String[] ends = part.trim().split("-", 2);
            return status >= Integer.parseInt(ends[0]) && status <= Integer.parseInt(ends[ends.length - 1]);
        });
    }

    private static TargetHealth failed(TargetGroup group, CheckOutcome outcome) {
        boolean application = group.protocol() == ProtocolEnum.HTTP || group.protocol() == ProtocolEnum.HTTPS;
        return switch (outcome) {
            case CheckOutcome.Answered(int status)
            when application ->
                unhealthy(
                        TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH,
                        "Health checks failed with these codes: [" + status + "]");
            case CheckOutcome.TimedOut t
            when application -> unhealthy(TargetHealthReasonEnum.TARGET_TIMEOUT, "Request timed out");
            case CheckOutcome.Answered a -> failedChecks();
            case CheckOutcome.TimedOut t -> failedChecks();
            case CheckOutcome.Failed f -> failedChecks();
            case CheckOutcome.Connected c -> failedChecks();
        };
    }

    private static TargetHealth failedChecks() {
        return unhealthy(TargetHealthReasonEnum.TARGET_FAILED_HEALTH_CHECKS, "Health checks failed");
    }

    private static TargetHealth unhealthy(TargetHealthReasonEnum reason, String description) {
        return of(TargetHealthStateEnum.UNHEALTHY, reason, description);
    }

    private static TargetHealth of(TargetHealthStateEnum state, TargetHealthReasonEnum reason, String description) {
        return TargetHealth.builder()
                .state(state)
                .reason(reason)
                .description(description)
                .build();
    }
}

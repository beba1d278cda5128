package dev.penstock.simulator.elb;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * The health check settings of a target group: what they are unless given, and what they may be. Sources: API
 * Reference, CreateTargetGroup; ELB User Guide, "Health checks for your target groups" (timeout 5 s for HTTP and 10 s
 * for TCP unless given).
 */
final class HealthSettings {

    private static final List<String> PROTOCOLS = List.of("HTTP", "HTTPS", "TCP");

    private HealthSettings() {}

    /** The settings as they are given, with AWS's defaults for the others. */
    static void create(TargetGroup.Builder group, CreateTargetGroupRequest request, ProtocolEnum protocol) {
        boolean application = protocol == ProtocolEnum.HTTP || protocol == ProtocolEnum.HTTPS;
        String check = ElbErrors.oneOf(
                "healthCheckProtocol", request.healthCheckProtocolAsString(), PROTOCOLS, application ? "HTTP" : "TCP");
        boolean http = !check.equals("TCP");
        if (Boolean.FALSE.equals(request.healthCheckEnabled())) {
            throw ElbErrors.validation("Health check enabled must be true for target groups with target type '"
                    + (request.targetTypeAsString() == null ? "instance" : request.targetTypeAsString()) + "'");
        }
        group.healthCheckProtocol(check)
                .healthCheckEnabled(true)
                .healthCheckPort(port(request.healthCheckPort(), "traffic-port"))
                .healthCheckIntervalSeconds(interval(request.healthCheckIntervalSeconds(), 30))
                .healthCheckTimeoutSeconds(
                        timeout(request.healthCheckTimeoutSeconds(), http ? application ? 5 : 6 : 10))
                .healthyThresholdCount(threshold("healthyThresholdCount", request.healthyThresholdCount(), 5))
                .unhealthyThresholdCount(threshold("unhealthyThresholdCount", request.unhealthyThresholdCount(), 2));
        if (http) {
            boolean grpc = "GRPC".equals(request.protocolVersion());
            group.healthCheckPath(path(request.healthCheckPath(), grpc ? "/AWS.ALB/healthcheck" : "/"))
                    .matcher(matcher(request.matcher(), grpc, application));
        }
        check(group.build());
    }

    /** The settings with those replaced that are given. */
    static TargetGroup modify(TargetGroup before, ModifyTargetGroupRequest request) {
        TargetGroup.Builder group = before.toBuilder();
        String check = ElbErrors.oneOf(
                "healthCheckProtocol",
                request.healthCheckProtocolAsString(),
                PROTOCOLS,
                before.healthCheckProtocolAsString());
        if (Boolean.FALSE.equals(request.healthCheckEnabled())) {
            throw ElbErrors.validation("Health check enabled must be true for target groups with target type '"
                    + before.targetTypeAsString() + "'");
        }
        group.healthCheckProtocol(check)
                .healthCheckPort(port(request.healthCheckPort(), before.healthCheckPort()))
                .healthCheckIntervalSeconds(
                        interval(request.healthCheckIntervalSeconds(), before.healthCheckIntervalSeconds()))
                .healthCheckTimeoutSeconds(
                        timeout(request.healthCheckTimeoutSeconds(), before.healthCheckTimeoutSeconds()))
                .healthyThresholdCount(threshold(
                        "healthyThresholdCount", request.healthyThresholdCount(), before.healthyThresholdCount()))
                .unhealthyThresholdCount(threshold(
                        "unhealthyThresholdCount",
                        request.unhealthyThresholdCount(),
                        before.unhealthyThresholdCount()));
        if (check.equals("TCP")) {
            group.healthCheckPath(null).matcher((Matcher) null);
        } else {
            boolean grpc = "GRPC".equals(before.protocolVersion());
            String path = before.healthCheckPath() == null ? "/" : before.healthCheckPath();
            Matcher matcher = request.matcher() == null ? before.matcher() : request.matcher();
            group.healthCheckPath(path(request.healthCheckPath(), path))
                    .matcher(matcher(matcher, grpc, AttributeRules.isApplication(before)));
        }
        TargetGroup after = group.build();
        check(after);
        return after;
    }

    private static void check(TargetGroup group) {
        boolean application = AttributeRules.isApplication(group);
        if (application && group.healthCheckProtocol() == ProtocolEnum.TCP) {
            throw ElbErrors.validation("Health check protocol 'TCP' is not supported for target groups with the "
                    + group.protocolAsString() + " protocol");
        }
        int timeout = group.healthCheckTimeoutSeconds();
        int interval = group.healthCheckIntervalSeconds();
        if (application ? timeout >= interval : timeout > interval) {
            throw ElbErrors.validation("Health check timeout '" + timeout + "' must be smaller than "
                    + (application ? "" : "or equal to ") + "the interval '" + interval + "'");
        }
    }

    private static int interval(@Nullable Integer given, int otherwise) {
        return ElbErrors.within("healthCheckIntervalSeconds", given, 5, 300, otherwise);
    }

    private static int timeout(@Nullable Integer given, int otherwise) {
        return ElbErrors.within("healthCheckTimeoutSeconds", given, 2, 120, otherwise);
    }

    private static int threshold(String member, @Nullable Integer given, int otherwise) {
        return ElbErrors.within(member, given, 2, 10, otherwise);
    }

    private static String port(@Nullable String given, String otherwise) {
        if (given == null) {
            return otherwise;
        }
        boolean number = given.matches("[1-9][0-9]{0,4}") && Integer.parseInt(given) <= 65535;
        if (!number && !given.equals("traffic-port")) {
            throw ElbErrors.validation("Health check port '" + given + "' must be in the range '1-65535' inclusive");
        }
        return given;
    }

    private static String path(@Nullable String given, String otherwise) {
        if (given == null) {
            return otherwise;
        }
        if (!given.startsWith("/") || given.length() > 1024) {
            throw ElbErrors.validation("Health check path '" + given + "' must begin with a '/'");
        }
        return given;
    }

    private static Matcher matcher(@Nullable Matcher given, boolean grpc, boolean application) {
        if (grpc) {
            String codes = given == null || given.grpcCode() == null ? "12" : given.grpcCode();
            return Matcher.builder().grpcCode(codes(codes)).build();
        }
        String otherwise = application ? "200" : "200-399";
        String codes = given == null || given.httpCode() == null ? otherwise : given.httpCode();
        return Matcher.builder().httpCode(codes(codes)).build();
    }

    private static String codes(String given) {
        if (!given.matches("[0-9]{1,3}(-[0-9]{1,3})?(,[0-9]{1,3}(-[0-9]{1,3})?)*")) {
            throw ElbErrors.validation("Health check matcher '" + given + "' must be like 200 | 200-399 | 200,201");
        }
        return given;
    }
}

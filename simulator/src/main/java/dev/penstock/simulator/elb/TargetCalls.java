package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.GroupRow;
import dev.penstock.simulator.elb.ElbStore.TargetRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AnomalyResultEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthInputIncludeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.MitigationInEffectEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetAdministrativeOverrideReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetAdministrativeOverrideStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Operations on targets. */
final class TargetCalls {

    /** Source: ELB User Guide, "Quotas for your Application Load Balancers": targets per target group. */
    private static final int MOST = 1000;

    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern INSTANCE = Pattern.compile("i-[0-9a-f]{8}([0-9a-f]{9})?");

    private final ElbStore rows;
    private final TargetGroupCalls calls;
    private final TargetGroups groups;
    private final Targets targets;

    TargetCalls(ElbStore rows, TargetGroupCalls calls, TargetGroups groups, Targets targets) {
        this.rows = rows;
        this.calls = calls;
        this.groups = groups;
        this.targets = targets;
    }

    RegisterTargetsResponse register(Call call, RegisterTargetsRequest request) {
        GroupRow group = calls.row(call, request.targetGroupArn());
        requireTargets(request.targets());
        request.targets().forEach(target -> requireLegal(group, target));
        for (TargetDescription target : request.targets()) {
            targets.register(group, TargetGroups.withPort(group, target));
        }
        if (rows.targets(group.model().targetGroupArn()).size() > MOST) {
            throw ElbErrors.limit("TooManyTargets", "targets");
        }
        call.effect(group.model().targetGroupArn());
        return RegisterTargetsResponse.builder().build();
    }

    /** Deregistering a target that does not exist succeeds. Source: API Reference, DeregisterTargets. */
    DeregisterTargetsResponse deregister(Call call, DeregisterTargetsRequest request) {
        GroupRow group = calls.row(call, request.targetGroupArn());
        requireTargets(request.targets());
        request.targets().forEach(target -> requireLegal(group, target));
        for (TargetDescription target : request.targets()) {
            groups.deregister(group.model().targetGroupArn(), target);
        }
        call.effect(group.model().targetGroupArn());
        return DeregisterTargetsResponse.builder().build();
    }

    DescribeTargetHealthResponse describeHealth(Call call, DescribeTargetHealthRequest request) {
        GroupRow group = calls.row(call, request.targetGroupArn());
        String arn = group.model().targetGroupArn();
        boolean anomalies = request.include().contains(DescribeTargetHealthInputIncludeEnum.ANOMALY_DETECTION)
                || request.include().contains(DescribeTargetHealthInputIncludeEnum.ALL);
        List<TargetHealthDescription> all = new ArrayList<>();
        if (request.hasTargets()) {
            for (TargetDescription target : request.targets()) {
                requireLegal(group, target);
                List<TargetRow> meant = groups.meant(arn, target);
                meant.forEach(row -> all.add(describe(group, row, anomalies)));
                if (meant.isEmpty()) {
                    TargetDescription full = TargetGroups.withPort(group, target);
                    all.add(describe(group, full, HealthRules.NOT_REGISTERED, anomalies));
                }
            }
        } else {
            rows.targets(arn).forEach(row -> all.add(describe(group, row, anomalies)));
        }
        return DescribeTargetHealthResponse.builder()
                .targetHealthDescriptions(all)
                .build();
    }

    private TargetHealthDescription describe(GroupRow group, TargetRow row, boolean anomalies) {
        return describe(group, placed(group, row), targets.health(group, row), anomalies).toBuilder()
                .administrativeOverride(o -> o.state(TargetAdministrativeOverrideStateEnum.NO_OVERRIDE)
                        .reason(TargetAdministrativeOverrideReasonEnum.ADMINISTRATIVE_OVERRIDE_NO_OVERRIDE)
                        .description("No override is currently active on target"))
                .build();
    }

    /** The target with its zone, which AWS tells of addresses within the load balancer's VPC. */
    private TargetDescription placed(GroupRow group, TargetRow row) {
        TargetDescription target = row.target();
        if (group.model().targetType() != TargetTypeEnum.IP || target.availabilityZone() != null) {
            return target;
        }
        return rows.balancersOf(row.group()).stream()
                .findFirst()
                .flatMap(rows::balancer)
                .map(balancer -> target.toBuilder()
                        .availabilityZone(Zoning.of(balancer, row).zone())
                        .build())
                .orElse(target);
    }

    private static TargetHealthDescription describe(
            GroupRow group, TargetDescription target, TargetHealth health, boolean anomalies) {
        TargetHealthDescription.Builder described = TargetHealthDescription.builder()
                .target(target)
                .targetHealth(health)
                .healthCheckPort(Integer.toString(HealthRules.port(group.model(), target.port())));
        if (anomalies && AttributeRules.isApplication(group.model())) {
            described.anomalyDetection(
                    a -> a.result(AnomalyResultEnum.NORMAL).mitigationInEffect(MitigationInEffectEnum.NO));
        }
        return described.build();
    }

    private static void requireTargets(List<TargetDescription> targets) {
        if (targets.isEmpty()) {
            throw ElbErrors.validation("At least one target must be specified");
        }
    }

    private static void requireLegal(GroupRow group, TargetDescription target) {
        String id = ElbErrors.required("targets.id", target.id());
        requirePort(target.port());
        if (group.model().targetType() == TargetTypeEnum.IP) {
            boolean v6 = "ipv6".equals(group.model().ipAddressTypeAsString());
            if (!(v6 ? IPV6 : IPV4).matcher(id).matches()) {
                throw invalid("The IP address '" + id + "' is not a valid " + (v6 ? "IPv6" : "IPv4") + " address");
            }
        } else if (!INSTANCE.matcher(id).matches()) {
            throw invalid("Instance ID '" + id + "' is not valid");
        }
    }

    private static void requirePort(@Nullable Integer port) {
        ElbErrors.within("targets.port", port, 1, 65535, 1);
    }

    private static RuntimeException invalid(String message) {
        return ServiceError.client("InvalidTarget", message);
    }
}

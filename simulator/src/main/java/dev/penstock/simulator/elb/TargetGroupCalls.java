package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.GroupRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/** Operations on target groups and their attributes. */
final class TargetGroupCalls {

    private static final List<String> PROTOCOLS = List.of("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP");
    private static final int MOST = 3000;

    private final ElbStore rows;
    private final TargetGroups groups;
    private final Targets targets;
    private final Ids ids;
    private final ElbTags tags;

    TargetGroupCalls(ElbStore rows, TargetGroups groups, Targets targets, Ids ids, ElbTags tags) {
        this.rows = rows;
        this.groups = groups;
        this.targets = targets;
        this.ids = ids;
        this.tags = tags;
    }

    CreateTargetGroupResponse create(Call call, CreateTargetGroupRequest request) {
        TargetGroup asked = asked(request);
        Optional<GroupRow> existing = named(call, asked.targetGroupName());
        if (existing.isPresent()) {
            TargetGroup same = existing.get().model();
            if (!same.toBuilder().targetGroupArn(null).build().equals(asked)) {
                throw ElbErrors.duplicate("DuplicateTargetGroupName", "target group", asked.targetGroupName());
            }
            return CreateTargetGroupResponse.builder()
                    .targetGroups(rows.described(existing.get()))
                    .build();
        }
        if (all(call).size() >= MOST) {
            throw ElbErrors.limit("TooManyTargetGroups", "target groups for your AWS account");
        }
        String arn = Arns.targetGroup(call, asked.targetGroupName(), ids.hex(16));
        TargetGroup model = asked.toBuilder().targetGroupArn(arn).build();
        tags.create(arn, request.tags());
        GroupRow row = new GroupRow(model, AttributeRules.targetGroup(model).defaults());
        rows.put(row);
        call.effect(arn);
        return CreateTargetGroupResponse.builder()
                .targetGroups(rows.described(row))
                .build();
    }

    DescribeTargetGroupsResponse describe(Call call, DescribeTargetGroupsRequest request) {
        int filters = (request.hasNames() ? 1 : 0)
                + (request.hasTargetGroupArns() ? 1 : 0)
                + (request.loadBalancerArn() == null ? 0 : 1);
        if (filters > 1) {
            throw ElbErrors.validation("Target group names, target group ARNs, and a load balancer ARN cannot be"
                    + " specified at the same time");
        }
        var page = Paging.cut(meant(call, request), TargetGroup::targetGroupArn, request.marker(), request.pageSize());
        return DescribeTargetGroupsResponse.builder()
                .targetGroups(page.items())
                .nextMarker(page.next())
                .build();
    }

    ModifyTargetGroupResponse modify(Call call, ModifyTargetGroupRequest request) {
        GroupRow before = row(call, request.targetGroupArn());
        GroupRow after = new GroupRow(HealthSettings.modify(before.model(), request), before.attributes());
        if (!after.equals(before)) {
            rows.put(after);
            targets.settingsChanged(after);
            call.effect(after.model().targetGroupArn());
        }
        return ModifyTargetGroupResponse.builder()
                .targetGroups(rows.described(after))
                .build();
    }

    /** Deleting one that does not exist succeeds: the API Reference lists no TargetGroupNotFound. */
    DeleteTargetGroupResponse delete(Call call, DeleteTargetGroupRequest request) {
        String arn = Arns.valid("targetgroup", "targetGroupArn", request.targetGroupArn());
        if (rows.group(arn).isPresent() && LoadBalancers.isCallers(call, arn)) {
            if (!rows.balancersOf(arn).isEmpty()) {
                throw ElbErrors.inUse("Target group '" + arn + "' is currently in use by a listener or a rule");
            }
            targets.forgetAll(arn);
            rows.removeGroup(arn);
            tags.forget(arn);
            call.effect(arn);
        }
        return DeleteTargetGroupResponse.builder().build();
    }

    DescribeTargetGroupAttributesResponse describeAttributes(Call call, DescribeTargetGroupAttributesRequest request) {
        return DescribeTargetGroupAttributesResponse.builder()
                .attributes(attributes(row(call, request.targetGroupArn()).attributes()))
                .build();
    }

    ModifyTargetGroupAttributesResponse modifyAttributes(Call call, ModifyTargetGroupAttributesRequest request) {
        GroupRow before = row(call, request.targetGroupArn());
        Map<String, String> values = new TreeMap<>(before.attributes());
        AttributeRules rules = AttributeRules.targetGroup(before.model());
        request.attributes().forEach(attribute -> rules.set(values, attribute.key(), attribute.value()));
        if ("true".equals(values.get("stickiness.enabled"))
                && "app_cookie".equals(values.get("stickiness.type"))
                && "".equals(values.get("stickiness.app_cookie.cookie_name"))) {
            throw ElbErrors.configuration(
                    "You must set an application cookie name to enable stickiness of type 'app_cookie'");
        }
        if ("true".equals(values.get("stickiness.enabled"))
                && "TLS".equals(before.model().protocolAsString())) {
            throw ElbErrors.configuration("You cannot enable stickiness on target groups with the TLS protocol");
        }
        if (!values.equals(before.attributes())) {
            rows.put(new GroupRow(before.model(), values));
            call.effect(before.model().targetGroupArn());
        }
        return ModifyTargetGroupAttributesResponse.builder()
                .attributes(attributes(values))
                .build();
    }

    /** The row of a target group of the caller's account and region. */
    GroupRow row(Call call, @Nullable String arn) {
        String given = Arns.valid("targetgroup", "targetGroupArn", arn);
        GroupRow row = groups.group(given);
        if (!LoadBalancers.isCallers(call, given)) {
            throw ElbErrors.targetGroupNotFound(given);
        }
        return row;
    }

    private List<TargetGroup> meant(Call call, DescribeTargetGroupsRequest request) {
        List<GroupRow> meant = new ArrayList<>();
        if (request.hasTargetGroupArns()) {
            for (String arn : request.targetGroupArns()) {
                meant.add(rows.group(arn)
                        .filter(row -> LoadBalancers.isCallers(call, arn))
                        .orElseThrow(ElbErrors::targetGroupsNotFound));
            }
        } else if (request.hasNames()) {
            for (String name : request.names()) {
                meant.add(named(call, name).orElseThrow(ElbErrors::targetGroupsNotFound));
            }
        } else if (request.loadBalancerArn() != null) {
            usedBy(call, request.loadBalancerArn())
                    .forEach(arn -> rows.group(arn).ifPresent(meant::add));
        } else {
            meant.addAll(all(call));
        }
        return meant.stream().map(rows::described).toList();
    }

    private Collection<String> usedBy(Call call, String loadBalancer) {
        if (rows.balancer(loadBalancer).isEmpty() || !LoadBalancers.isCallers(call, loadBalancer)) {
            throw ElbErrors.noLoadBalancer(loadBalancer);
        }
        TreeSet<String> used = new TreeSet<>();
        rows.listeners(loadBalancer)
                .forEach(listener -> rows.rules(listener.model().listenerArn())
                        .forEach(rule ->
                                used.addAll(ElbStore.groupsOf(rule.model().actions()))));
        return used;
    }

    private List<GroupRow> all(Call call) {
        return rows.groups(Arns.all(call, "targetgroup"));
    }

    private Optional<GroupRow> named(Call call, String name) {
        return rows.groups(Arns.all(call, "targetgroup") + name + "/").stream().findFirst();
    }

    private static TargetGroup asked(CreateTargetGroupRequest request) {
        String name = Names.check(Names.TARGET_GROUP, "name", request.name());
        String type = ElbErrors.oneOf(
                "targetType", request.targetTypeAsString(), List.of("instance", "ip", "lambda", "alb"), "instance");
        if (type.equals("lambda") || type.equals("alb")) {
            throw ElbErrors.unsupported("a target group of type " + type, "instance, ip");
        }
        if (request.protocolAsString() == null) {
            throw ElbErrors.validation("A protocol must be specified");
        } else if (request.port() == null) {
            throw ElbErrors.validation("A port must be specified");
        } else if (request.vpcId() == null) {
            throw ElbErrors.validation("A VPC ID must be specified");
        } else if (request.protocol() == ProtocolEnum.GENEVE) {
            throw ElbErrors.unsupported("a target group with protocol GENEVE", String.join(", ", PROTOCOLS));
        }
        ProtocolEnum protocol =
                ProtocolEnum.fromValue(ElbErrors.oneOf("protocol", request.protocolAsString(), PROTOCOLS, "HTTP"));
        boolean application = protocol == ProtocolEnum.HTTP || protocol == ProtocolEnum.HTTPS;
        TargetGroup.Builder group = TargetGroup.builder()
                .targetGroupName(name)
                .protocol(protocol)
                .port(ElbErrors.within("port", request.port(), 1, 65535, 80))
                .vpcId(request.vpcId())
                .targetType(type)
                .ipAddressType(ElbErrors.oneOf(
                        "ipAddressType", request.ipAddressTypeAsString(), List.of("ipv4", "ipv6"), "ipv4"));
        if (application) {
            group.protocolVersion(ElbErrors.oneOf(
                    "protocolVersion", request.protocolVersion(), List.of("HTTP1", "HTTP2", "GRPC"), "HTTP1"));
        }
        HealthSettings.create(group, request, protocol);
        return group.build();
    }

    private static List<TargetGroupAttribute> attributes(Map<String, String> values) {
        return values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> TargetGroupAttribute.builder()
                        .key(e.getKey())
                        .value(e.getValue())
                        .build())
                .toList();
    }
}

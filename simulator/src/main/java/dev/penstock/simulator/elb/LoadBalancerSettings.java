package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.BalancerRow;
import dev.penstock.simulator.service.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Limit;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;

/** Operations that change what a load balancer is set to, and the limits of accounts. */
final class LoadBalancerSettings {

    /** Sources: ELB User Guides, "Quotas for your Application Load Balancers" and "… Network Load Balancers". */
    private static final Map<String, String> LIMITS = new TreeMap<>(Map.ofEntries(
            Map.entry("application-load-balancers", "50"),
            Map.entry("listeners-per-application-load-balancer", "50"),
            Map.entry("rules-per-application-load-balancer", "100"),
            Map.entry("certificates-per-application-load-balancer", "25"),
            Map.entry("targets-per-application-load-balancer", "1000"),
            Map.entry("target-groups-per-application-load-balancer", "100"),
            Map.entry("target-groups-per-action-on-application-load-balancer", "5"),
            Map.entry("target-id-registrations-per-application-load-balancer", "1000"),
            Map.entry("condition-values-per-alb-rule", "5"),
            Map.entry("condition-wildcards-per-alb-rule", "6"),
            Map.entry("network-load-balancers", "50"),
            Map.entry("listeners-per-network-load-balancer", "50"),
            Map.entry("targets-per-network-load-balancer", "3000"),
            Map.entry("targets-per-availability-zone-per-network-load-balancer", "500"),
            Map.entry("certificates-per-network-load-balancer", "25"),
            Map.entry("target-groups", "3000"),
            Map.entry("targets-per-target-group", "1000")));

    private final ElbStore rows;
    private final LoadBalancers balancers;

    LoadBalancerSettings(ElbStore rows, LoadBalancers balancers) {
        this.rows = rows;
        this.balancers = balancers;
    }

    DescribeLoadBalancerAttributesResponse describeAttributes(
            Call call, DescribeLoadBalancerAttributesRequest request) {
        return DescribeLoadBalancerAttributesResponse.builder()
                .attributes(attributes(
                        balancers.row(call, request.loadBalancerArn()).attributes()))
                .build();
    }

    ModifyLoadBalancerAttributesResponse modifyAttributes(Call call, ModifyLoadBalancerAttributesRequest request) {
        BalancerRow before = balancers.row(call, request.loadBalancerArn());
        Map<String, String> values = new TreeMap<>(before.attributes());
        AttributeRules rules = AttributeRules.loadBalancer(before.model().type());
        request.attributes().forEach(attribute -> rules.set(values, attribute.key(), attribute.value()));
        change(call, before, new BalancerRow(before.model(), values));
        return ModifyLoadBalancerAttributesResponse.builder()
                .attributes(attributes(values))
                .build();
    }

    SetSubnetsResponse setSubnets(Call call, SetSubnetsRequest request) {
        BalancerRow before = balancers.row(call, request.loadBalancerArn());
        LoadBalancer model = before.model().toBuilder()
                .availabilityZones(LoadBalancers.zones(
                        call.region(), before.model().type(), request.subnets(), request.subnetMappings()))
                .ipAddressType(
                        request.ipAddressTypeAsString() == null
                                ? before.model().ipAddressTypeAsString()
                                : LoadBalancers.ipAddressType(request.ipAddressTypeAsString()))
                .build();
        change(call, before, new BalancerRow(model, before.attributes()));
        return SetSubnetsResponse.builder()
                .availabilityZones(model.availabilityZones())
                .ipAddressType(model.ipAddressType())
                .build();
    }

    SetSecurityGroupsResponse setSecurityGroups(Call call, SetSecurityGroupsRequest request) {
        BalancerRow before = balancers.row(call, request.loadBalancerArn());
        boolean network = before.model().type() == LoadBalancerTypeEnum.NETWORK;
        if (network && before.model().securityGroups().isEmpty()) {
            throw ElbErrors.configuration("You can't set security groups of a Network Load Balancer that was created"
                    + " without security groups");
        } else if (request.securityGroups().isEmpty()) {
            throw ElbErrors.configuration("At least one security group must be specified");
        }
        LoadBalancer model = before.model().toBuilder()
                .securityGroups(request.securityGroups())
                .build();
        change(call, before, new BalancerRow(model, before.attributes()));
        return SetSecurityGroupsResponse.builder()
                .securityGroupIds(model.securityGroups())
                .build();
    }

    SetIpAddressTypeResponse setIpAddressType(Call call, SetIpAddressTypeRequest request) {
        BalancerRow before = balancers.row(call, request.loadBalancerArn());
        ElbErrors.required("ipAddressType", request.ipAddressTypeAsString());
        LoadBalancer model = before.model().toBuilder()
                .ipAddressType(LoadBalancers.ipAddressType(request.ipAddressTypeAsString()))
                .build();
        change(call, before, new BalancerRow(model, before.attributes()));
        return SetIpAddressTypeResponse.builder()
                .ipAddressType(model.ipAddressType())
                .build();
    }

    DescribeAccountLimitsResponse limits(Call call, DescribeAccountLimitsRequest request) {
        var page = Paging.cut(List.copyOf(LIMITS.keySet()), name -> name, request.marker(), request.pageSize());
        return DescribeAccountLimitsResponse.builder()
                .limits(page.items().stream()
                        .map(name ->
                                Limit.builder().name(name).max(LIMITS.get(name)).build())
                        .toList())
                .nextMarker(page.next())
                .build();
    }

    private void change(Call call, BalancerRow before, BalancerRow after) {
        if (!after.equals(before)) {
            rows.put(after);
            call.effect(after.model().loadBalancerArn());
        }
    }

    private static List<LoadBalancerAttribute> attributes(Map<String, String> values) {
        return values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> LoadBalancerAttribute.builder()
                        .key(e.getKey())
                        .value(e.getValue())
                        .build())
                .toList();
    }
}

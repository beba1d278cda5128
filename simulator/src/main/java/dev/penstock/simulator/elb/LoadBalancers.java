package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.BalancerRow;
import dev.penstock.simulator.elb.ElbStore.RuleRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;

/** Load balancers: created, found, deleted. */
final class LoadBalancers {

    private static final String ACTIVE = "elb.active";
    private static final int MOST = 50;

    private final ElbStore rows;
    private final Targets targets;
    private final Calendar calendar;
    private final Ids ids;
    private final ElbTags tags;
    private final Consumer<String> listenerDeleted;

    /** @param listenerDeleted is told of every listener that is deleted */
    LoadBalancers(
            ElbStore rows,
            Targets targets,
            Calendar calendar,
            Ids ids,
            ElbTags tags,
            Consumer<String> listenerDeleted) {
        this.rows = rows;
        this.targets = targets;
        this.calendar = calendar;
        this.ids = ids;
        this.tags = tags;
        this.listenerDeleted = listenerDeleted;
        calendar.on(ACTIVE, this::activate);
    }

    /** From when on a load balancer does its work. */
    static Instant activeFrom(LoadBalancer model) {
        return model.createdTime().plus(Durations.provisioning());
    }

    CreateLoadBalancerResponse create(Call call, CreateLoadBalancerRequest request) {
        String name = name(request.name());
        LoadBalancerTypeEnum type = type(request.typeAsString());
        String scheme = ElbErrors.oneOf(
                "scheme", request.schemeAsString(), List.of("internet-facing", "internal"), "internet-facing");
        LoadBalancer asked = LoadBalancer.builder()
                .loadBalancerName(name)
                .scheme(scheme)
                .type(type)
                .ipAddressType(ipAddressType(request.ipAddressTypeAsString()))
                .availabilityZones(zones(call.region(), type, request.subnets(), request.subnetMappings()))
                .securityGroups(request.securityGroups())
                .vpcId(Zones.vpc(call.account(), call.region()))
                .build();
        Optional<LoadBalancer> existing = named(call, name);
        if (existing.isPresent()) {
            return again(existing.get(), asked);
        }
        if (rows.balancers(Arns.all(call, "loadbalancer")).size() >= MOST) {
            throw ElbErrors.limit("TooManyLoadBalancers", "load balancers for your AWS account");
        }
        return created(call, asked, request);
    }

    DescribeLoadBalancersResponse describe(Call call, DescribeLoadBalancersRequest request) {
        if (request.hasNames() && request.hasLoadBalancerArns()) {
            throw ElbErrors.validation(
                    "Load balancer names and load balancer ARNs cannot be specified at the same time");
        }
        List<LoadBalancer> all = new ArrayList<>();
        if (request.hasLoadBalancerArns()) {
            request.loadBalancerArns().forEach(arn -> all.add(model(call, arn)));
        } else if (request.hasNames()) {
            request.names()
                    .forEach(
                            name -> all.add(named(call, name).orElseThrow(() -> ElbErrors.loadBalancerNotFound(name))));
        } else {
            rows.balancers(Arns.all(call, "loadbalancer")).forEach(row -> all.add(row.model()));
        }
        var page = Paging.cut(all, LoadBalancer::loadBalancerArn, request.marker(), request.pageSize());
        return DescribeLoadBalancersResponse.builder()
                .loadBalancers(page.items())
                .nextMarker(page.next())
                .build();
    }

    /** Deleting one that does not exist succeeds. Source: API Reference, DeleteLoadBalancer. */
    DeleteLoadBalancerResponse delete(Call call, DeleteLoadBalancerRequest request) {
        String arn = Arns.valid("loadbalancer", "loadBalancerArn", request.loadBalancerArn());
        BalancerRow row = rows.balancer(arn)
                .filter(r -> isCallers(call, r.model().loadBalancerArn()))
                .orElse(null);
        if (row != null) {
            if ("true".equals(row.attributes().get("deletion_protection.enabled"))) {
                throw ElbErrors.notPermitted(
                        "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled");
            }
            rows.listeners(arn)
                    .forEach(listener -> deleteListener(listener.model().listenerArn()));
            calendar.strike(ACTIVE, arn);
            rows.removeBalancer(arn);
            tags.forget(arn);
            call.effect(arn);
        }
        return DeleteLoadBalancerResponse.builder().build();
    }

    /** The row of a load balancer of the caller's account and region. */
    BalancerRow row(Call call, @Nullable String arn) {
        String given = Arns.valid("loadbalancer", "loadBalancerArn", arn);
        return rows.balancer(given)
                .filter(row -> isCallers(call, given))
                .orElseThrow(() -> ElbErrors.noLoadBalancer(given));
    }

    /** Deletes a listener with its rules, and brings the targets in line. */
    void deleteListener(String arn) {
        Set<String> groups = new TreeSet<>();
        for (RuleRow rule : rows.rules(arn)) {
            groups.addAll(ElbStore.groupsOf(rule.model().actions()));
            rows.removeRule(rule);
            tags.forget(rule.model().ruleArn());
        }
        rows.removeListener(arn);
        listenerDeleted.accept(arn);
        tags.forget(arn);
        groups.forEach(group -> rows.group(group).ifPresent(targets::usesChanged));
    }

    /** The zones of subnets, in the order in which they are given. */
    static List<AvailabilityZone> zones(
            String region, LoadBalancerTypeEnum type, List<String> subnets, List<SubnetMapping> mappings) {
        Set<String> distinct = new LinkedHashSet<>(subnets);
        mappings.forEach(mapping -> distinct.add(ElbErrors.required("subnetMappings.subnetId", mapping.subnetId())));
        if (!subnets.isEmpty() && !mappings.isEmpty()) {
            throw ElbErrors.validation("You must specify either subnets or subnet mappings, but not both");
        } else if (distinct.size() < subnets.size() + mappings.size()) {
            throw ElbErrors.configuration(
                    "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
        } else if (type == LoadBalancerTypeEnum.APPLICATION && distinct.size() < 2) {
            throw ElbErrors.validation("At least two subnets in two different Availability Zones must be specified");
        } else if (distinct.isEmpty()) {
            throw ElbErrors.validation("At least one subnet must be specified");
        }
        List<AvailabilityZone> zones = new ArrayList<>();
        for (String subnet : distinct) {
            zones.add(AvailabilityZone.builder()
                    .subnetId(subnet)
                    .zoneName(Zones.zone(region, zones.size()))
                    .build());
        }
        return zones;
    }

    static String ipAddressType(@Nullable String given) {
        return ElbErrors.oneOf(
                "ipAddressType", given, List.of("ipv4", "dualstack", "dualstack-without-public-ipv4"), "ipv4");
    }

    /** Whether an ARN is of the caller's account and region. */
    static boolean isCallers(Call call, String arn) {
        return Arns.account(arn).equals(call.account()) && Arns.region(arn).equals(call.region());
    }

    private CreateLoadBalancerResponse created(Call call, LoadBalancer asked, CreateLoadBalancerRequest request) {
        LoadBalancerTypeEnum type = asked.type();
        String name = asked.loadBalancerName();
        String id = ids.hex(16);
        String arn = Arns.loadBalancer(call, type == LoadBalancerTypeEnum.NETWORK ? "net" : "app", name, id);
        String start = asked.schemeAsString().equals("internal") ? "internal-" + name : name;
        String dnsName = type == LoadBalancerTypeEnum.NETWORK
                ? name + "-" + id + ".elb." + call.region() + ".amazonaws.com"
                : start + "-" + ids.digits(10) + "." + call.region() + ".elb.amazonaws.com";
        LoadBalancer model = asked.toBuilder()
                .loadBalancerArn(arn)
                .dnsName(dnsName)
                .canonicalHostedZoneId(Zones.hostedZone(call.region(), type))
                .createdTime(call.now())
                .state(s -> s.code(LoadBalancerStateEnum.PROVISIONING))
                .build();
        tags.create(arn, request.tags());
        rows.put(new BalancerRow(model, AttributeRules.loadBalancer(type).defaults()));
        calendar.enter(ACTIVE, arn, activeFrom(model));
        call.effect(arn);
        return CreateLoadBalancerResponse.builder().loadBalancers(model).build();
    }

    private static CreateLoadBalancerResponse again(LoadBalancer existing, LoadBalancer asked) {
        LoadBalancer same = asked.toBuilder()
                .loadBalancerArn(existing.loadBalancerArn())
                .dnsName(existing.dnsName())
                .canonicalHostedZoneId(existing.canonicalHostedZoneId())
                .createdTime(existing.createdTime())
                .state(existing.state())
                .build();
        if (!same.equals(existing)) {
            throw ElbErrors.duplicate("DuplicateLoadBalancerName", "load balancer", existing.loadBalancerName());
        }
        return CreateLoadBalancerResponse.builder().loadBalancers(existing).build();
    }

    private void activate(String arn) {
        rows.balancer(arn)
                .ifPresent(row -> rows.put(new BalancerRow(
                        row.model().toBuilder()
                                .state(s -> s.code(LoadBalancerStateEnum.ACTIVE))
                                .build(),
                        row.attributes())));
    }

    private LoadBalancer model(Call call, String arn) {
        return row(call, arn).model();
    }

    private Optional<LoadBalancer> named(Call call, String name) {
        return rows.balancers(Arns.all(call, "loadbalancer")).stream()
                .map(BalancerRow::model)
                .filter(model -> model.loadBalancerName().equals(name))
                .findFirst();
    }

    private static String name(@Nullable String given) {
        String name = Names.check("Load balancer", "name", given);
        if (name.startsWith("internal-")) {
            throw ElbErrors.validation("Load balancer name cannot begin with 'internal-'");
        }
        return name;
    }

    private static LoadBalancerTypeEnum type(@Nullable String given) {
        String type = ElbErrors.oneOf("type", given, List.of("application", "network", "gateway"), "application");
        if (type.equals("gateway")) {
            throw ElbErrors.unsupported("a load balancer of type gateway", "application, network");
        }
        return LoadBalancerTypeEnum.fromValue(type);
    }
}

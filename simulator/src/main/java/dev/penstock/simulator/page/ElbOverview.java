package dev.penstock.simulator.page;

import dev.penstock.simulator.page.Looking.Part;
import dev.penstock.simulator.service.Caller;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import tools.jackson.core.JsonGenerator;

/** Load balancers, where their rules send requests and in which shares, and how the targets are. */
final class ElbOverview {

    private static final String ELB = "elasticloadbalancing";

    private final Looking looking;

    ElbOverview(Looking looking) {
        this.looking = looking;
    }

    void write(JsonGenerator out, Caller caller) {
        out.writeName("loadBalancers");
        out.writeStartArray();
        for (LoadBalancer balancer : balancers(caller)) {
            out.writeStartObject();
            Overview.text(out, "name", balancer.loadBalancerName());
            Overview.text(out, "type", balancer.typeAsString());
            Overview.text(out, "dnsName", balancer.dnsName());
            out.writeName("listeners");
            out.writeStartArray();
            listeners(caller, balancer.loadBalancerArn()).forEach(listener -> write(out, caller, listener));
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeName("targetGroups");
        out.writeStartArray();
        groups(caller).forEach(group -> write(out, caller, group));
        out.writeEndArray();
    }

    private void write(JsonGenerator out, Caller caller, Listener listener) {
        out.writeStartObject();
        Overview.number(out, "port", listener.port());
        Overview.text(out, "protocol", listener.protocolAsString());
        out.writeName("rules");
        out.writeStartArray();
        rules(caller, listener.listenerArn()).forEach(rule -> write(out, rule));
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Rule rule) {
        out.writeStartObject();
        Overview.text(out, "priority", rule.priority());
        Overview.text(
                out,
                "conditions",
                rule.conditions().stream().map(ElbOverview::words).collect(Collectors.joining(" and ")));
        out.writeName("targets");
        out.writeStartArray();
        for (Action action : rule.actions()) {
            if (action.forwardConfig() == null) {
                out.writeStartObject();
                Overview.text(out, "name", action.typeAsString());
                Overview.number(out, "weight", 1);
                out.writeEndObject();
                continue;
            }
            for (TargetGroupTuple tuple : action.forwardConfig().targetGroups()) {
                out.writeStartObject();
                Overview.text(out, "name", groupName(tuple.targetGroupArn()));
                Overview.number(out, "weight", tuple.weight() == null ? 1 : tuple.weight());
                out.writeEndObject();
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void write(JsonGenerator out, Caller caller, TargetGroup group) {
        Map<String, Integer> states = new TreeMap<>();
        ask(
                        caller,
                        "DescribeTargetHealth",
                        DescribeTargetHealthRequest.builder()
                                .targetGroupArn(group.targetGroupArn())
                                .build(),
                        DescribeTargetHealthResponse.class)
                .stream()
                .flatMap(r -> r.targetHealthDescriptions().stream())
                .forEach(target -> states.merge(target.targetHealth().stateAsString(), 1, Integer::sum));
        out.writeStartObject();
        Overview.text(out, "name", group.targetGroupName());
        out.writeName("targets");
        out.writeStartObject();
        states.forEach((state, count) -> Overview.number(out, state, count));
        out.writeEndObject();
        out.writeEndObject();
    }

    private List<LoadBalancer> balancers(Caller caller) {
        return Looking.all(marker -> ask(
                        caller,
                        "DescribeLoadBalancers",
                        DescribeLoadBalancersRequest.builder().marker(marker).build(),
                        DescribeLoadBalancersResponse.class)
                .map(r -> new Part<>(r.loadBalancers(), r.nextMarker()))
                .orElseGet(() -> new Part<>(List.of(), null)));
    }

    private List<Listener> listeners(Caller caller, String balancer) {
        return ask(
                        caller,
                        "DescribeListeners",
                        DescribeListenersRequest.builder()
                                .loadBalancerArn(balancer)
                                .build(),
                        DescribeListenersResponse.class)
                .map(DescribeListenersResponse::listeners)
                .orElse(List.of());
    }

    private List<Rule> rules(Caller caller, String listener) {
        return ask(
                        caller,
                        "DescribeRules",
                        DescribeRulesRequest.builder().listenerArn(listener).build(),
                        DescribeRulesResponse.class)
                .map(DescribeRulesResponse::rules)
                .orElse(List.of());
    }

    private List<TargetGroup> groups(Caller caller) {
        return Looking.all(marker -> ask(
                        caller,
                        "DescribeTargetGroups",
                        DescribeTargetGroupsRequest.builder().marker(marker).build(),
                        DescribeTargetGroupsResponse.class)
                .map(r -> new Part<>(r.targetGroups(), r.nextMarker()))
                .orElseGet(() -> new Part<>(List.of(), null)));
    }

    private <R extends SdkPojo> java.util.Optional<R> ask(
            Caller caller, String operation, SdkPojo request, Class<R> answer) {
        return looking.ask(caller, ELB, operation, request, answer);
    }

    private static String words(RuleCondition condition) {
        List<String> values = switch (String.valueOf(condition.field())) {
            case "path-pattern" ->
                condition.pathPatternConfig() == null
                        ? condition.values()
                        : condition.pathPatternConfig().values();
            case "host-header" ->
                condition.hostHeaderConfig() == null
                        ? condition.values()
                        : condition.hostHeaderConfig().values();
            default -> condition.values();
        };
        return condition.field() + (values.isEmpty() ? "" : " " + String.join(" or ", values));
    }

    /** {@code …:targetgroup/NAME/ID}. */
    private static String groupName(String arn) {
        String[] parts = arn.split("/", -1);
        return parts.length == 3 ? parts[1] : arn;
    }
}

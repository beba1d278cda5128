package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.BalancerRow;
import dev.penstock.simulator.elb.ElbStore.ListenerRow;
import dev.penstock.simulator.elb.ElbStore.RuleRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** Operations on listeners. Each has a default rule, which carries its default actions. */
final class ListenerCalls {

    /** The attributes that put a header into answers, and the header. Source: API Reference, ListenerAttribute. */
    static final Map<String, String> ADDED_HEADERS = Map.of(
            "routing.http.response.strict_transport_security.header_value", "Strict-Transport-Security",
            "routing.http.response.access_control_allow_origin.header_value", "Access-Control-Allow-Origin",
            "routing.http.response.access_control_allow_methods.header_value", "Access-Control-Allow-Methods",
            "routing.http.response.access_control_allow_headers.header_value", "Access-Control-Allow-Headers",
            "routing.http.response.access_control_allow_credentials.header_value", "Access-Control-Allow-Credentials",
            "routing.http.response.access_control_expose_headers.header_value", "Access-Control-Expose-Headers",
            "routing.http.response.access_control_max_age.header_value", "Access-Control-Max-Age",
            "routing.http.response.content_security_policy.header_value", "Content-Security-Policy",
            "routing.http.response.x_content_type_options.header_value", "X-Content-Type-Options",
            "routing.http.response.x_frame_options.header_value", "X-Frame-Options");

    private static final List<String> PROTOCOLS = List.of("HTTP", "HTTPS", "UDP", "TCP", "TLS", "TCP_UDP");
    private static final int MOST = 50;

    private final ElbStore rows;
    private final LoadBalancers balancers;
    private final ActionRules actions;
    private final Targets targets;
    private final Ids ids;
    private final ElbTags tags;

    ListenerCalls(ElbStore rows, LoadBalancers balancers, ActionRules actions, Targets targets, Ids ids, ElbTags tags) {
        this.rows = rows;
        this.balancers = balancers;
        this.actions = actions;
        this.targets = targets;
        this.ids = ids;
        this.tags = tags;
    }

    CreateListenerResponse create(Call call, CreateListenerRequest request) {
        BalancerRow balancer = balancers.row(call, request.loadBalancerArn());
        String loadBalancer = balancer.model().loadBalancerArn();
        if (request.port() == null) {
            throw ElbErrors.validation("A listener port must be specified");
        }
        ProtocolEnum protocol = protocol(balancer, request.protocolAsString());
        Listener asked = secured(
                Listener.builder()
                        .loadBalancerArn(loadBalancer)
                        .port(ElbErrors.within("port", request.port(), 1, 65535, 0))
                        .protocol(protocol)
                        .alpnPolicy(request.hasAlpnPolicy() ? request.alpnPolicy() : null)
                        .mutualAuthentication(request.mutualAuthentication())
                        .build(),
                request.certificates(),
                request.sslPolicy());
        List<Action> kept = actions.kept(call, balancer, protocol, request.defaultActions(), "defaultActions");
        Optional<ListenerRow> existing = onPort(loadBalancer, asked.port());
        if (existing.isPresent()) {
            return again(existing.get(), asked, kept);
        } else if (rows.listeners(loadBalancer).size() >= MOST) {
            throw ElbErrors.limit("TooManyListeners", "listeners per load balancer");
        }
        String arn = Arns.listener(loadBalancer, ids.hex(16));
        tags.create(arn, request.tags());
        ListenerRow row = new ListenerRow(
                asked.toBuilder().listenerArn(arn).build(),
                Arns.rule(arn, ids.hex(16)),
                AttributeRules.listener(balancer.model().type()).defaults(),
                List.of());
        rows.put(row);
        putDefaultRule(row, kept);
        call.effect(arn);
        return CreateListenerResponse.builder().listeners(rows.described(row)).build();
    }

    DescribeListenersResponse describe(Call call, DescribeListenersRequest request) {
        List<ListenerRow> meant = new ArrayList<>();
        if (request.hasListenerArns() && request.loadBalancerArn() != null) {
            throw ElbErrors.validation("Listener ARNs and a load balancer ARN cannot be specified at the same time");
        } else if (request.hasListenerArns()) {
            request.listenerArns().forEach(arn -> meant.add(row(call, arn)));
        } else if (request.loadBalancerArn() != null) {
            meant.addAll(rows.listeners(
                    balancers.row(call, request.loadBalancerArn()).model().loadBalancerArn()));
        } else {
            throw ElbErrors.validation("You must specify either listener ARNs or a load balancer ARN");
        }
        var page = Paging.cut(meant, row -> row.model().listenerArn(), request.marker(), request.pageSize());
        return DescribeListenersResponse.builder()
                .listeners(page.items().stream().map(rows::described).toList())
                .nextMarker(page.next())
                .build();
    }

    ModifyListenerResponse modify(Call call, ModifyListenerRequest request) {
        ListenerRow before = row(call, request.listenerArn());
        BalancerRow balancer = balancers.row(call, before.model().loadBalancerArn());
        ProtocolEnum protocol = request.protocolAsString() == null
                ? before.model().protocol()
                : protocol(balancer, request.protocolAsString());
        Integer port = request.port() == null
                ? before.model().port()
                : Integer.valueOf(ElbErrors.within("port", request.port(), 1, 65535, 0));
        if (!port.equals(before.model().port())
                && onPort(before.model().loadBalancerArn(), port).isPresent()) {
            throw duplicate(before.model().loadBalancerArn());
        }
        boolean secure = isSecure(protocol);
        List<Certificate> certificates = request.hasCertificates() || !secure
                ? request.certificates()
                : before.model().certificates();
        String policy = request.sslPolicy() != null || !secure
                ? request.sslPolicy()
                : before.model().sslPolicy();
        Listener.Builder changed = before.model().toBuilder().port(port).protocol(protocol);
        if (request.hasAlpnPolicy()) {
            changed.alpnPolicy(request.alpnPolicy());
        }
        if (request.mutualAuthentication() != null) {
            changed.mutualAuthentication(request.mutualAuthentication());
        }
        ListenerRow after = new ListenerRow(
                secured(changed.build(), certificates, policy),
                before.defaultRule(),
                before.attributes(),
                secure ? before.certificates() : List.of());
        Listener described = rows.described(before);
        rows.put(after);
        if (request.hasDefaultActions()) {
            putDefaultRule(after, actions.kept(call, balancer, protocol, request.defaultActions(), "defaultActions"));
        }
        if (!rows.described(after).equals(described)) {
            call.effect(after.model().listenerArn());
        }
        return ModifyListenerResponse.builder().listeners(rows.described(after)).build();
    }

    DeleteListenerResponse delete(Call call, DeleteListenerRequest request) {
        String arn = row(call, request.listenerArn()).model().listenerArn();
        balancers.deleteListener(arn);
        call.effect(arn);
        return DeleteListenerResponse.builder().build();
    }

    /** The row of a listener of the caller's account and region. */
    ListenerRow row(Call call, @Nullable String arn) {
        String given = Arns.valid("listener", "listenerArn", arn);
        return rows.listener(given)
                .filter(row -> LoadBalancers.isCallers(call, given))
                .orElseThrow(() -> ElbErrors.listenerNotFound(given));
    }

    /** Whether a listener speaks TLS. */
    static boolean isSecure(ProtocolEnum protocol) {
        return protocol == ProtocolEnum.HTTPS || protocol == ProtocolEnum.TLS;
    }

    private void putDefaultRule(ListenerRow listener, List<Action> kept) {
        Collection<String> touched = new TreeSet<>(ElbStore.groupsOf(kept));
        rows.rule(listener.defaultRule())
                .ifPresent(rule -> touched.addAll(ElbStore.groupsOf(rule.model().actions())));
        Rule rule = Rule.builder()
                .ruleArn(listener.defaultRule())
                .priority("default")
                .conditions(List.of())
                .actions(kept)
                .isDefault(true)
                .build();
        rows.put(
                new RuleRow(rule, listener.model().listenerArn()),
                listener.model().loadBalancerArn());
        touched.forEach(group -> rows.group(group).ifPresent(targets::usesChanged));
    }

    private CreateListenerResponse again(ListenerRow existing, Listener asked, List<Action> kept) {
        Listener described = rows.described(existing);
        Listener same = asked.toBuilder()
                .listenerArn(described.listenerArn())
                .defaultActions(kept)
                .build();
        if (!same.equals(described)) {
            throw duplicate(asked.loadBalancerArn());
        }
        return CreateListenerResponse.builder().listeners(described).build();
    }

    private Optional<ListenerRow> onPort(String loadBalancer, int port) {
        return rows.listeners(loadBalancer).stream()
                .filter(row -> row.model().port() == port)
                .findFirst();
    }

    private static ServiceError duplicate(String loadBalancer) {
        return ServiceError.client(
                "DuplicateListener",
                "A listener already exists on this port for this load balancer '" + loadBalancer + "'");
    }

    private static ProtocolEnum protocol(BalancerRow balancer, @Nullable String given) {
        List<String> known = balancer.model().type() == LoadBalancerTypeEnum.NETWORK
                ? List.of("UDP", "TCP", "TLS", "TCP_UDP")
                : List.of("HTTP", "HTTPS");
        if (given == null) {
            throw ElbErrors.validation("A listener protocol must be specified");
        }
        ElbErrors.oneOf("protocol", given, PROTOCOLS, given);
        if (!known.contains(given)) {
            throw ElbErrors.validation(
                    "Listener protocol '" + given + "' must be one of '" + String.join(", ", known) + "'");
        }
        return ProtocolEnum.fromValue(given);
    }

    /** The listener with the certificate and the policy that its protocol needs, or without. */
    private static Listener secured(Listener listener, List<Certificate> certificates, @Nullable String policy) {
        if (!isSecure(listener.protocol())) {
            if (!certificates.isEmpty() || policy != null) {
                throw ElbErrors.validation("Certificates and SSL policies cannot be specified for "
                        + listener.protocolAsString() + " listeners");
            }
            return listener.toBuilder()
                    .certificates((Collection<Certificate>) null)
                    .sslPolicy(null)
                    .build();
        }
        if (certificates.size() != 1 || certificates.getFirst().certificateArn() == null) {
            throw ElbErrors.validation(
                    "A certificate must be specified for " + listener.protocolAsString() + " listeners");
        }
        String name = policy == null ? SslPolicies.DEFAULT : policy;
        SslPolicies.require(name);
        return listener.toBuilder()
                .certificates(Certificate.builder()
                        .certificateArn(certificates.getFirst().certificateArn())
                        .build())
                .sslPolicy(name)
                .build();
    }
}

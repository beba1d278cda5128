package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.BalancerRow;
import dev.penstock.simulator.elb.ElbStore.ListenerRow;
import dev.penstock.simulator.elb.ElbStore.RuleRow;
import dev.penstock.simulator.elb.RequestMetrics.Place;
import dev.penstock.simulator.elb.TrafficCounters.Outcome;
import dev.penstock.simulator.elb.proxy.HttpHead;
import dev.penstock.simulator.elb.proxy.Route;
import dev.penstock.simulator.elb.proxy.Routing;
import dev.penstock.simulator.state.Store;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** What becomes of the requests at one listener: its rules by priority, then the action of the first that is met. */
final class ListenerRouting implements Routing {

    private final String listener;
    private final ElbStore rows;
    private final Store store;
    private final Forwarding forwarding;
    private final TrafficCounters counters;

    ListenerRouting(String listener, ElbStore rows, Store store, Forwarding forwarding, TrafficCounters counters) {
        this.listener = listener;
        this.rows = rows;
        this.store = store;
        this.forwarding = forwarding;
        this.counters = counters;
    }

    @Override
    public Route route(HttpHead request, InetAddress client) {
        return store.transact(() -> {
            ListenerRow row = rows.listener(listener).orElse(null);
            BalancerRow balancer = row == null
                    ? null
                    : rows.balancer(row.model().loadBalancerArn())
                            .filter(b -> b.model().state().code() == LoadBalancerStateEnum.ACTIVE)
                            .orElse(null);
            return row == null || balancer == null
                    ? new Route.Close()
                    : route(row, balancer, request, RequestFacts.of(request, client));
        });
    }

    @Override
    public void malformed() {
        store.transact(() -> {
            rows.listener(listener)
                    .flatMap(row -> rows.balancer(row.model().loadBalancerArn()))
                    .ifPresent(balancer -> {
                        counters.expect();
                        counters.count(new Outcome.Refused(Zoning.node(balancer), 400), 0, 0);
                    });
            return listener;
        });
    }

    /** The rule whose action a request gets: the first in the order of priority whose conditions it meets. */
    static Optional<Rule> rule(List<RuleRow> rules, RequestFacts request) {
        return rules.stream()
                .map(RuleRow::model)
                .sorted(RuleCalls.BY_PRIORITY)
                .filter(rule -> Conditions.met(rule, request))
                .findFirst();
    }

    private Route route(ListenerRow row, BalancerRow balancer, HttpHead head, RequestFacts request) {
        counters.expect();
        Rule rule = rule(rows.rules(listener), request).orElse(null);
        if (rule == null) {
            return new Route.Close();
        }
        Place node = Zoning.node(balancer);
        Action action = rule.actions().getLast();
        Route route = switch (action.type()) {
            case FIXED_RESPONSE -> {
                counters.count(new Outcome.Own(node, "HTTP_Fixed_Response_Count"), 0, 0);
                yield fixed(action.fixedResponseConfig());
            }
            case REDIRECT -> {
                counters.count(new Outcome.Own(node, "HTTP_Redirect_Count"), 0, 0);
                yield Redirects.answer(action.redirectConfig(), row.model(), request);
            }
            default -> forwarding.forward(new Forwarding.Asked(row, balancer, rule, action, head, request));
        };
        return withHeaders(route, row);
    }

    private static Route fixed(FixedResponseActionConfig config) {
        List<HttpHead.Header> headers = new ArrayList<>();
        headers.add(new HttpHead.Header("Server", "awselb/2.0"));
        String type = config.contentType() == null ? "text/plain" : config.contentType();
        headers.add(new HttpHead.Header("Content-Type", type + "; charset=utf-8"));
        String body = config.messageBody() == null ? "" : config.messageBody();
        return new Route.Answer(Integer.parseInt(config.statusCode()), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer with the headers that the listener's attributes add. */
    private static Route withHeaders(Route route, ListenerRow row) {
        List<HttpHead.Header> added = new ArrayList<>();
        ListenerCalls.ADDED_HEADERS.forEach((attribute, header) -> {
            String value = row.attributes().getOrDefault(attribute, "");
            if (!value.isEmpty()) {
                added.add(new HttpHead.Header(header, value));
            }
        });
        if (added.isEmpty()) {
            return route;
        }
        return switch (route) {
            case Route.Close close -> close;
            case Route.Answer(int status, List<HttpHead.Header> headers, byte[] body) -> {
                added.addAll(0, headers);
                yield new Route.Answer(status, added, body);
            }
            case Route.Forward forward -> {
                added.addAll(0, forward.added());
                yield new Route.Forward(
                        forward.address(), forward.request(), forward.idle(), added, forward.observer());
            }
        };
    }
}

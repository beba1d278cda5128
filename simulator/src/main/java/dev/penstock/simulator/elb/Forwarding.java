package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.BalancerRow;
import dev.penstock.simulator.elb.ElbStore.GroupRow;
import dev.penstock.simulator.elb.ElbStore.ListenerRow;
import dev.penstock.simulator.elb.ElbStore.TargetRow;
import dev.penstock.simulator.elb.RequestMetrics.Place;
import dev.penstock.simulator.elb.TrafficCounters.Outcome;
import dev.penstock.simulator.elb.proxy.Answers;
import dev.penstock.simulator.elb.proxy.HttpHead;
import dev.penstock.simulator.elb.proxy.Route;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** The action forward: a target group by weight, a target of it, and what answers there. */
final class Forwarding {

    /** A request that is to be forwarded. */
    record Asked(
            ListenerRow listener,
            BalancerRow balancer,
            Rule rule,
            Action action,
            HttpHead head,
            RequestFacts request) {}

    /**
     * The target that a request goes to.
     *
     * @param candidates how many there were
     * @param cookies that make the client stay
     */
    private record Chosen(TargetRow target, int candidates, List<HttpHead.Header> cookies) {}

    private final ElbStore rows;
    private final Function<TargetRow, Optional<Backend>> backends;
    private final Choices choices;
    private final TrafficCounters counters;
    private final LatestRequests latest;
    private final SimulatedTime time;
    private final ForwardedHeaders headers = new ForwardedHeaders();

    Forwarding(
            ElbStore rows,
            Function<TargetRow, Optional<Backend>> backends,
            Choices choices,
            TrafficCounters counters,
            LatestRequests latest,
            SimulatedTime time) {
        this.rows = rows;
        this.backends = backends;
        this.choices = choices;
        this.counters = counters;
        this.latest = latest;
        this.time = time;
    }

    Route forward(Asked asked) {
        GroupRow group = group(asked)
                .flatMap(tuple -> rows.group(tuple.targetGroupArn()))
                .orElse(null);
        Place node = Zoning.node(asked.balancer());
        if (group == null) {
            counters.count(new Outcome.Refused(node, 503), 0, 0);
            return Answers.error(503);
        }
        String arn = group.model().targetGroupArn();
        List<TargetRow> candidates = Candidates.of(group, rows.targets(arn));
        if (candidates.isEmpty()) {
            counters.count(new Outcome.Unavailable(node, arn), 0, 0);
            return Answers.error(503);
        }
        Chosen chosen = choose(asked, group, candidates);
        Place place = Zoning.of(asked.balancer(), chosen.target());
        return switch (backends.apply(chosen.target()).orElse(null)) {
            case null -> {
                counters.count(new Outcome.Failed(place, arn, 504, false), 0, chosen.candidates());
                yield Answers.error(504);
            }
            case Backend.Scripted(ResponseScript script) -> scripted(asked, chosen, place, script);
            case Backend.Listening(InetSocketAddress address) ->
                new Route.Forward(
                        address,
                        headers.add(asked, time.now()),
                        idle(asked.balancer()),
                        chosen.cookies(),
                        observer(chosen, place));
        };
    }

    /** What answers behind a connection that is passed through, by the default action of a listener. */
    Optional<Backend> connect(Rule rule) {
        List<TargetGroupTuple> groups = rule.actions().getLast().forwardConfig().targetGroups();
        return choices.group(rule.ruleArn(), groups)
                .flatMap(tuple -> rows.group(tuple.targetGroupArn()))
                .flatMap(group -> {
                    String arn = group.model().targetGroupArn();
                    List<TargetRow> candidates = Candidates.of(group, rows.targets(arn));
                    return candidates.isEmpty()
                            ? Optional.empty()
                            : backends.apply(choices.target(arn, candidates, "round_robin"));
                });
    }

    /** The group that a client stays with or that the weights choose. */
    private Optional<TargetGroupTuple> group(Asked asked) {
        List<TargetGroupTuple> groups = asked.action().forwardConfig().targetGroups();
        if (sticksToGroup(asked)) {
            Optional<TargetGroupTuple> known = Sticky.read(Sticky.GROUP, asked.request(), time.now())
                    .flatMap(arn -> groups.stream()
                            .filter(tuple -> tuple.targetGroupArn().equals(arn) && tuple.weight() > 0)
                            .findFirst());
            if (known.isPresent()) {
                return known;
            }
        }
        return groups.size() == 1
                ? Optional.of(groups.getFirst())
                : choices.group(asked.rule().ruleArn(), groups);
    }

    private Chosen choose(Asked asked, GroupRow group, List<TargetRow> candidates) {
        Map<String, String> attributes = group.attributes();
        List<HttpHead.Header> cookies = new ArrayList<>();
        if (sticksToGroup(asked)) {
            TargetGroupStickinessConfig config = asked.action().forwardConfig().targetGroupStickinessConfig();
            cookies.addAll(Sticky.write(
                    Sticky.GROUP,
                    group.model().targetGroupArn(),
                    Duration.ofSeconds(config.durationSeconds()),
                    time.now()));
        }
        boolean sticky = "true".equals(attributes.get("stickiness.enabled"))
                && "lb_cookie".equals(attributes.get("stickiness.type"));
        Optional<TargetRow> known = sticky
                ? Sticky.read(Sticky.TARGET, asked.request(), time.now())
                        .flatMap(key -> candidates.stream()
                                .filter(row -> row.key().equals(key))
                                .findFirst())
                : Optional.empty();
        TargetRow target = known.orElseGet(() -> choices.target(
                group.model().targetGroupArn(),
                candidates,
                attributes.getOrDefault("load_balancing.algorithm.type", "round_robin")));
        if (sticky) {
            String seconds = attributes.getOrDefault("stickiness.lb_cookie.duration_seconds", "86400");
            cookies.addAll(
                    Sticky.write(Sticky.TARGET, target.key(), Duration.ofSeconds(Long.parseLong(seconds)), time.now()));
        }
        return new Chosen(target, candidates.size(), cookies);
    }

    private static boolean sticksToGroup(Asked asked) {
        TargetGroupStickinessConfig config = asked.action().forwardConfig().targetGroupStickinessConfig();
        return config != null && Boolean.TRUE.equals(config.enabled());
    }

    /** The simulator answers in a scripted backend's place, at once: the latency is simulated time. */
    private Route scripted(Asked asked, Chosen chosen, Place place, ResponseScript script) {
        String group = chosen.target().group();
        if (script.latency().compareTo(idle(asked.balancer())) > 0) {
            counters.count(new Outcome.Failed(place, group, 504, true), 0, chosen.candidates());
            return Answers.error(504);
        }
        int status = choices.chance() < script.failing() ? script.failingStatus() : 200;
        double seconds = script.latency().toNanos() / 1e9;
        counters.count(new Outcome.Answered(place, group, status), seconds, chosen.candidates());
        came(chosen, status, seconds);
        List<HttpHead.Header> answered = new ArrayList<>();
        answered.add(new HttpHead.Header("Content-Type", "text/plain; charset=utf-8"));
        answered.addAll(chosen.cookies());
        String body = status + " from " + chosen.target().target().id() + ":"
                + chosen.target().target().port() + " in " + Arns.dimension(group) + "\n";
        return new Route.Answer(status, answered, body.getBytes(StandardCharsets.UTF_8));
    }

    private void came(Chosen chosen, int status, double seconds) {
        TargetRow target = chosen.target();
        latest.came(Arns.account(target.group()), target.target().id(), time.now(), time.now(), status, seconds, 1);
    }

    private Route.Observer observer(Chosen chosen, Place place) {
        String group = chosen.target().group();
        choices.underWay(chosen.target().key()).incrementAndGet();
        return new Route.Observer() {
            @Override
            public void answered(int status, Duration took) {
                double seconds = took.toNanos() / 1e9;
                counters.count(new Outcome.Answered(place, group, status), seconds, chosen.candidates());
                came(chosen, status, seconds);
            }

            @Override
            public void failed(int status, boolean connected) {
                counters.count(new Outcome.Failed(place, group, status, connected), 0, chosen.candidates());
            }

            @Override
            public void over() {
                choices.underWay(chosen.target().key()).decrementAndGet();
            }
        };
    }

    private static Duration idle(BalancerRow balancer) {
        String seconds = balancer.attributes().getOrDefault("idle_timeout.timeout_seconds", "350");
        return Duration.ofSeconds(Long.parseLong(seconds));
    }
}

package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.execution.ActionFailure;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.weight.MinimumHealthy;
import dev.penstock.rollout.weight.RuleChange;
import dev.penstock.rollout.weight.RuleFinding;
import dev.penstock.rollout.weight.RulePreflight;
import dev.penstock.rollout.weight.TrafficGuard;
import dev.penstock.rollout.weight.WeightedRoute;
import dev.penstock.rollout.weight.WeightedRule;
import dev.penstock.stack.StackReleaseState.Sides;
import dev.penstock.stack.StackReleaseState.Twins;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at two stacks and the rule between them. */
final class TwinLook {

    private final Stacks stacks;
    private final ListenerRules rules;

    TwinLook(Stacks stacks, ListenerRules rules) {
        this.stacks = stacks;
        this.rules = rules;
    }

    /** The name of one of the two stacks. */
    static String stack(CloudFormationConfiguration configuration, String side) {
        return configuration.stack() + "-" + side;
    }

    WeightedRule rule(ReleaseContext release, CloudFormationConfiguration configuration, Sides sides) {
        return new WeightedRule(
                rules,
                release.action().scope(),
                sides.route(configuration.twins().orElseThrow()));
    }

    static TrafficGuard guard(ReleaseSettings settings) {
        return settings.minimumHealthy()
                .map(part -> new TrafficGuard(new MinimumHealthy.OfLive(part)))
                .orElse(TrafficGuard.STANDARD);
    }

    /** The target groups of the stacks that there are, by side. */
    private Map<String, String> groups(ActionContext context, CloudFormationConfiguration configuration) {
        String output = configuration.twins().orElseThrow().targetGroupOutput();
        Map<String, String> groups = new LinkedHashMap<>();
        for (String side : List.of(TwinStacks.BLUE, TwinStacks.GREEN)) {
            stacks.find(context.scope(), stack(configuration, side))
                    .map(found -> found.outputValues().get(output))
                    .ifPresent(group -> groups.put(side, group));
        }
        return groups;
    }

    private Optional<ListenerRule> rule(ActionContext context, CloudFormationConfiguration configuration) {
        return rules.rule(context.scope(), configuration.twins().orElseThrow().listenerRule());
    }

    /** The side that gets requests; absent if neither does. */
    Optional<String> live(ActionContext context, CloudFormationConfiguration configuration) {
        TrafficShares shares =
                rule(context, configuration).map(ListenerRule::shares).orElse(TrafficShares.NONE);
        return live(groups(context, configuration), shares);
    }

    private static Optional<String> live(Map<String, String> groups, TrafficShares shares) {
        return groups.entrySet().stream()
                .filter(side -> shares.receiving().contains(side.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Which stack is which. */
    Sides sides(ActionContext context, CloudFormationConfiguration configuration) throws StackFailure {
        Optional<ListenerRule> rule = rule(context, configuration);
        Map<String, String> groups = groups(context, configuration);
        refuse(RulePreflight.of(
                configuration.twins().orElseThrow().listenerRule(), rule, new LinkedHashSet<>(groups.values())));
        TrafficShares shares = rule.orElseThrow().shares();
        Optional<String> live = live(groups, shares);
        return new Sides(
                live.map(TwinStacks::other).orElse(TwinStacks.BLUE),
                live,
                live.map(groups::get),
                Optional.empty(),
                shares);
    }

    static void refuse(List<RuleFinding> findings) throws StackFailure {
        for (RuleFinding finding : findings) {
            if (finding.kind().isFatal()) {
                throw new StackFailure("PEN-STACK-037", finding.message());
            }
        }
    }

    static ActionFailure overtaken(RuleFinding finding) {
        return new ActionFailure(
                ActionFailure.Kind.SUPERSEDED,
                "PEN-STACK-037",
                "Somebody else changed the rule meanwhile. " + finding.message()
                        + " It is left as it is, and so is the stack that was made.",
                List.of());
    }

    static ActionFailure superseded(RuleChange.Superseded change) {
        return new ActionFailure(
                ActionFailure.Kind.SUPERSEDED,
                "PEN-STACK-037",
                "Somebody else divides the requests: the rule says " + change.found() + ", and this release had set "
                        + change.expected() + ". It is left as it is.",
                List.of());
    }

    static ActionFailure gone() {
        return new ActionFailure(
                ActionFailure.Kind.INCONCLUSIVE,
                "PEN-STACK-037",
                "The listener rule that divides the requests is gone.",
                List.of());
    }

    /** Where requests go, and how the targets are that get them. */
    Position position(ReleaseContext release, CloudFormationConfiguration configuration, Twins state) {
        Optional<Sides> known = state.sides().filter(sides -> sides.freshGroup().isPresent());
        if (known.isEmpty() || !state.admitted()) {
            return new Position(
                    new Condition.Well(), Optional.of(Share.NONE), Optional.empty(), Optional.empty(), List.of());
        }
        Sides sides = known.get();
        ActionContext context = release.action();
        String group = sides.freshGroup().orElseThrow();
        Optional<TrafficShares> found = rule(context, configuration).map(ListenerRule::shares);
        TargetGroupHealth fresh = rules.health(context.scope(), group);
        TargetGroupHealth old = TwinRelease.health(rules, context, sides.liveGroup());
        WeightedRoute route = sides.route(configuration.twins().orElseThrow());
        Condition condition =
                found.isEmpty() ? new Condition.Overtaken(gone()) : condition(route, found.get(), state, fresh);
        return new Position(
                condition,
                found.map(shares -> new Share((int) Math.round(shares.fraction(group) * Share.ALL.permille()))),
                Optional.of(new Position.Capacity(fresh.healthy(), fresh.registered(), old.healthy())),
                sides.liveGroup().map(live -> arms(configuration, sides, group, live)),
                List.of());
    }

    private static Condition condition(WeightedRoute route, TrafficShares found, Twins state, TargetGroupHealth fresh) {
        if (state.given().isEmpty()) {
            return new Condition.Well();
        }
        // What was about to be given may not have been given yet.
        Share before =
                state.given().size() > 1 ? state.given().get(state.given().size() - 2) : Share.NONE;
        TrafficShares wanted = route.at(state.share());
        TrafficShares last = before.equals(Share.NONE) ? route.before() : route.at(before);
        if (!found.divideLike(wanted) && !found.divideLike(last)) {
            return new Condition.Overtaken(superseded(new RuleChange.Superseded(wanted, found)));
        }
        return fresh.healthy() > 0
                ? new Condition.Well()
                : new Condition.Ill("None of the " + fresh.registered() + " targets of the new stack is healthy.");
    }

    private static Arms arms(CloudFormationConfiguration configuration, Sides sides, String group, String live) {
        String balancer = configuration.twins().orElseThrow().listenerRule().loadBalancer();
        return new Arms(
                arm(stack(configuration, sides.fresh()), group, balancer),
                arm(stack(configuration, TwinStacks.other(sides.fresh())), live, balancer));
    }

    private static Arm arm(String stack, String group, String balancer) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(Arm.STACK, stack);
        labels.put(Arm.TARGET_GROUP, group);
        labels.put(Arm.LOAD_BALANCER, balancer);
        return new Arm("stack " + stack, labels);
    }
}

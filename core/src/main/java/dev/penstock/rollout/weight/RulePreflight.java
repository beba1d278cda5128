package dev.penstock.rollout.weight;

import dev.penstock.rollout.weight.RuleFinding.Kind;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks at a rule before anything is changed. */
public final class RulePreflight {

    private RulePreflight() {}

    /**
     * What speaks against dividing requests by a rule among some groups, whichever of them is live.
     *
     * @param found the rule; absent if there is none
     * @param own the groups among which requests may be divided
     */
    public static List<RuleFinding> of(ListenerRuleArn arn, Optional<ListenerRule> found, Set<String> own) {
        if (found.isEmpty()) {
            return List.of(new RuleFinding(
                    Kind.GONE, "There is no listener rule " + arn + ". Name one that there is, or make it again."));
        }
        ListenerRule rule = found.get();
        List<RuleFinding> findings = new ArrayList<>();
        if (rule.isDefault()) {
            findings.add(new RuleFinding(
                    Kind.DEFAULT_RULE,
                    "The rule " + arn
                            + " is its listener's default rule, whose weights cannot be changed by themselves. Make"
                            + " one with the users' host name as its condition."));
        }
        if (rule.does() == ListenerRule.Does.REDIRECT) {
            findings.add(new RuleFinding(
                    Kind.REDIRECT,
                    "The rule " + arn
                            + " redirects requests, and who follows that comes to another rule. Name that one."));
        }
        Set<String> receiving = rule.shares().receiving();
        if (!own.containsAll(receiving)) {
            findings.add(new RuleFinding(
                    Kind.OTHER_GROUPS,
                    "The rule " + arn + " sends requests to what is neither of the two: " + rule.shares()
                            + ". Let it send all to the one that is live."));
        } else if (receiving.size() > 1) {
            findings.add(new RuleFinding(
                    Kind.ALREADY_DIVIDED,
                    "The rule " + arn + " divides requests already: " + rule.shares()
                            + ". Another deployment is under way, or was left so. Let it end, or send all requests to"
                            + " one of them."));
        }
        return List.copyOf(findings);
    }

    /**
     * What speaks against moving requests on a route.
     *
     * @param found the rule; absent if there is none
     * @param gradually whether there are steps at which both groups get requests
     */
    public static List<RuleFinding> of(WeightedRoute route, Optional<ListenerRule> found, boolean gradually) {
        Set<String> own = new TreeSet<>(Set.of(route.fresh()));
        route.live().ifPresent(own::add);
        List<RuleFinding> findings = new ArrayList<>(of(route.rule(), found, own));
        route.live()
                .filter(route.fresh()::equals)
                .ifPresent(group -> findings.add(new RuleFinding(
                        Kind.SAME_GROUP,
                        "What is live and what shall be have the same target group, " + group
                                + ", so that requests cannot be divided between them. Give each one of its own.")));
        found.ifPresent(rule -> side(route, rule).ifPresent(findings::add));
        if (gradually) {
            found.flatMap(ListenerRule::stickiness)
                    .map(stays -> sticky(route.rule(), stays))
                    .ifPresent(findings::add);
        }
        return List.copyOf(findings);
    }

    private static Optional<RuleFinding> side(WeightedRoute route, ListenerRule rule) {
        if (route.live().isEmpty()) {
            return Optional.empty();
        }
        if (rule.does() == ListenerRule.Does.ANSWER) {
            return Optional.of(new RuleFinding(
                    Kind.ANSWERS,
                    "The rule " + route.rule() + " answers requests by itself, and "
                            + route.live().get()
                            + ", which is taken for live, gets none of them. Let it forward them."));
        }
        return rule.shares().receiving().equals(Set.of(route.fresh()))
                        && !route.live().get().equals(route.fresh())
                ? Optional.of(new RuleFinding(
                        Kind.WRONG_SIDE,
                        "The rule " + route.rule() + " sends all requests to " + route.fresh()
                                + " already, and what is taken for live gets none."))
                : Optional.empty();
    }

    private static RuleFinding sticky(ListenerRuleArn arn, Duration stays) {
        return new RuleFinding(
                Kind.STICKY,
                "The rule " + arn + " keeps each client with the target group that it came to first, for "
                        + stays.toSeconds()
                        + " s. Shares hold for new clients only, so that those of a step are reached"
                        + " late, and errors are those of few clients. Switch the rule's stickiness off for a canary"
                        + " that shall tell something.");
    }
}

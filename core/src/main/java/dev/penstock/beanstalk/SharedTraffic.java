package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.Weights;
import dev.penstock.rollout.weight.RuleFinding;
import dev.penstock.rollout.weight.RulePreflight;
import dev.penstock.rollout.weight.WeightedRoute;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rule by which a load balancer that two environments share divides requests among them. Each environment is known at the load
 * balancer by a rule of its own, which its host name meets ("Configuring a shared Application Load Balancer", Elastic Beanstalk
 * Developer Guide): where that leads is its target group.
 */
final class SharedTraffic {

    private static final OptionName SETTING = new OptionName("blueGreen", "listenerRule");

    private final Environments environments;
    private final ListenerRules rules;
    private final OptionChanges changes;

    SharedTraffic(Environments environments, ListenerRules rules, OptionChanges changes) {
        this.environments = environments;
        this.rules = rules;
        this.changes = changes;
    }

    /** The rule that the settings name. */
    ListenerRuleArn arn(ActionContext context, Weights weights) throws BeanstalkFailure {
        String text = changes.wanted(context, Map.of(SETTING, weights.listenerRule()))
                .values()
                .iterator()
                .next();
        return ListenerRuleArn.of(text)
                .orElseThrow(() -> new BeanstalkFailure(
                        "PEN-BEANSTALK-040",
                        "'" + text
                                + "' is not the ARN of a rule at an Application Load Balancer's listener, which is what"
                                + " 'listenerRule' under 'blueGreen' names. Nothing was changed."));
    }

    /** Which of two environments gets the requests, and which is the other one. */
    PairChoice choose(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Weights weights)
            throws BeanstalkFailure {
        ListenerRuleArn arn = arn(context, weights);
        Optional<ListenerRule> found = rules.rule(context.scope(), arn);
        List<Environment> all = environments.list(context.scope(), target.application());
        List<ListenerRule> there = rules.ofLoadBalancer(context.scope(), arn.loadBalancer());
        Map<String, Environment> byGroup = new LinkedHashMap<>();
        for (Environment environment : all) {
            if (PairChoice.isOfPair(environment, target)
                    && !environment.status().isEnding()) {
                for (String group : groups(there, arn, environment)) {
                    byGroup.put(group, environment);
                }
            }
        }
        requireDivisible(RulePreflight.of(arn, found, byGroup.keySet()));
        Optional<Environment> live = found.map(ListenerRule::shares).stream()
                .flatMap(shares -> shares.receiving().stream())
                .map(byGroup::get)
                .findFirst();
        Optional<Environment> first = live.or(() -> all.stream()
                .filter(each -> each.name().equals(target.environment()))
                .findFirst());
        requireShared(
                first.map(Environment::inWords)
                        .map(words -> "The " + words)
                        .orElse("An environment with the options of the settings"),
                first.isPresent()
                        ? environments.options(
                                context.scope(),
                                first.get().application(),
                                first.get().name())
                        : changes.wanted(context, options.options()),
                arn);
        return PairChoice.of(all, target, live);
    }

    /** Raises what stands in the way of dividing requests by a rule. */
    static void requireDivisible(List<RuleFinding> findings) throws BeanstalkFailure {
        for (RuleFinding finding : findings) {
            if (finding.kind().isFatal()) {
                String id = switch (finding.kind()) {
                    case ALREADY_DIVIDED -> "PEN-BEANSTALK-046";
                    case SAME_GROUP -> "PEN-BEANSTALK-042";
                    case GONE, DEFAULT_RULE, REDIRECT, ANSWERS, OTHER_GROUPS, WRONG_SIDE, STICKY -> "PEN-BEANSTALK-040";
                };
                throw new BeanstalkFailure(id, finding.message() + " Nothing was changed.");
            }
        }
    }

    /** Only environments that share the rule's load balancer can share its requests. */
    static void requireShared(String whose, Map<OptionName, String> options, ListenerRuleArn arn)
            throws BeanstalkFailure {
        Optional<String> fault = SharedBalancerOptions.fault(options, arn.loadBalancer());
        if (fault.isPresent()) {
            throw new BeanstalkFailure("PEN-BEANSTALK-041", whose + " " + fault.get() + " Nothing was changed.");
        }
    }

    /** The target group of an environment. */
    private String group(ActionContext context, ListenerRuleArn arn, Environment environment) throws BeanstalkFailure {
        Set<String> groups = groups(rules.ofLoadBalancer(context.scope(), arn.loadBalancer()), arn, environment);
        if (groups.size() != 1) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-042",
                    "Which target group the " + environment.inWords() + " has cannot be told: " + groups.size()
                            + " are reached by its host name " + environment.cname() + " at the load balancer "
                            + arn.loadBalancer() + ".");
        }
        return groups.iterator().next();
    }

    /**
     * How requests come from one environment to another.
     *
     * @param live the environment that has them; absent if none has
     * @throws BeanstalkFailure when they cannot; nothing was changed
     */
    WeightedRoute route(ActionContext context, Weights weights, Environment fresh, Optional<Environment> live)
            throws BeanstalkFailure {
        ListenerRuleArn arn = arn(context, weights);
        Optional<ListenerRule> found = rules.rule(context.scope(), arn);
        if (found.isEmpty()) {
            throw RampEnd.gone(arn.text());
        }
        Optional<String> liveGroup = live.isPresent() ? Optional.of(group(context, arn, live.get())) : Optional.empty();
        return new WeightedRoute(
                arn, liveGroup, group(context, arn, fresh), found.get().shares());
    }

    private static Set<String> groups(List<ListenerRule> rules, ListenerRuleArn own, Environment environment) {
        return rules.stream()
                .filter(rule -> !rule.arn().equals(own.text()) && rule.takesAllPaths())
                .filter(rule -> rule.hosts().stream().anyMatch(environment.cname()::equalsIgnoreCase))
                .flatMap(rule -> rule.shares().receiving().stream())
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }
}

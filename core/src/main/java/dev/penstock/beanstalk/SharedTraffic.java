package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.Weights;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TrafficShares;
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

    /** The rule as it is now. */
    ListenerRule rule(ActionContext context, ListenerRuleArn arn) throws BeanstalkFailure {
        Optional<ListenerRule> found = rules.rule(context.scope(), arn);
        if (found.isEmpty()) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-040",
                    "There is no listener rule " + arn
                            + ". Correct 'listenerRule' under 'blueGreen', or make the rule again.");
        }
        if (found.get().isDefault()) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-040",
                    "The rule " + arn
                            + " is its listener's default rule, whose weights cannot be changed by themselves. Make"
                            + " one with the users' host name as its condition. Nothing was changed.");
        }
        return found.get();
    }

    /** Which of two environments gets the requests, and which is the other one. */
    PairChoice choose(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Weights weights)
            throws BeanstalkFailure {
        ListenerRuleArn arn = arn(context, weights);
        ListenerRule rule = rule(context, arn);
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
        Set<String> receiving = rule.shares().receiving();
        requireOwn(arn, rule.shares(), receiving, byGroup);
        Optional<Environment> live = receiving.stream().map(byGroup::get).findFirst();
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

    private static void requireOwn(
            ListenerRuleArn arn, TrafficShares shares, Set<String> receiving, Map<String, Environment> byGroup)
            throws BeanstalkFailure {
        if (!byGroup.keySet().containsAll(receiving)) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-040",
                    "The rule " + arn + " sends requests to what is neither of the two environments: " + shares
                            + ". Let it send all to the one that is live. Nothing was changed.");
        }
        if (receiving.size() > 1) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-046",
                    "The rule " + arn + " divides requests already: " + shares
                            + ". Another deployment is under way, or was"
                            + " left so. Let it end, or send all requests to one of them. Nothing was changed.");
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
    String group(ActionContext context, ListenerRuleArn arn, Environment environment) throws BeanstalkFailure {
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

    private static Set<String> groups(List<ListenerRule> rules, ListenerRuleArn own, Environment environment) {
        return rules.stream()
                .filter(rule -> !rule.arn().equals(own.text()) && rule.takesAllPaths())
                .filter(rule -> rule.hosts().stream().anyMatch(environment.cname()::equalsIgnoreCase))
                .flatMap(rule -> rule.shares().receiving().stream())
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }
}

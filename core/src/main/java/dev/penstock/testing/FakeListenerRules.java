package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.TargetGroupHealth;
import dev.penstock.traffic.TrafficShares;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of one load balancer, in memory. All targets are healthy unless said otherwise. */
public final class FakeListenerRules implements ListenerRules {

    private static final String PLACE = "arn:aws:elasticloadbalancing:us-east-1:123456789012:";

    /** The ARN of the load balancer. */
    public static final String LOAD_BALANCER = PLACE + "loadbalancer/app/front/50dc6c495c0c9188";

    private static final int TARGETS = 2;

    private final Map<String, ListenerRule> rules = new LinkedHashMap<>();
    private final Map<String, TargetGroupHealth> health = new HashMap<>();
    private final List<TrafficShares> divided = new ArrayList<>();
    private final Map<String, ListenerRule> before = new HashMap<>();
    private int lag;

    /** The ARN of a target group. */
    public static String group(String name) {
        return PLACE + "targetgroup/" + name + "/73e2d6bc24d8a067";
    }

    /** Makes a rule that is met by a host, and says its ARN. */
    public synchronized ListenerRuleArn add(String host, TrafficShares shares) {
        String text = PLACE + "listener-rule/app/front/50dc6c495c0c9188/f2f7dc8efc522ab2/"
                + Long.toHexString(0x9683b2d02a6cab00L + rules.size());
        rules.put(text, rule(text, List.of(host), shares, Optional.empty()));
        return ListenerRuleArn.of(text).orElseThrow();
    }

    /** Divides requests as somebody else would. */
    public synchronized void divideByAnother(ListenerRuleArn arn, TrafficShares shares) {
        ListenerRule rule = existing(arn);
        rules.put(rule.arn(), rule(rule.arn(), rule.hosts(), shares, rule.stickiness()));
    }

    /** Puts a rule in the place of one that has its ARN. */
    public synchronized void replace(ListenerRule rule) {
        rules.put(rule.arn(), rule);
    }

    /** Somebody deletes a rule. */
    public synchronized void remove(ListenerRuleArn arn) {
        rules.remove(arn.text());
    }

    /** Lets the next looks at the rule that is changed next show what was there before the change. */
    public synchronized void lag(int looks) {
        this.lag = looks;
    }

    private static ListenerRule rule(
            String arn, List<String> hosts, TrafficShares shares, Optional<Duration> stickiness) {
        ListenerRule.Does does = shares.weights().isEmpty() ? ListenerRule.Does.ANSWER : ListenerRule.Does.FORWARD;
        return new ListenerRule(arn, false, hosts, List.of(), does, shares, stickiness);
    }

    /** Lets a group have so many targets that are healthy. */
    public synchronized void become(String group, int healthy) {
        become(group, healthy, TARGETS);
    }

    /** Lets a group have targets, of which so many are healthy. */
    public synchronized void become(String group, int healthy, int registered) {
        health.put(group, new TargetGroupHealth(healthy, registered));
    }

    /** What {@link #divide} was asked for, in order. */
    public synchronized List<TrafficShares> divided() {
        return List.copyOf(divided);
    }

    /** How a rule divides requests now. */
    public synchronized TrafficShares shares(ListenerRuleArn arn) {
        return existing(arn).shares();
    }

    @Override
    public synchronized Optional<ListenerRule> rule(AwsScope scope, ListenerRuleArn arn) {
        ListenerRule stale = before.get(arn.text());
        if (stale != null && lag > 0) {
            lag--;
            return Optional.of(stale);
        }
        before.remove(arn.text());
        return Optional.ofNullable(rules.get(arn.text()));
    }

    @Override
    public synchronized List<ListenerRule> ofLoadBalancer(AwsScope scope, String loadBalancer) {
        return loadBalancer.equals(LOAD_BALANCER) ? List.copyOf(rules.values()) : List.of();
    }

    @Override
    public synchronized void divide(AwsScope scope, ListenerRuleArn arn, TrafficShares shares) {
        if (lag > 0) {
            before.put(arn.text(), existing(arn));
        }
        divideByAnother(arn, shares);
        divided.add(shares);
    }

    @Override
    public synchronized TargetGroupHealth health(AwsScope scope, String targetGroup) {
        return health.getOrDefault(targetGroup, new TargetGroupHealth(TARGETS, TARGETS));
    }

    private ListenerRule existing(ListenerRuleArn arn) {
        ListenerRule rule = rules.get(arn.text());
        if (rule == null) {
            throw new RemoteCallException(
                    RemoteCallException.Kind.NOT_FOUND,
                    "elasticloadbalancing:ModifyRule",
                    "RuleNotFound",
                    "There is no rule " + arn + ".",
                    new IllegalStateException("no rule"));
        }
        return rule;
    }
}

package dev.penstock.traffic;

import dev.penstock.testing.FakeListenerRules;

/** The rules in memory do what all rules must. */
class FakeListenerRulesTest extends ListenerRulesContract {

    private final FakeListenerRules rules = new FakeListenerRules();

    @Override
    protected ListenerRules rules() {
        return rules;
    }

    @Override
    protected String targetGroup(String name) {
        String arn = FakeListenerRules.group(name);
        rules.become(arn, 0, 0);
        return arn;
    }

    @Override
    protected ListenerRuleArn rule(String targetGroup) {
        return rules.add(HOST, TrafficShares.all(targetGroup));
    }
}

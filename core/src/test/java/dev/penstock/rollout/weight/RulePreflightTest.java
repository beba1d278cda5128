package dev.penstock.rollout.weight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rollout.weight.RuleFinding.Kind;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.traffic.ListenerRule;
import dev.penstock.traffic.ListenerRule.Does;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.TrafficShares;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulePreflightTest {

    private static final String BLUE = FakeListenerRules.group("blue");
    private static final String GREEN = FakeListenerRules.group("green");
    private static final ListenerRuleArn ARN = new FakeListenerRules().add("shop", TrafficShares.all(BLUE));
    private static final WeightedRoute ROUTE =
            new WeightedRoute(ARN, Optional.of(BLUE), GREEN, TrafficShares.all(BLUE));

    private static ListenerRule rule(Does does, TrafficShares shares) {
        return new ListenerRule(ARN.text(), false, List.of("shop"), List.of(), does, shares, Optional.empty());
    }

    private static List<Kind> kinds(ListenerRule rule) {
        return kinds(ROUTE, rule);
    }

    private static List<Kind> kinds(WeightedRoute route, ListenerRule rule) {
        return RulePreflight.of(route, Optional.of(rule), true).stream()
                .map(RuleFinding::kind)
                .toList();
    }

    @Test
    void aRuleThatSendsAllToTheLiveGroupIsFine() {
        assertThat(kinds(rule(Does.FORWARD, TrafficShares.all(BLUE)))).isEmpty();
        assertThat(kinds(rule(Does.FORWARD, TrafficShares.split(GREEN, 0, BLUE))))
                .isEmpty();
    }

    @Test
    void whatStandsInTheWayIsTold() {
        assertThat(RulePreflight.of(ROUTE, Optional.empty(), true))
                .extracting(RuleFinding::kind)
                .containsExactly(Kind.GONE);
        assertThat(kinds(rule(Does.REDIRECT, TrafficShares.NONE))).containsExactly(Kind.REDIRECT);
        assertThat(kinds(rule(Does.ANSWER, TrafficShares.NONE))).containsExactly(Kind.ANSWERS);
        assertThat(kinds(rule(Does.FORWARD, TrafficShares.split(GREEN, 10, BLUE))))
                .containsExactly(Kind.ALREADY_DIVIDED);
        assertThat(kinds(rule(Does.FORWARD, TrafficShares.all(GREEN)))).containsExactly(Kind.WRONG_SIDE);
        assertThat(kinds(rule(Does.FORWARD, new TrafficShares(Map.of(BLUE, 1, FakeListenerRules.group("theirs"), 1)))))
                .containsExactly(Kind.OTHER_GROUPS);
        var defaultRule = new ListenerRule(
                ARN.text(), true, List.of(), List.of(), Does.FORWARD, TrafficShares.all(BLUE), Optional.empty());
        assertThat(kinds(defaultRule)).containsExactly(Kind.DEFAULT_RULE);
        var same = new WeightedRoute(ARN, Optional.of(BLUE), BLUE, TrafficShares.all(BLUE));
        assertThat(kinds(same, rule(Does.FORWARD, TrafficShares.all(BLUE)))).containsExactly(Kind.SAME_GROUP);
    }

    @Test
    void aRuleThatAnswersMayGetItsFirstGroup() {
        var first = new WeightedRoute(ARN, Optional.empty(), GREEN, TrafficShares.NONE);
        assertThat(kinds(first, rule(Does.ANSWER, TrafficShares.NONE))).isEmpty();
        assertThat(kinds(first, rule(Does.FORWARD, TrafficShares.all(BLUE)))).containsExactly(Kind.OTHER_GROUPS);
    }

    @Test
    void stickinessIsWarnedOfWhereBothGroupsGetRequests() {
        var sticky = new ListenerRule(
                ARN.text(),
                false,
                List.of("shop"),
                List.of(),
                Does.FORWARD,
                TrafficShares.all(BLUE),
                Optional.of(Duration.ofHours(1)));
        assertThat(RulePreflight.of(ROUTE, Optional.of(sticky), true))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind().isFatal()).isFalse();
                    assertThat(finding.message()).contains("3600 s");
                });
        assertThat(RulePreflight.of(ROUTE, Optional.of(sticky), false)).isEmpty();
    }

    @Test
    void whicheverIsLiveAllAreOfOnesOwn() {
        var divided = rule(Does.FORWARD, TrafficShares.split(GREEN, 10, BLUE));
        assertThat(RulePreflight.of(ARN, Optional.of(divided), Set.of(BLUE)))
                .extracting(RuleFinding::kind)
                .containsExactly(Kind.OTHER_GROUPS);
        assertThat(RulePreflight.of(ARN, Optional.of(divided), Set.of(BLUE, GREEN)))
                .extracting(RuleFinding::kind)
                .containsExactly(Kind.ALREADY_DIVIDED);
    }
}

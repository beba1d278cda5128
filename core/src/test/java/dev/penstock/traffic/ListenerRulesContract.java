package dev.penstock.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import org.junit.jupiter.api.Test;

/** What every load balancer's rules must do. */
public abstract class ListenerRulesContract {

    /** A host that the rule under test is met by. */
    protected static final String HOST = "shop.example.com";

    private static final AwsScope SCOPE = AwsScope.OWN;

    /** The rules under test. */
    protected abstract ListenerRules rules();

    /** Makes a target group without targets, and says its ARN. */
    protected abstract String targetGroup(String name);

    /** Makes a rule for {@link #HOST} that sends all requests to a group, and says its ARN. */
    protected abstract ListenerRuleArn rule(String targetGroup);

    @Test
    void whatWasDividedIsReadBack() {
        String blue = targetGroup("blue");
        String green = targetGroup("green");
        ListenerRuleArn arn = rule(blue);
        assertThat(rules().rule(SCOPE, arn).orElseThrow().shares().divideLike(TrafficShares.all(blue)))
                .isTrue();

        TrafficShares tenth = TrafficShares.split(green, 10, blue);
        rules().divide(SCOPE, arn, tenth);
        rules().divide(SCOPE, arn, tenth);

        ListenerRule divided = rules().rule(SCOPE, arn).orElseThrow();
        assertThat(divided.shares().weights()).isEqualTo(tenth.weights());
        assertThat(divided.hosts()).containsExactly(HOST);
        assertThat(divided.isDefault()).isFalse();
        assertThat(divided.takesAllPaths()).isTrue();

        rules().divide(SCOPE, arn, TrafficShares.split(green, 100, blue));
        assertThat(rules().rule(SCOPE, arn).orElseThrow().shares().receiving()).containsExactly(green);
        rules().divide(SCOPE, arn, TrafficShares.all(green));
        assertThat(rules().rule(SCOPE, arn).orElseThrow().shares().name(blue)).isFalse();
    }

    @Test
    void aLoadBalancersRulesAreListed() {
        String blue = targetGroup("blue");
        ListenerRuleArn arn = rule(blue);
        assertThat(rules().ofLoadBalancer(SCOPE, arn.loadBalancer()))
                .filteredOn(rule -> rule.arn().equals(arn.text()))
                .singleElement()
                .satisfies(rule -> assertThat(rule.hosts()).containsExactly(HOST));
    }

    @Test
    void whatIsNotThereIsAbsent() {
        ListenerRuleArn arn = rule(targetGroup("blue"));
        String other =
                arn.text().substring(0, arn.text().length() - 4) + (arn.text().endsWith("0000") ? "1111" : "0000");
        assertThat(rules().rule(SCOPE, ListenerRuleArn.of(other).orElseThrow())).isEmpty();
        assertThat(rules().ofLoadBalancer(SCOPE, arn.loadBalancer().replace("/app/", "/app/no-")))
                .isEmpty();
    }

    @Test
    void aGroupWithoutTargetsHasNoneThatIsHealthy() {
        String blue = targetGroup("blue");
        rule(blue);
        assertThat(rules().health(SCOPE, blue)).isEqualTo(new TargetGroupHealth(0, 0));
    }
}

package dev.penstock.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrafficSharesTest {

    @Test
    void onlyTheRelationOfWeightsCounts() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            int weight = random.nextInt(1, 100);
            int factor = random.nextInt(1, 9);
            var shares = TrafficShares.split("a", weight, "b");
            var multiple = new TrafficShares(Map.of("a", weight * factor, "b", (100 - weight) * factor, "c", 0));
            assertThat(shares.divideLike(multiple))
                    .as("%s and %s", shares, multiple)
                    .isTrue();
            assertThat(multiple.divideLike(shares)).isTrue();
            int other = weight == 99 ? 1 : weight + 1;
            assertThat(shares.divideLike(TrafficShares.split("a", other, "b"))).isFalse();
        }
    }

    @Test
    void everyTenthOfAPerCentIsWeightsExactly() {
        for (int permille = 0; permille <= 1000; permille++) {
            TrafficShares shares = TrafficShares.splitPermille("new", permille, "old");
            long fresh = shares.weights().getOrDefault("new", 0);
            long old = shares.weights().getOrDefault("old", 0);
            assertThat(fresh * 1000).as("%s", permille).isEqualTo(permille * (fresh + old));
            assertThat(shares.fraction("new")).isEqualTo(permille / 1000.0);
        }
        assertThat(TrafficShares.splitPermille("new", 100, "old")).isEqualTo(TrafficShares.split("new", 10, "old"));
        assertThat(TrafficShares.splitPermille("new", 5, "old")).hasToString("0.5 % to new, 99.5 % to old");
    }

    @Test
    void nothingIsLikeNothingOnly() {
        assertThat(TrafficShares.NONE.divideLike(new TrafficShares(Map.of("a", 0))))
                .isTrue();
        assertThat(TrafficShares.NONE.divideLike(TrafficShares.all("a"))).isFalse();
        assertThat(TrafficShares.all("a").divideLike(TrafficShares.NONE)).isFalse();
    }

    @Test
    void weightsAreWithinWhatTheApiTakes() {
        assertThatThrownBy(() -> new TrafficShares(Map.of("a", 1000))).hasMessageContaining("0 to 999");
    }

    @Test
    void anArnOfARuleNamesItsLoadBalancer() {
        String rule = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/front/50dc/f2f7/9683";
        assertThat(ListenerRuleArn.of(rule).orElseThrow().loadBalancer())
                .isEqualTo("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/front/50dc");
        assertThat(ListenerRuleArn.of(rule.replace("/app/", "/net/"))).isEmpty();
        assertThat(ListenerRuleArn.of("shop")).isEmpty();
    }
}

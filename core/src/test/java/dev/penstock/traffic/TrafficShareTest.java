package dev.penstock.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrafficShareTest {

    @Test
    void everyTenthOfAPerCentIsWeightsExactly() {
        for (int perMille = 0; perMille <= 1000; perMille++) {
            var share = new TrafficShare(perMille);
            TrafficShares shares = TrafficShares.split("new", share, "old");
            long fresh = shares.weights().getOrDefault("new", 0);
            long old = shares.weights().getOrDefault("old", 0);
            assertThat(fresh * 1000).as("%s", share).isEqualTo(perMille * (fresh + old));
            assertThat(shares.fraction("new")).isEqualTo(share.fraction());
        }
    }

    @Test
    void wholePerCentKeepTheirWeights() {
        assertThat(TrafficShares.split("new", TrafficShare.percent(10), "old"))
                .isEqualTo(TrafficShares.split("new", 10, "old"));
    }

    @Test
    void perCentAreReadToATenthAndNoFiner() {
        assertThat(TrafficShare.percent(new BigDecimal("12.50"))).contains(new TrafficShare(125));
        assertThat(TrafficShare.percent(new BigDecimal("0.1"))).contains(new TrafficShare(1));
        assertThat(TrafficShare.percent(new BigDecimal("1E+2"))).contains(TrafficShare.ALL);
        assertThat(TrafficShare.percent(new BigDecimal("0.05"))).isEmpty();
        assertThat(TrafficShare.percent(new BigDecimal("-1"))).isEmpty();
        assertThat(TrafficShare.percent(new BigDecimal("100.1"))).isEmpty();
        assertThat(TrafficShare.percent(new BigDecimal("1E+400"))).isEmpty();
        assertThatThrownBy(() -> TrafficShare.percent(101)).hasMessageContaining("0 to 1000 per mille");
    }

    @Test
    void aShareIsToldInPerCent() {
        assertThat(new TrafficShare(125)).hasToString("12.5 %");
        assertThat(TrafficShare.percent(10)).hasToString("10 %");
        assertThat(TrafficShare.ALL).hasToString("100 %");
        assertThat(TrafficShares.split("new", new TrafficShare(5), "old")).hasToString("0.5 % to new, 99.5 % to old");
    }

    @Test
    void whatCarriesAShareIsTheLeastThatCarriesIt() {
        Random random = new Random(11);
        for (int i = 0; i < 1000; i++) {
            var share = new TrafficShare(random.nextInt(1001));
            int things = random.nextInt(2000);
            int carry = share.of(things);
            assertThat(carry * 1000L)
                    .as("%s of %s", share, things)
                    .isGreaterThanOrEqualTo((long) things * share.perMille());
            assertThat((carry - 1) * 1000L).isLessThan((long) Math.max(1, things * share.perMille()));
            assertThat(share.of(things) + share.rest().of(things)).isBetween(things, things + 1);
        }
    }
}

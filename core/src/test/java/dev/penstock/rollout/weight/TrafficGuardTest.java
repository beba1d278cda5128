package dev.penstock.rollout.weight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rollout.Share;
import dev.penstock.traffic.TargetGroupHealth;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficGuardTest {

    private static TargetGroupHealth targets(int healthy) {
        return new TargetGroupHealth(healthy, 10);
    }

    @ParameterizedTest(name = "{0} per mille of {1} live targets need {2}")
    @CsvSource({"1000,4,4", "500,4,2", "100,4,1", "510,4,3", "1,4,1", "1000,0,1", "0,4,0", "333,3,1", "334,3,2"})
    void aShareNeedsAsManyTargetsAsCarryItOnTheLiveSide(int perMille, int live, int needed) {
        var share = new Share(perMille);
        assertThat(TrafficGuard.STANDARD
                        .judge(share, targets(needed), targets(live))
                        .isAllowed())
                .isTrue();
        if (needed > 0) {
            assertThat(TrafficGuard.STANDARD
                            .judge(share, targets(needed - 1), targets(live))
                            .isAllowed())
                    .isFalse();
        }
    }

    @Test
    void nothingGetsRequestsWithoutAHealthyTargetWhateverIsSet() {
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            MinimumHealthy minimum = random.nextBoolean()
                    ? new MinimumHealthy.Count(random.nextInt(1, 9))
                    : new MinimumHealthy.OfLive(new Share(random.nextInt(1, 1001)));
            var share = new Share(random.nextInt(1, 1001));
            var answer = new TrafficGuard(minimum).judge(share, targets(0), targets(random.nextInt(10)));
            assertThat(answer.isAllowed()).as("%s", answer).isFalse();
        }
    }

    @Test
    void fewerLargerTargetsMayBeAllowedToCarryAll() {
        var half = new TrafficGuard(MinimumHealthy.of("50%").orElseThrow());
        assertThat(half.judge(Share.ALL, targets(2), targets(4)).isAllowed()).isTrue();
        assertThat(half.judge(Share.ALL, targets(2), targets(5)).isAllowed()).isFalse();
        var two = new TrafficGuard(MinimumHealthy.of("2").orElseThrow());
        assertThat(two.judge(Share.ALL, targets(2), targets(50)).isAllowed()).isTrue();
        assertThat(two.judge(Share.percent(1), targets(1), targets(50)).isAllowed())
                .isFalse();
    }

    @Test
    void settingsAreReadAndWritten() {
        assertThat(MinimumHealthy.of("12.5 %")).contains(new MinimumHealthy.OfLive(new Share(125)));
        assertThat(MinimumHealthy.of("3")).contains(new MinimumHealthy.Count(3));
        for (String text : new String[] {"0", "0%", "101%", "-1", "1.5", "", "%", "many", "99999999999"}) {
            assertThat(MinimumHealthy.of(text)).as(text).isEmpty();
        }
        assertThat(MinimumHealthy.AS_LIVE).hasToString("100 %");
    }

    @Test
    void theAnswerHasWords() {
        var half = TrafficGuard.STANDARD.judge(Share.percent(50), new TargetGroupHealth(1, 3), targets(4));
        assertThat(half.words()).isEqualTo("1 of its 3 targets are healthy, and 50 % of requests need 2");
        var none = TrafficGuard.STANDARD.judge(Share.percent(50), new TargetGroupHealth(0, 0), targets(4));
        assertThat(none.words()).isEqualTo("it has no targets, and 50 % of requests need 2");
    }

    @Test
    void theWayBackNeedsOneHealthyTargetUnlessBothSidesAreIll() {
        assertThat(TrafficGuard.judgeWayBack(targets(1), targets(5)).isAllowed())
                .isTrue();
        assertThat(TrafficGuard.judgeWayBack(targets(0), targets(5)).isAllowed())
                .isFalse();
        assertThat(TrafficGuard.judgeWayBack(targets(0), targets(0)).isAllowed())
                .isTrue();
    }
}

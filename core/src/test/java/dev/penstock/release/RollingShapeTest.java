package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RollingShapeTest {

    @Test
    void batchesAreExactUpToAHundredTasksAndNeverStall() {
        for (int desired = 1; desired <= 400; desired++) {
            for (int batch = 1; batch <= desired; batch++) {
                RollingShape more = RollingShape.withAdditionalBatch(desired, batch);
                RollingShape within = RollingShape.withinCapacity(desired, batch);
                String where = batch + " of " + desired;

                assertThat(more.least(desired)).describedAs(where).isEqualTo(desired);
                assertThat(more.most(desired)).describedAs(where).isGreaterThan(desired);
                assertThat(within.most(desired)).describedAs(where).isEqualTo(desired);
                assertThat(within.least(desired)).describedAs(where).isLessThan(desired);
                if (desired <= 100) {
                    assertThat(more.most(desired)).describedAs(where).isEqualTo(desired + batch);
                    assertThat(within.least(desired)).describedAs(where).isEqualTo(desired - batch);
                }
            }
        }
    }

    @Test
    void inPlaceStopsBeforeItStartsAndAllAtOnceDoesBoth() {
        assertThat(RollingShape.inPlace()).isEqualTo(new RollingShape(0, 100));
        assertThat(RollingShape.allAtOnce()).isEqualTo(new RollingShape(0, 200));
    }

    @Test
    void refusesWhatIsNoBatch() {
        assertThatThrownBy(() -> RollingShape.withinCapacity(4, 0)).hasMessageContaining("one task at least");
        assertThatThrownBy(() -> new RollingShape(101, 200)).hasMessageContaining("101");
        assertThatThrownBy(() -> new RollingShape(0, 99)).hasMessageContaining("99");
    }

    @Test
    void aServiceThatMovedTrafficRollsWithoutItsHooks() {
        DeploymentSettings before = DeploymentSettings.read("""
                {"strategy":"CANARY","canaryConfiguration":{"canaryPercent":5.0},"bakeTimeInMinutes":5,
                "deploymentCircuitBreaker":{"enable":true},"lifecycleHooks":[{"lifecycleStages":["POST_SCALE_UP"]}]}""");

        JsonNode settings = JsonMapper.shared().readTree(new RollingShape(50, 100).over(before));

        assertThat(settings).isEqualTo(JsonMapper.shared().readTree("""
                {"strategy":"ROLLING","deploymentCircuitBreaker":{"enable":true},"lifecycleHooks":[],
                "minimumHealthyPercent":50,"maximumPercent":100}"""));
    }
}

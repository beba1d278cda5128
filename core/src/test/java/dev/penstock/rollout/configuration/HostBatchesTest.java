package dev.penstock.rollout.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.rollout.configuration.MinimumHealthyHosts.FleetPercent;
import dev.penstock.rollout.configuration.MinimumHealthyHosts.HostCount;
import dev.penstock.rollout.configuration.MinimumHealthyHosts.MostConcurrency;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts are counted as CodeDeploy counts them. */
class HostBatchesTest {

    private static MinimumHealthyHosts minimum(String type, int value) {
        return switch (type) {
            case "HOST_COUNT" -> new HostCount(value);
            case "FLEET_PERCENT" -> new FleetPercent(value);
            case "MOST_CONCURRENCY" -> new MostConcurrency(value);
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** The numbers of nine hosts stand in "MinimumHealthyHosts" and "Deployment configurations"; the others follow the same rule. */
    @ParameterizedTest(name = "{0} {1} of {2}: {3} at once, success at {4}")
    @CsvSource({
        "HOST_COUNT, 6, 9, 3, 6",
        "FLEET_PERCENT, 40, 9, 5, 4",
        "FLEET_PERCENT, 50, 9, 4, 5",
        "FLEET_PERCENT, 50, 10, 5, 5",
        "FLEET_PERCENT, 50, 3, 1, 2",
        "FLEET_PERCENT, 90, 10, 1, 9",
        "FLEET_PERCENT, 95, 20, 1, 19",
        "FLEET_PERCENT, 0, 9, 9, 1",
        "HOST_COUNT, 0, 9, 9, 1",
        "HOST_COUNT, 0, 1, 1, 1",
        "MOST_CONCURRENCY, 1, 9, 1, 8",
        "MOST_CONCURRENCY, 1, 2, 1, 1",
        "MOST_CONCURRENCY, 1, 1, 1, 1"
    })
    void leavesTheMinimumHealthy(String type, int value, int hosts, int atOnce, int successAt) {
        HostBatches batches = HostBatches.of(minimum(type, value), hosts).orElseThrow();
        assertThat(batches.atOnce()).isEqualTo(atOnce);
        assertThat(batches.successAt()).isEqualTo(successAt);
    }

    /** "A minimum of 95 % of 10 instances … the deployment fails immediately." */
    @ParameterizedTest
    @CsvSource({"FLEET_PERCENT, 95, 10", "FLEET_PERCENT, 100, 9", "HOST_COUNT, 9, 9", "FLEET_PERCENT, 1, 1"})
    void failsAtOnceWhenNoHostMayBeTouched(String type, int value, int hosts) {
        assertThat(HostBatches.of(minimum(type, value), hosts)).isEmpty();
    }

    @Test
    void theLastHostMayFailWhenOneIsDoneAtATime() {
        HostBatches batches = HostBatches.of(new MostConcurrency(1), 9).orElseThrow();
        assertThat(batches.hasFailed(1)).isFalse();
        assertThat(batches.hasSucceeded(8)).isTrue();
        assertThat(batches.hasFailed(2)).isTrue();
        // But not the only one.
        HostBatches single = HostBatches.of(new MostConcurrency(1), 1).orElseThrow();
        assertThat(single.hasFailed(1)).isTrue();
        assertThat(single.hasSucceeded(0)).isFalse();
    }

    @Test
    void allAtOnceSucceedsWithOneHost() {
        HostBatches batches = HostBatches.of(new HostCount(0), 9).orElseThrow();
        assertThat(batches.hasSucceeded(1)).isTrue();
        assertThat(batches.hasFailed(8)).isFalse();
        assertThat(batches.hasFailed(9)).isTrue();
    }

    @Test
    void aGroupThatBeginsBelowTheMinimumIsNotReducedFurther() {
        HostBatches batches = HostBatches.of(new FleetPercent(50), 10).orElseThrow();
        assertThat(batches.mayBegin(10, 0)).isEqualTo(5);
        assertThat(batches.mayBegin(5, 0)).isZero();
        // Four are healthy, six are not: those may be mended, the healthy ones stay.
        assertThat(batches.mayBegin(4, 6)).isEqualTo(6);
    }

    @Test
    void healthNeverFallsBelowTheMinimumWhateverTheNumbers() {
        for (int hosts = 1; hosts <= 60; hosts++) {
            for (int percent = 0; percent <= 100; percent++) {
                int all = hosts;
                int share = percent;
                HostBatches.of(new FleetPercent(percent), hosts).ifPresent(batches -> {
                    String what = String.format(Locale.ROOT, "%d %% of %d", share, all);
                    assertThat(all - batches.atOnce()).as(what).isEqualTo(batches.minimum());
                    assertThat(batches.minimum() * 100).as(what).isGreaterThanOrEqualTo(share * all);
                    assertThat((batches.minimum() - 1) * 100).as(what).isLessThan(Math.max(1, share * all));
                });
            }
        }
    }
}

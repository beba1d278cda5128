package dev.penstock.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a change takes follows from the options that the environment has. */
class RolloutForecastTest {

    private static Map<OptionName, String> options(String... given) {
        Map<OptionName, String> options = new TreeMap<>();
        for (int i = 0; i < given.length; i += 3) {
            options.put(new OptionName(given[i], given[i + 1]), given[i + 2]);
        }
        return options;
    }

    private static Map<OptionName, String> balanced(String policy, String batchType, String batch) {
        return options(
                "aws:elasticbeanstalk:command",
                "DeploymentPolicy",
                policy,
                "aws:elasticbeanstalk:command",
                "BatchSizeType",
                batchType,
                "aws:elasticbeanstalk:command",
                "BatchSize",
                batch,
                "aws:elasticbeanstalk:environment",
                "LoadBalancerType",
                "application",
                "aws:elasticbeanstalk:healthreporting:system",
                "SystemType",
                "enhanced");
    }

    @ParameterizedTest
    @CsvSource({
        // A batch: detach 20 s, deploy 40 s, attach 15 s, 12 good checks of 10 s.
        "Rolling, Percentage, 50, 4, 390",
        "Rolling, Percentage, 30, 4, 390",
        "Rolling, Percentage, 25, 4, 780",
        "Rolling, Fixed, 3, 4, 390",
        "Rolling, Fixed, 9, 4, 195",
        // One more batch is launched first: 150 s, and 120 s of checks.
        "RollingWithAdditionalBatch, Fixed, 2, 4, 660",
        "AllAtOnce, Percentage, 50, 4, 160",
        // One instance first, then the rest, then they move.
        "Immutable, Percentage, 50, 4, 555",
        "Immutable, Percentage, 50, 1, 285",
        // 5 minutes of evaluation.
        "TrafficSplitting, Percentage, 50, 4, 585"
    })
    void eachPolicyTakesItsSteps(String policy, String type, String batch, int instances, long seconds) {
        assertThat(RolloutForecast.deployment(balanced(policy, type, batch), instances)
                        .expected())
                .hasSeconds(seconds);
    }

    @Test
    void healthIsNoGateWhereItIsBasicOrIgnored() {
        Map<OptionName, String> basic = balanced("AllAtOnce", "Fixed", "1");
        basic.remove(new OptionName("aws:elasticbeanstalk:healthreporting:system", "SystemType"));
        Map<OptionName, String> ignored = balanced("AllAtOnce", "Fixed", "1");
        ignored.put(new OptionName("aws:elasticbeanstalk:command", "IgnoreHealthCheck"), "true");

        assertThat(RolloutForecast.deployment(basic, 2).expected()).hasSeconds(40);
        assertThat(RolloutForecast.deployment(ignored, 2).expected()).hasSeconds(40);
    }

    @Test
    void aWorkerHasMoreChecksAndNoLoadBalancer() {
        Map<OptionName, String> worker = balanced("Rolling", "Fixed", "1");
        worker.put(new OptionName("aws:elasticbeanstalk:sqsd", "HttpPath"), "/");

        assertThat(RolloutForecast.deployment(worker, 2).expected()).hasSeconds(2 * (40 + 180));
    }

    @Test
    void aSingleInstanceHasNoBatches() {
        Map<OptionName, String> single = balanced("Rolling", "Fixed", "1");
        single.put(new OptionName("aws:elasticbeanstalk:environment", "EnvironmentType"), "SingleInstance");

        assertThat(RolloutForecast.deployment(single, 1).how()).startsWith("AllAtOnce, 1 instance:");
    }

    @Test
    void instancesAreReplacedAsTheRollingUpdateHasIt() {
        String update = "aws:autoscaling:updatepolicy:rollingupdate";
        Map<OptionName, String> options = balanced("Rolling", "Fixed", "1");
        assertThat(RolloutForecast.replacement(options, 6).how()).contains("6 instances at once: an outage");

        options.put(new OptionName(update, "RollingUpdateEnabled"), "true");
        options.put(new OptionName(update, "MaxBatchSize"), "2");
        options.put(new OptionName(update, "PauseTime"), "PT2M");
        assertThat(RolloutForecast.replacement(options, 6).expected()).hasSeconds(3 * 150 + 2 * 120);

        options.put(new OptionName(update, "RollingUpdateType"), "Health");
        assertThat(RolloutForecast.replacement(options, 6).expected()).hasSeconds(3 * (150 + 120));

        options.put(new OptionName(update, "RollingUpdateType"), "Immutable");
        assertThat(RolloutForecast.replacement(options, 6).how()).startsWith("Immutable update, one instance first");
    }

    @Test
    void whatTheOptionsSayWronglyIsTakenAsUnsaid() {
        Map<OptionName, String> wrong = balanced("Sideways", "Fixed", "many");
        wrong.put(new OptionName("aws:elasticbeanstalk:command", "Timeout"), "soon");

        Rollout rollout = RolloutForecast.deployment(wrong, 2);
        assertThat(rollout.how()).startsWith("AllAtOnce");
        assertThat(rollout.patience()).isEqualTo(Duration.ofMinutes(14));
    }
}

package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.beanstalk.BeanstalkDeployAction;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.EnvironmentPlan;
import dev.penstock.beanstalk.EnvironmentPlanAction;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.Rollout;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.rollout.duration.CostlySetting;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeStacks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of the time of a version's way over an environment is what it takes, and what the worst option is said to cost it costs. */
@Timeout(120)
final class EnvironmentTimeIT {

    private static final double OFF = 0.15;

    /** A check of enhanced health and a look of the observer: what two changes may differ by without anybody's error. */
    private static final Duration CHANCE = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "AllAtOnce, Percentage, 100, 2, 5",
        "Rolling, Fixed, 1, 4, 5",
        "Rolling, Percentage, 50, 4, 5",
        "RollingWithAdditionalBatch, Fixed, 1, 3, 5",
        "Immutable, Percentage, 100, 3, 5",
        "TrafficSplitting, Percentage, 100, 2, 20"
    })
    void theTimeOfEachPolicyIsForetold(String policy, String type, String batch, String instances, String evaluation)
            throws Exception {
        Map<OptionName, String> options = new HashMap<>();
        options.put(new OptionName("aws:elasticbeanstalk:command", "DeploymentPolicy"), policy);
        options.put(new OptionName("aws:elasticbeanstalk:command", "BatchSizeType"), type);
        options.put(new OptionName("aws:elasticbeanstalk:command", "BatchSize"), batch);
        options.put(new OptionName("aws:elasticbeanstalk:trafficsplitting", "EvaluationTime"), evaluation);
        options.put(new OptionName("aws:autoscaling:asg", "MinSize"), instances);
        options.put(new OptionName("aws:autoscaling:asg", "MaxSize"), "8");

        Measured measured = measure(options);

        double off = Math.abs(
                (double) measured.told().expected().toMillis() / measured.took().toMillis() - 1);
        assertThat(off).as(measured.toString()).isLessThanOrEqualTo(OFF);
        if (!measured.told().costly().isEmpty()) {
            CostlySetting worst = measured.told().costly().getFirst();
            String[] name = worst.name().split(" ", 2);
            options.put(new OptionName(name[0], name[1]), worst.quicker());
            Duration saved = measured.took().minus(measure(options).took());
            assertThat(saved.minus(worst.saves()).abs())
                    .as(worst.sentence() + " It saved " + saved + ". " + measured)
                    .isLessThanOrEqualTo(
                            max(CHANCE, Duration.ofMillis((long) (worst.saves().toMillis() * OFF))));
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private record Measured(Rollout told, Duration took) {}

    private Measured measure(Map<OptionName, String> more) throws Exception {
        try (var world = new PairWorld(folder)) {
            DeploymentOptions options = PairWorld.options(more);
            assertThat(world.deploy("one", options).outcome()).contains(Outcome.SUCCEEDED);
            SimulatedBeanstalk.settle(world.account);
            var told = new AtomicReference<Optional<EnvironmentPlan>>(Optional.empty());
            world.deploy(
                    "two",
                    new EnvironmentPlanAction(
                            world.environments,
                            new FakeImageRegistry(),
                            new FakeStacks(),
                            new ElbListenerRules(world.account.clients),
                            action -> options,
                            action -> Optional.empty(),
                            (action, plan) -> told.set(Optional.of(plan))));
            ExecutionState end = world.deploy("two", new BeanstalkDeployAction(world.platform(), action -> options));
            assertThat(end.outcome()).as(world.told(end)).contains(Outcome.SUCCEEDED);
            return new Measured(
                    told.get().orElseThrow().rollout().orElseThrow(),
                    Duration.between(end.startedAt(), end.updatedAt()));
        }
    }
}

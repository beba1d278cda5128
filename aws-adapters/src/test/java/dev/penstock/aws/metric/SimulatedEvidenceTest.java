package dev.penstock.aws.metric;

import dev.penstock.metric.BadAnswer;
import dev.penstock.metric.EvidenceContract;
import dev.penstock.metric.MetricSource;
import dev.penstock.metric.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Requests that the simulated AWS counts, brought to the judge. */
class SimulatedEvidenceTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Closes what it opens. */
    abstract static class Simulated extends EvidenceContract {

        private final List<AutoCloseable> opened = new ArrayList<>();

        protected <W extends World & AutoCloseable> World opened(W world) {
            opened.add(world);
            return world;
        }

        @AfterEach
        void close() throws Exception {
            for (AutoCloseable each : opened) {
                each.close();
            }
        }
    }

    @Nested
    class ByTargetGroups extends Simulated {
        @Override
        protected World world() {
            return opened(new BalancedWorld(
                    new MetricSource.TargetGroup(
                            Set.of(BadAnswer.SERVER_ERRORS, BadAnswer.CONNECTION_ERRORS),
                            OptionalDouble.empty(),
                            MINUTE),
                    false));
        }
    }

    @Nested
    class ByTheTimeOfAnswers extends Simulated {
        @Override
        protected World world() {
            return opened(
                    new BalancedWorld(new MetricSource.TargetGroup(Set.of(), OptionalDouble.of(0.8), MINUTE), true));
        }
    }

    @Nested
    class ByMetricsOfOnesOwn extends Simulated {
        @Override
        protected World world() {
            return opened(new BalancedWorld(
                    new MetricSource.CloudWatch(
                            metric("RequestCount"), metric("HTTPCode_Target_5XX_Count"), true, MINUTE, MINUTE),
                    false));
        }

        private MetricSource.MetricTemplate metric(String name) {
            return new MetricSource.MetricTemplate(
                    "AWS/ApplicationELB",
                    name,
                    new TreeMap<>(Map.of(
                            "TargetGroup", new Template("${targetGroupDimension}"),
                            "LoadBalancer", new Template("${loadBalancerDimension}"))),
                    "Sum");
        }
    }

    @Nested
    class ByVersionsOfAFunction extends Simulated {
        @Override
        protected World world() {
            return opened(new FunctionWorld());
        }
    }
}

package dev.penstock.metric;

import dev.penstock.testing.FakeEvidence;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.ScriptedTraffic;
import dev.penstock.testing.ScriptedTraffic.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;

/** The shipped fake, counted by every kind of source. */
class FakeEvidenceTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    static final Arms ARMS = new Arms(arm("web:8", "green", "3", "v8"), arm("web:7", "blue", "2", "v7"));

    private static Arm arm(String name, String group, String version, String label) {
        return new Arm(
                name,
                Map.of(
                        Arm.TARGET_GROUP,
                        FakeListenerRules.group(group),
                        Arm.FUNCTION_NAME,
                        "orders",
                        Arm.FUNCTION_ALIAS,
                        "live",
                        Arm.FUNCTION_VERSION,
                        version,
                        Arm.ENVIRONMENT,
                        "shop",
                        Arm.VERSION_LABEL,
                        label));
    }

    /** A world of the fake. */
    static final class FakeWorld implements EvidenceContract.World {

        private final ScriptedTraffic traffic = new ScriptedTraffic(11);
        private final MetricSource source;
        private Instant now = Instant.parse("2026-03-01T10:00:07Z");
        final FakeEvidence evidence = new FakeEvidence(() -> now, ARMS, traffic);

        FakeWorld(MetricSource source) {
            this.source = source;
        }

        @Override
        public EvidencePorts ports() {
            return evidence.ports();
        }

        @Override
        public Arms arms() {
            return ARMS;
        }

        @Override
        public MetricSource source() {
            return source;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public void traffic(Course course) {
            traffic.from(now, course);
        }
    }

    @Nested
    class ByTargetGroups extends EvidenceContract {
        @Override
        protected World world() {
            return new FakeWorld(
                    new MetricSource.TargetGroup(Set.of(BadAnswer.SERVER_ERRORS), OptionalDouble.empty(), MINUTE));
        }
    }

    @Nested
    class ByTheTimeOfAnswers extends EvidenceContract {
        @Override
        protected World world() {
            return new FakeWorld(new MetricSource.TargetGroup(Set.of(), OptionalDouble.of(0.8), MINUTE));
        }
    }

    @Nested
    class ByMetricsOfOnesOwn extends EvidenceContract {
        @Override
        protected World world() {
            return new FakeWorld(new MetricSource.CloudWatch(metric("Requests"), metric("Bad"), true, MINUTE, MINUTE));
        }

        private MetricSource.MetricTemplate metric(String name) {
            return new MetricSource.MetricTemplate(
                    "Shop", name, new TreeMap<>(Map.of("Version", new Template("${versionLabel}"))), "Sum");
        }
    }

    @Nested
    class ByVersionsOfAFunction extends EvidenceContract {
        @Override
        protected World world() {
            return new FakeWorld(new MetricSource.Lambda(MINUTE));
        }
    }

    @Nested
    class ByHealthOfAnEnvironment extends EvidenceContract {
        @Override
        protected World world() {
            return new FakeWorld(new MetricSource.Beanstalk(Set.of(BadAnswer.SERVER_ERRORS)));
        }
    }

    @Nested
    class ByPrometheus extends EvidenceContract {
        @Override
        protected World world() {
            return new FakeWorld(new MetricSource.Prometheus(
                    "http://prometheus:9090",
                    new PromQlTemplate("increase(all{version=\"${versionLabel}\"}[${window}])"),
                    new PromQlTemplate("increase(bad{version=\"${versionLabel}\"}[${window}])"),
                    Optional.empty(),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15)));
        }
    }

    @Nested
    class ByAskingPages extends EvidenceContract {
        @Override
        protected World world() {
            return new FakeWorld(new MetricSource.HttpCheck(
                    new Template("https://${versionLabel}.example.com/"),
                    Optional.of(200),
                    Duration.ofSeconds(15),
                    50,
                    MINUTE,
                    false));
        }
    }

    @Nested
    class ByACommand extends EvidenceContract {
        @Override
        protected World world() {
            return new FakeWorld(
                    new MetricSource.Command(List.of("count"), Duration.ofSeconds(30), Duration.ZERO, MINUTE));
        }
    }
}

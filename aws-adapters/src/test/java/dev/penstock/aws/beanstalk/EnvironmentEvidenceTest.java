package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.metric.AwsEvidence;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.metric.BadAnswer;
import dev.penstock.metric.EvidenceContract;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.metric.MetricSource;
import dev.penstock.simulator.elb.Traffic;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.ScriptedTraffic.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;

/** Answers of two simulated environments, counted by their enhanced health and brought to the judge. */
class EnvironmentEvidenceTest extends EvidenceContract {

    private final Pair pair = new Pair();

    @Override
    protected World world() {
        return pair;
    }

    /** The health is refreshed every ten seconds, and what nobody looked at is gone. */
    @Override
    protected Duration every() {
        return Duration.ofSeconds(10);
    }

    @AfterEach
    void close() {
        pair.account.close();
    }

    private static final class Pair implements World {

        private static final String OLD = "shop-blue";
        private static final String NEW = "shop-green";

        private final SimulatedAccount account = new SimulatedAccount();
        private final Map<String, String> scripts = new HashMap<>();
        private final Map<String, Traffic.Flow> flows = new HashMap<>();
        private SimulatedTime.Busy busy;

        Pair() {
            SimulatedBeanstalk.prepare(account);
            SimulatedBeanstalk.application(account, AwsScope.OWN, "shop", "v1");
            for (String name : new String[] {OLD, NEW}) {
                SimulatedBeanstalk.environment(account, AwsScope.OWN, "shop", name, "v1", options("failing:0"));
                scripts.put(name, "failing:0");
                flows.put(name, account.aws.traffic().start(balancer(name), Traffic.Requests.ROOT, 0, name.hashCode()));
            }
            busy = account.aws.time().busy();
        }

        private static Map<OptionName, String> options(String script) {
            Map<OptionName, String> options = new HashMap<>(SimulatedBeanstalk.OPTIONS);
            options.put(PairWorld.SCRIPT, script);
            return options;
        }

        private String balancer(String environment) {
            return account.clients
                    .elasticBeanstalk(AwsScope.OWN, Use.READ)
                    .describeEnvironmentResources(asked -> asked.environmentName(environment))
                    .environmentResources()
                    .loadBalancers()
                    .getFirst()
                    .name();
        }

        @Override
        public EvidencePorts ports() {
            return AwsEvidence.ports(account.clients);
        }

        @Override
        public Arms arms() {
            return new Arms(
                    new Arm("green", Map.of(Arm.ENVIRONMENT, NEW)), new Arm("blue", Map.of(Arm.ENVIRONMENT, OLD)));
        }

        @Override
        public MetricSource source() {
            return new MetricSource.Beanstalk(Set.of(BadAnswer.SERVER_ERRORS));
        }

        @Override
        public Instant now() {
            return account.aws.time().now();
        }

        @Override
        public void pass(Duration time) {
            account.aws.time().advance(time);
        }

        @Override
        public void traffic(Course course) {
            busy.close();
            script(NEW, course.canaryBad());
            script(OLD, course.baselineBad());
            busy = account.aws.time().busy();
            flow(NEW, course.perMinute() * course.canaryShare());
            flow(OLD, course.perMinute() * (1 - course.canaryShare()));
        }

        private void flow(String environment, double perMinute) {
            Traffic.Flow flow = flows.get(environment);
            if (flow != null) {
                flow.perSecond(perMinute / 60);
            }
        }

        private void script(String environment, double bad) {
            String script = "failing:" + Math.round(bad * 100);
            if (!script.equals(scripts.put(environment, script))) {
                account.clients
                        .elasticBeanstalk(AwsScope.OWN, Use.CHANGE)
                        .updateEnvironment(changed -> changed.environmentName(environment)
                                .optionSettings(ConfigurationOptionSetting.builder()
                                        .namespace(PairWorld.SCRIPT.namespace())
                                        .optionName(PairWorld.SCRIPT.name())
                                        .value(script)
                                        .build()));
                SimulatedBeanstalk.settle(account);
            }
        }
    }
}

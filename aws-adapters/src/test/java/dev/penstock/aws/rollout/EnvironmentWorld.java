package dev.penstock.aws.rollout;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.beanstalk.SimulatedBeanstalk;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.Environment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Single environments of a simulated Elastic Beanstalk, each with a load balancer of its own. */
final class EnvironmentWorld extends BeanstalkWorld {

    /** Beanstalk refuses an update while another is under way: whoever makes it tries again. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    @Override
    public ReleaseCell cell(int number, String strategy) {
        create("web" + number, SimulatedBeanstalk.OPTIONS);
        Cell cell = new OneEnvironment("web" + number);
        keep(cell);
        return cell;
    }

    private final class OneEnvironment extends Cell {

        OneEnvironment(String name) {
            super(name);
        }

        @Override
        DeploymentOptions options() {
            return DeploymentOptions.DEFAULT;
        }

        @Override
        Map<String, String> files() {
            Map<String, String> files = new HashMap<>(super.files());
            if (failing) {
                files.put(".penstock-simulate", "command-fails");
            }
            return files;
        }

        /** Once the release has brought its version: what comes before that is overwritten, as whoever is later has the last word. */
        @Override
        public void interfere() {
            Environment now = environments.find(AwsScope.OWN, name).orElseThrow();
            if (now.status().isReady() && !now.versionLabel().equals(OLD)) {
                deployTheirs(now);
            } else {
                account.aws.time().at(account.aws.time().now().plus(AGAIN), this::interfere);
            }
        }

        @Override
        public Course.Runs runs() {
            return versionOf(environments.find(AwsScope.OWN, name).orElseThrow());
        }
    }
}

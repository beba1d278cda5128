package dev.penstock.aws.beanstalk;

import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.beanstalk.BundleLocation;
import dev.penstock.beanstalk.Environments;
import dev.penstock.beanstalk.EnvironmentsContract;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.observe.ResourceReader;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The adapter keeps the contract at the simulated Elastic Beanstalk. */
class BeanstalkEnvironmentsTest extends EnvironmentsContract {

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final Environments environments = new BeanstalkEnvironments(account.clients);
    private final ResourceReader reader = new EnvironmentReader(account.clients, account.clock());

    @BeforeEach
    void prepare() {
        SimulatedBeanstalk.prepare(account);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected Environments environments() {
        return environments;
    }

    @Override
    protected ResourceReader reader() {
        return reader;
    }

    @Override
    protected BundleLocation bundle(String content) {
        return SimulatedBeanstalk.bundle(account, content);
    }

    @Override
    protected Map<OptionName, String> options() {
        return SimulatedBeanstalk.OPTIONS;
    }

    @Override
    protected void letTimePass() {
        account.aws.time().advance(Duration.ofSeconds(5));
    }
}

package dev.penstock.aws.cloudformation;

import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.observe.ResourceReader;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.StacksContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class CloudFormationStacksTest extends StacksContract {

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final Stacks stacks = new CloudFormationStacks(account.clients, Optional.empty());
    private final ResourceReader stackReader = new StackReader(account.clients, account.clock());
    private final ResourceReader changeSetReader = new ChangeSetReader(account.clients);

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected Stacks stacks() {
        return stacks;
    }

    @Override
    protected ResourceReader stackReader() {
        return stackReader;
    }

    @Override
    protected ResourceReader changeSetReader() {
        return changeSetReader;
    }

    @Override
    protected void letTimePass() {
        account.aws.time().advance(Duration.ofSeconds(5));
    }

    /** What is seen to be wrong before anything is done would fail the change set. */
    @Override
    protected String broken(String value) {
        return super.broken(value).replace("Type: Nonsense", "Type: String\n      AllowedPattern: '[0-9]+'");
    }

    @Override
    protected void letBrokenFail() {
        // Its value is none that its pattern allows.
    }
}

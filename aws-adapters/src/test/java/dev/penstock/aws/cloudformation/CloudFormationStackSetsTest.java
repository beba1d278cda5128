package dev.penstock.aws.cloudformation;

import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.observe.ResourceReader;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.stack.set.StackSets;
import dev.penstock.stack.set.StackSetsContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class CloudFormationStackSetsTest extends StackSetsContract {

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final CloudFormationStackSets sets = new CloudFormationStackSets(account.clients, Optional.empty());

    @BeforeEach
    void roles() {
        StackSetRoles.make(account.clients);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected StackSets sets() {
        return sets;
    }

    @Override
    protected ResourceReader reader() {
        return new StackSetOperationReader(account.clients);
    }

    @Override
    protected String account() {
        return SimulatedAccount.ID;
    }

    @Override
    protected void letTimePass() {
        account.aws.time().advance(Duration.ofSeconds(5));
    }
}

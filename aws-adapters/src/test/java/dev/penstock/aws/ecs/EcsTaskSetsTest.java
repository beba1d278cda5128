package dev.penstock.aws.ecs;

import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.release.ServiceId;
import dev.penstock.release.TaskSets;
import dev.penstock.release.TaskSetsContract;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class EcsTaskSetsTest extends TaskSetsContract {

    private static final Duration LONG_ENOUGH_TO_BE_STEADY = Duration.ofMinutes(3);

    private final SimulatedAccount account =
            new SimulatedAccount(SimulatedTime.stepped(Instant.parse("2026-01-02T12:00:00Z")));
    private final BalancedShop shop = new BalancedShop(account);
    private final TaskSets sets = new EcsTaskSets(account.clients);
    private String second = "";

    @BeforeEach
    void createService() {
        shop.createExternalService("registry.example/web:one");
        second = shop.register("registry.example/web:two");
        account.aws.time().advance(LONG_ENOUGH_TO_BE_STEADY);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected TaskSets sets() {
        return sets;
    }

    @Override
    protected ServiceId service() {
        return BalancedShop.WEB;
    }

    @Override
    protected String taskDefinition() {
        return second;
    }

    @Override
    protected String first() {
        return shop.blue;
    }

    @Override
    protected String second() {
        return shop.green;
    }

    @Override
    protected void letTimePass() {
        account.aws.time().advance(LONG_ENOUGH_TO_BE_STEADY);
    }
}

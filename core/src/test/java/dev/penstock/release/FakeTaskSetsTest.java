package dev.penstock.release;

import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeTaskSets;
import org.junit.jupiter.api.BeforeEach;

class FakeTaskSetsTest extends TaskSetsContract {

    private final FakeTaskSets sets = new FakeTaskSets();

    @BeforeEach
    void addService() {
        sets.addService(service(), "web:1", first(), 2);
    }

    @Override
    protected TaskSets sets() {
        return sets;
    }

    @Override
    protected ServiceId service() {
        return new ServiceId("shop", "web");
    }

    @Override
    protected String taskDefinition() {
        return "web:2";
    }

    @Override
    protected String first() {
        return FakeListenerRules.group("blue");
    }

    @Override
    protected String second() {
        return FakeListenerRules.group("green");
    }

    @Override
    protected void letTimePass() {
        // It moves on when it is looked at.
    }
}

package dev.penstock.statemachine;

import dev.penstock.testing.FakeStateMachines;
import dev.penstock.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The state machines in memory do what all must. */
class FakeStateMachinesTest extends StateMachinesContract {

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final FakeStateMachines machines = new FakeStateMachines(clock);

    private static StateMachineArn arn(String name) {
        return StateMachineArn.of("arn:aws:states:eu-west-1:123456789012:stateMachine:" + name)
                .orElseThrow();
    }

    private StateMachineArn added(String name, StateMachines.Type type, UnaryOperator<String> work) {
        machines.add(arn(name), type, Duration.ofSeconds(10), work);
        return arn(name);
    }

    @Override
    protected StateMachines machines() {
        return machines;
    }

    @Override
    protected StateMachineArn waiting(String name) {
        return added(name, StateMachines.Type.STANDARD, input -> input);
    }

    @Override
    protected StateMachineArn failing(String name) {
        return added(name, StateMachines.Type.STANDARD, input -> {
            throw new FakeStateMachines.Failed("OutOfStock", "none left");
        });
    }

    @Override
    protected StateMachineArn express(String name) {
        return added(name, StateMachines.Type.EXPRESS, input -> input);
    }

    @Override
    protected StateMachineArn absent() {
        return arn("nowhere");
    }

    @Override
    protected void letTimePass() throws InterruptedException {
        clock.advance(Duration.ofSeconds(1));
    }
}

package dev.penstock.statemachine;

import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads executions, one with each call: Step Functions has no call for several. */
public final class MachineExecutionReader implements ResourceReader {

    private final StateMachines machines;

    /** A reader of the executions that a service has. */
    public MachineExecutionReader(StateMachines machines) {
        this.machines = machines;
    }

    @Override
    public String kind() {
        return MachineExecution.KIND;
    }

    @Override
    public int batchSize() {
        return 1;
    }

    /** An account has 10 to 15 such calls a second ("Quotas related to state throttling", {@code DescribeExecution}). */
    @Override
    public Duration interval() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Reading read(List<ResourceId> resources) {
        ResourceId resource = resources.getFirst();
        return Reading.of(Map.of(resource, machines.look(resource.scope(), resource.id())));
    }
}

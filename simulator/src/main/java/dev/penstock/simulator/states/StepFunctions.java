package dev.penstock.simulator.states;

import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.lambda.FunctionCalls;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;

/** Step Functions as a service. Source: AWS Step Functions API Reference. */
public final class StepFunctions {

    private final Machines machines;
    private final Executions executions;

    /**
     * Puts it together.
     *
     * @param functions that tasks invoke
     * @param sessions of the roles that tasks call in the name of
     */
    public StepFunctions(
            Store store, Calendar calendar, Ids ids, Tags tags, FunctionCalls functions, ServiceSessions sessions) {
        StatesStore states = new StatesStore(store);
        machines = new Machines(states, ids, tags);
        executions = new Executions(
                states, machines, new ExecutionLife(states, store, calendar, new TaskCalls(functions, sessions)), ids);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of("states", new ServiceDefinition.Protocol.Json("AWSStepFunctions"), all -> {
            machines.declare(all);
            executions.declare(all);
        });
    }
}

package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Caller;
import java.util.concurrent.CompletionStage;

/** Invokes functions for other services. */
@FunctionalInterface
public interface FunctionCalls {

    /**
     * Invokes a function. Within a transaction; the stage may be completed outside of it.
     *
     * @param caller in whose name
     * @param function its ARN
     * @param event JSON text
     * @throws dev.penstock.simulator.wire.ServiceError when it cannot be invoked
     */
    CompletionStage<FunctionAnswer> invoke(Caller caller, String function, String event);
}

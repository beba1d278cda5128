package dev.penstock.library;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.execution.ExecutionId;
import java.util.function.UnaryOperator;

/** Where a {@link Worker} gets the engines from that drive what it takes. Whoever makes them closes them. */
@FunctionalInterface
public interface WorkerEngines {

    /**
     * The engine that drives an execution: the same for all of them, or one for each project.
     *
     * @param equip puts into an engine that is being built what makes it this worker's; engines that were not equipped are
     *     of no use to it
     * @throws RuntimeException if the execution cannot be driven here; it is given back and tried again later
     */
    Engine of(ExecutionId execution, UnaryOperator<EngineBuilder> equip);
}

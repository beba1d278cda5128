package dev.penstock.registry;

import java.util.List;
import java.util.Optional;

/**
 * Where pipelines are registered. Safe for use by many threads and processes; of two that put the same name, one wins whole.
 * Calls raise {@link dev.penstock.action.RemoteCallException} if the store cannot be asked.
 */
public interface PipelineRegistry {

    /** Registers a pipeline, in place of one of the same name. Executions that were started before keep what they have. */
    void put(RegisteredPipeline pipeline);

    /** The pipeline of a name. */
    Optional<RegisteredPipeline> get(String name);

    /** All of them, in the order of their names. */
    List<RegisteredPipeline> all();

    /**
     * Takes a pipeline out. Executions that were started before go on.
     *
     * @return whether it was there
     */
    boolean delete(String name);
}

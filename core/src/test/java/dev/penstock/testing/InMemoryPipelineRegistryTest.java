package dev.penstock.testing;

import dev.penstock.registry.PipelineRegistry;
import dev.penstock.registry.PipelineRegistryContract;

class InMemoryPipelineRegistryTest extends PipelineRegistryContract {

    private final InMemoryPipelineRegistry registry = new InMemoryPipelineRegistry();

    @Override
    protected PipelineRegistry registry() {
        return registry;
    }
}

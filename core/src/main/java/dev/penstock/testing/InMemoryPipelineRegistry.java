package dev.penstock.testing;

import dev.penstock.registry.PipelineRegistry;
import dev.penstock.registry.RegisteredPipeline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Registered pipelines that are forgotten when the process ends. */
public final class InMemoryPipelineRegistry implements PipelineRegistry {

    private final ConcurrentSkipListMap<String, RegisteredPipeline> pipelines = new ConcurrentSkipListMap<>();

    @Override
    public void put(RegisteredPipeline pipeline) {
        pipelines.put(pipeline.name(), pipeline);
    }

    @Override
    public Optional<RegisteredPipeline> get(String name) {
        return Optional.ofNullable(pipelines.get(name));
    }

    @Override
    public List<RegisteredPipeline> all() {
        return List.copyOf(pipelines.values());
    }

    @Override
    public boolean delete(String name) {
        return pipelines.remove(name) != null;
    }
}

package dev.penstock.release;

import dev.penstock.action.ActionProvider;
import dev.penstock.fixture.DeployEngine;
import dev.penstock.fixture.DeployPipeline;
import dev.penstock.fixture.Ground;
import dev.penstock.image.ImageRegistry;
import dev.penstock.journal.Journal;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.time.EngineClock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An engine whose pipelines make an {@code imagedefinitions.json} and deploy it. */
public final class ReleaseFixture extends DeployEngine {

    /** An engine over a platform and a registry. */
    public ReleaseFixture(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            String runner,
            ContainerServices services,
            ImageRegistry registry,
            ResourceReader reader) {
        this(journal, clock, folder, artifacts, runner, new EcsDeployAction(services, registry), List.of(reader));
    }

    /** An engine with an action that deploys to ECS. */
    public ReleaseFixture(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            String runner,
            ActionProvider<?, ?> deploys,
            List<ResourceReader> readers) {
        super(new Ground(journal, clock, folder, artifacts), runner, List.of(deploys), readers);
    }

    /** A pipeline that deploys these image definitions to a service. */
    public static Pipeline pipeline(ServiceId service, String imageDefinitions) {
        return pipeline(service, Map.of("imagedefinitions.json", imageDefinitions), Map.of());
    }

    /** A pipeline that deploys an artifact with one file. */
    public static Pipeline pipeline(ServiceId service, Map<String, String> file, Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put("ClusterName", service.cluster());
        configuration.put("ServiceName", service.service());
        return DeployPipeline.of(
                "images", file, DeployPipeline.deploy("ECS", configuration, List.of("images"), List.of()));
    }
}

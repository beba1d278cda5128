package dev.penstock.stack;

import dev.penstock.action.ActionProvider;
import dev.penstock.fixture.DeployEngine;
import dev.penstock.fixture.DeployPipeline;
import dev.penstock.fixture.Ground;
import dev.penstock.journal.Journal;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.time.EngineClock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine whose pipelines make an artifact {@code app} and deploy a stack from it. */
public final class StackFixture extends DeployEngine {

    /** An engine over a platform. */
    public StackFixture(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            String runner,
            Stacks stacks,
            List<ResourceReader> readers,
            ChangeSetGate gate,
            StackOptions options) {
        this(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                List.of(new CloudFormationAction(
                        stacks,
                        StackFiles.NONE,
                        gate,
                        type -> type.contains("::RDS::"),
                        action -> options,
                        Optional::of)),
                readers);
    }

    /** An engine with some actions. */
    public static StackFixture of(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            List<ActionProvider<?, ?>> actions,
            List<ResourceReader> readers) {
        return new StackFixture(journal, clock, folder, artifacts, "one", actions, readers);
    }

    /** An engine with some actions. */
    public StackFixture(
            Journal journal,
            EngineClock clock,
            Path folder,
            InMemoryArtifactStore artifacts,
            String runner,
            List<ActionProvider<?, ?>> actions,
            List<ResourceReader> readers) {
        super(new Ground(journal, clock, folder, artifacts), runner, actions, readers);
    }

    /**
     * A pipeline that deploys a stack {@code shop}.
     *
     * @param files of the artifact {@code app}, content by name
     * @param more configuration of the action
     */
    public static Pipeline pipeline(String mode, Map<String, String> files, Map<String, String> more) {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put("ActionMode", mode);
        configuration.putIfAbsent("StackName", "shop");
        return pipelineOf("CloudFormation", files, configuration);
    }

    /** A pipeline with another action over the artifact {@code app}. */
    public static Pipeline pipelineOf(String provider, Map<String, String> files, Map<String, String> configuration) {
        List<String> outputs = configuration.containsKey("OutputFileName") ? List.of("outputs") : List.of();
        return DeployPipeline.of("app", files, DeployPipeline.deploy(provider, configuration, List.of("app"), outputs));
    }
}

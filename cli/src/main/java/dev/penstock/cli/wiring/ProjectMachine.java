package dev.penstock.cli.wiring;

import dev.penstock.artifact.ArtifactStore;
import dev.penstock.build.BuildExecutor;
import dev.penstock.cli.run.RunPlan;
import dev.penstock.image.ImageBuilder;
import dev.penstock.journal.Journal;
import dev.penstock.library.Machine;
import dev.penstock.source.SourceRepository;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Path;

/** The machine as a project sees it; each part is made when it is first asked for. */
final class ProjectMachine implements Machine {

    private final RunPlan plan;
    private final Closing closing;
    private final Provider<Journal> journal;
    private final Provider<ArtifactStore> artifacts;
    private final Provider<SourceRepository> sources;
    private final Provider<BuildExecutor> builds;
    private final Provider<ImageBuilder> images;

    @Inject
    ProjectMachine(
            RunPlan plan,
            Closing closing,
            Provider<Journal> journal,
            Provider<ArtifactStore> artifacts,
            Provider<SourceRepository> sources,
            Provider<BuildExecutor> builds,
            Provider<ImageBuilder> images) {
        this.plan = plan;
        this.closing = closing;
        this.journal = journal;
        this.artifacts = artifacts;
        this.sources = sources;
        this.builds = builds;
        this.images = images;
    }

    @Override
    public Journal journal() {
        return journal.get();
    }

    @Override
    public ArtifactStore artifacts() {
        return artifacts.get();
    }

    @Override
    public SourceRepository sources() {
        return sources.get();
    }

    @Override
    public BuildExecutor builds() {
        return builds.get();
    }

    @Override
    public ImageBuilder images() {
        return images.get();
    }

    @Override
    public Path workFolder() {
        return plan.project().work(plan.target());
    }

    @Override
    public void close() {
        closing.close();
    }
}

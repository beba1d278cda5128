package dev.penstock.cli.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.build.BuildExecutor;
import dev.penstock.cli.project.SqliteJournals;
import dev.penstock.cli.run.RunPlan;
import dev.penstock.image.ImageBuilder;
import dev.penstock.journal.Journal;
import dev.penstock.library.Machine;
import dev.penstock.local.artifact.DirectoryArtifactStore;
import dev.penstock.local.build.LocalBuildExecutor;
import dev.penstock.local.image.BaseImages;
import dev.penstock.local.image.LocalImageBuilder;
import dev.penstock.local.source.LocalSources;
import dev.penstock.secret.Masker;
import dev.penstock.source.SourceRepository;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** This machine: journal, artifacts, sources, builds, images. */
final class LocalModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Machine.class).to(ProjectMachine.class);
        bind(ProjectMachine.class).in(Singleton.class);
    }

    @Provides
    @Singleton
    Journal journal(RunPlan plan, Closing closing) {
        return closing.later(SqliteJournals.open(plan.project(), plan.target()));
    }

    @Provides
    @Singleton
    ArtifactStore artifacts(RunPlan plan) {
        return new DirectoryArtifactStore(plan.artifacts());
    }

    @Provides
    @Singleton
    SourceRepository sources(RunPlan plan, Masker masker) {
        return new LocalSources(
                plan.project().cache().resolve("git"),
                Path.of(System.getProperty("user.home", ".")),
                plan.environment(),
                masker);
    }

    @Provides
    @Singleton
    BuildExecutor builds(RunPlan plan, Closing closing) {
        return closing.later(new LocalBuildExecutor(plan.environment()));
    }

    /** In a simulated run nobody looks into an image, so that an empty one may stand in for its base. */
    @Provides
    @Singleton
    ImageBuilder images(RunPlan plan) {
        return new LocalImageBuilder(
                plan.project().cache().resolve("images"),
                switch (plan.target()) {
                    case AWS -> BaseImages.REAL_ONLY;
                    case SIMULATED -> BaseImages.STAND_INS;
                });
    }
}

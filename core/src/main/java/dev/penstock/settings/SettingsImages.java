package dev.penstock.settings;

import dev.penstock.image.ImageBuildRequest.BuilderChoice;
import dev.penstock.image.ImageOptions;
import dev.penstock.image.ImageSettings;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.source.SourceLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How the settings say that images are built. */
public final class SettingsImages implements ImageSettings {

    private final RunSettings settings;
    private final Optional<Pipeline> pipeline;

    /** For any pipeline: Dockerfiles are looked at when they are built. */
    public SettingsImages(RunSettings settings) {
        this.settings = settings;
        this.pipeline = Optional.empty();
    }

    /** For one pipeline: Dockerfiles in folders of this machine are looked at before anything starts. */
    public SettingsImages(RunSettings settings, Pipeline pipeline) {
        this.settings = settings;
        this.pipeline = Optional.of(pipeline);
    }

    @Override
    public ImageOptions of(String action) {
        ImageSetting setting = settings.imageOf(action);
        return new ImageOptions(
                setting.dockerfile(),
                setting.context(),
                setting.platform().orElse(ImageOptions.USUAL_PLATFORM),
                setting.containerName(),
                setting.builder().orElse(BuilderChoice.AUTO));
    }

    @Override
    public Optional<Path> folderOf(String artifact) {
        for (StageDeclaration stage : pipeline.map(Pipeline::stages).orElseGet(List::of)) {
            for (ActionDeclaration action : stage.actions()) {
                if (action.outputArtifacts().stream().map(OutputArtifact::name).anyMatch(artifact::equals)) {
                    return settings.sourceOf(action.name(), "").flatMap(SettingsImages::folder);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> folder(SourceLocation location) {
        return switch (location) {
            case SourceLocation.Directory(Path path) -> Optional.of(path);
            case SourceLocation.Git ignored -> Optional.empty();
        };
    }
}

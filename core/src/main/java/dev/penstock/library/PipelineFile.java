package dev.penstock.library;

import dev.penstock.document.SourceText;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.pipeline.UnresolvedValue;
import dev.penstock.problem.Problems;
import dev.penstock.registry.RegisteredPipeline;
import dev.penstock.secret.Secret;
import dev.penstock.settings.ProjectBuilds;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SecretParameters;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A definition in a file, and the settings beside it.
 *
 * @param definition the pipeline and where its values stand
 * @param settings of the file {@code penstock.yml} in the same folder; none if there is no such file
 * @param unresolved what a template does not say without an account; empty for every other form
 * @param hiddenValues by name, the values of a template's parameters with {@code NoEcho}, to which the pipeline refers; none that
 *     are given by where they are
 */
public record PipelineFile(
        PipelineDefinition definition,
        RunSettings settings,
        List<UnresolvedValue> unresolved,
        Map<String, Secret> hiddenValues) {

    public PipelineFile {
        unresolved = List.copyOf(unresolved);
        hiddenValues = Map.copyOf(hiddenValues);
    }

    /** The pipeline. */
    public Pipeline pipeline() {
        return definition.pipeline();
    }

    /**
     * Reads a definition in any form (JSON, YAML, CloudFormation) and the settings beside it.
     *
     * @throws InvalidDefinitionException if either has errors: all of them
     * @throws IOException if a file cannot be read
     */
    public static PipelineFile read(Path definition) throws IOException {
        Path folder = definition.toAbsolutePath().normalize().resolveSibling("");
        Path settings = folder.resolve(RunSettings.FILE_NAME);
        return read(
                text(definition),
                Files.exists(settings) ? Optional.of(text(settings)) : Optional.empty(),
                folder,
                ProjectBuilds::complete);
    }

    /**
     * Reads a registered pipeline. It runs in functions, and its builds in CodeBuild, which has their projects itself.
     *
     * @param folder what relative paths of its settings are relative to
     * @throws InvalidDefinitionException if it has errors: all of them
     */
    public static PipelineFile of(RegisteredPipeline registered, Path folder) {
        return read(
                text(registered.name(), registered.definition()),
                registered.settings().map(settings -> text(RunSettings.FILE_NAME, settings)),
                folder,
                (read, settings) -> read);
    }

    private static PipelineFile read(
            SourceText definition,
            Optional<SourceText> beside,
            Path folder,
            BiFunction<PipelineReading.Accepted, RunSettings, PipelineReading.Accepted> builds) {
        RunSettings settings =
                beside.map(text -> settings(definition, text, folder)).orElseGet(RunSettings::none);
        ReadOptions options = ReadOptions.none().withParameters(settings.parameters());
        return switch (PipelineReader.read(definition, options)) {
            case PipelineReading.Accepted read -> {
                PipelineReading.Accepted accepted = builds.apply(read, settings);
                yield new PipelineFile(
                        accepted.definition(),
                        settings,
                        accepted.unresolved(),
                        PipelineReader.hiddenValues(definition, options));
            }
            case PipelineReading.Refused refused -> throw new InvalidDefinitionException(refused.problems());
        };
    }

    private static RunSettings settings(SourceText definition, SourceText text, Path folder) {
        return switch (SettingsReader.read(text, folder)) {
            case SettingsReading.Accepted accepted -> {
                Problems secrets = new Problems();
                SecretParameters.check(definition, accepted.settings(), accepted.locations(), secrets);
                if (secrets.hasErrors()) {
                    throw new InvalidDefinitionException(secrets.list());
                }
                yield accepted.settings();
            }
            case SettingsReading.Refused refused -> throw new InvalidDefinitionException(refused.problems());
        };
    }

    private static SourceText text(Path file) throws IOException {
        return SourceText.read(file.toString(), file);
    }

    private static SourceText text(String name, String content) {
        return SourceText.of(name, content.getBytes(StandardCharsets.UTF_8));
    }
}

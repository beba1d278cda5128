package dev.penstock.runner.validation;

import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.runner.RunRequest;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.settings.SourceSetting;
import dev.penstock.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that a pipeline's deploy actions take out of folders of this machine: the Dockerrun or Compose file of a bundle for
 * Elastic Beanstalk, the image definitions, the task definition and the AppSpec file for ECS. What is wrong in them would be known only when they
 * are deployed. What an earlier action makes is not there yet, and not looked for.
 */
final class DeployedFiles {

    /** What Elastic Beanstalk looks for at the top of a bundle. */
    private static final List<String> OF_BUNDLES = List.of("Dockerrun.aws.json", "docker-compose.yml");

    private final RunRequest.Place place;
    private final Validator validator;

    /** Files of the kinds that the validator knows are judged by it. */
    DeployedFiles(RunRequest.Place place, Validator validator) {
        this.place = place;
        this.validator = validator;
    }

    /**
     * What is to be said of the files that a definition's actions take, each once.
     *
     * @param file the definition; complete
     * @throws IOException if a file that is there cannot be read
     */
    List<Validator.Report> of(Path file, SourceText definition, ReadOptions options) throws IOException {
        Map<String, Path> folders = new LinkedHashMap<>();
        Set<Path> taken = new LinkedHashSet<>();
        if (PipelineReader.read(definition, options) instanceof PipelineReading.Accepted accepted) {
            Map<String, SourceSetting> sources = sources(file);
            for (StageDeclaration stage : accepted.definition().pipeline().stages()) {
                for (ActionDeclaration action : stage.actions()) {
                    if (sources.get(action.name()) instanceof SourceSetting.Directory directory) {
                        for (OutputArtifact output : action.outputArtifacts()) {
                            folders.put(output.name(), directory.path());
                        }
                    }
                    taken(action, folders).stream().filter(Files::isRegularFile).forEach(taken::add);
                }
            }
        }
        List<Validator.Report> reports = new ArrayList<>();
        for (Path each : taken) {
            reports.add(report(each));
        }
        return reports;
    }

    private static Map<String, SourceSetting> sources(Path definition) throws IOException {
        Path settings = definition.resolveSibling(RunSettings.FILE_NAME);
        if (!Files.isRegularFile(settings)) {
            return Map.of();
        }
        SourceText text = SourceText.read(settings.toString(), settings);
        return SettingsReader.read(text, settings.resolveSibling("")) instanceof SettingsReading.Accepted accepted
                ? accepted.settings().sources()
                : Map.of();
    }

    private static List<Path> taken(ActionDeclaration action, Map<String, Path> folders) {
        Optional<Path> input =
                action.inputArtifacts().stream().findFirst().flatMap(name -> Optional.ofNullable(folders.get(name)));
        Map<String, String> configuration = action.configuration();
        if (action.type().category() != ActionCategory.DEPLOY) {
            return List.of();
        }
        return switch (action.type().provider()) {
            case "ElasticBeanstalk" ->
                input.stream()
                        .flatMap(folder -> OF_BUNDLES.stream().map(folder::resolve))
                        .toList();
            case "ECS" ->
                input.stream()
                        .map(folder -> folder.resolve(configuration.getOrDefault("FileName", "imagedefinitions.json")))
                        .toList();
            case "CodeDeployToECS" ->
                Stream.of(
                                template(configuration, folders, "TaskDefinitionTemplate", "taskdef.json"),
                                template(configuration, folders, "AppSpecTemplate", "appspec.yaml"))
                        .flatMap(Optional::stream)
                        .toList();
            case "CodeDeploy" ->
                input.stream().map(folder -> folder.resolve("appspec.yml")).toList();
            default -> List.of();
        };
    }

    private static Optional<Path> template(
            Map<String, String> configuration, Map<String, Path> folders, String key, String usual) {
        return Optional.ofNullable(folders.get(configuration.getOrDefault(key + "Artifact", "")))
                .map(folder -> folder.resolve(configuration.getOrDefault(key + "Path", usual)));
    }

    private Validator.Report report(Path file) throws IOException {
        Path directory = place.directory();
        String shown = file.startsWith(directory) ? directory.relativize(file).toString() : file.toString();
        SourceText source = SourceText.read(shown, file);
        if (file.endsWith("imagedefinitions.json")) {
            return validator.validate(source);
        }
        return ContainerFiles.judge(place, source, Set.of());
    }
}

package dev.penstock.cli.command;

import dev.penstock.appspec.AppSpecReader;
import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.Surroundings;
import dev.penstock.compose.ComposeReader;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.ebextensions.ConfigurationFile;
import dev.penstock.runner.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds what can be judged in a folder. Files that belong together are one target. */
final class LintTargets {

    private final Surroundings surroundings;

    LintTargets(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The targets of a file or folder. */
    List<List<String>> of(String name) throws IOException {
        Path path = surroundings.resolve(Path.of(name));
        if (!Files.isDirectory(path)) {
            return List.of(List.of(name));
        }
        List<List<String>> targets = new ArrayList<>();
        List<String> names = names(path);
        if (names.contains(Dockerrun.FILE_NAME)) {
            targets.add(List.of(Dockerrun.FILE_NAME));
        }
        ComposeReader.FILE_NAMES.stream()
                .filter(names::contains)
                .findFirst()
                .ifPresent(file -> targets.add(withOverride(file, names)));
        names.stream().filter(LintTargets::isTaskDefinition).forEach(file -> targets.add(List.of(file)));
        AppSpecReader.FILE_NAMES.stream().filter(names::contains).forEach(file -> targets.add(List.of(file)));
        Path extensions = path.resolve(ConfigurationFile.FOLDER);
        if (Files.isDirectory(extensions)) {
            names(extensions).stream()
                    .filter(file -> file.endsWith(ConfigurationFile.SUFFIX))
                    .forEach(file -> targets.add(List.of(ConfigurationFile.FOLDER + "/" + file)));
        }
        if (targets.isEmpty()) {
            throw new CommandFailure(
                    Refusal.FILE,
                    "In " + name + " there is nothing to judge.",
                    "Looked for are " + Dockerrun.FILE_NAME
                            + ", Compose files, task definitions (taskdef*.json, task-definition*.json), appspec.yml and .ebextensions/*.config.");
        }
        return targets.stream()
                .map(target -> target.stream()
                        .map(file -> Path.of(name).resolve(file).normalize().toString())
                        .toList())
                .toList();
    }

    /** The file, and the one that {@code docker compose} merges into it unasked. */
    private static List<String> withOverride(String file, List<String> names) {
        String base = file.substring(0, file.lastIndexOf('.')) + ".override";
        return Stream.concat(
                        Stream.of(file),
                        Stream.of(base + ".yml", base + ".yaml")
                                .filter(names::contains)
                                .limit(1))
                .toList();
    }

    private static boolean isTaskDefinition(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        return plain.endsWith(".json")
                && (plain.startsWith("taskdef")
                        || plain.endsWith("taskdef.json")
                        || plain.endsWith("taskdefinition.json"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isRegularFile)
                    .map(child -> String.valueOf(child.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}

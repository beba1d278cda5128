package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.Surroundings;
import dev.penstock.compose.ComposeOptions;
import dev.penstock.runner.NamedFile;
import dev.penstock.runner.Refusal;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which Compose files are read together, and how: the options of {@code docker compose}. */
final class ComposeSelection {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A Compose file; several are merged in their order.")
    private List<String> files = List.of();

    @Option(names = "--profile", paramLabel = "NAME", description = "An active profile of the Compose file; * for all.")
    private List<String> profiles = List.of();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "A file of variables for the Compose file, in place of .env.")
    private List<String> environmentFiles = List.of();

    /** The files that are merged; empty when none is named. */
    List<String> files() {
        return files;
    }

    /** The active profiles, or those when none is named. */
    Set<String> profilesOr(Set<String> otherwise) {
        return profiles.isEmpty() ? otherwise : new LinkedHashSet<>(profiles);
    }

    /** The files: those named by options, or the one that stands alone. */
    List<String> filesOr(List<String> alone) {
        if (!files.isEmpty() && !alone.isEmpty()) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "'" + alone.getFirst() + "' stands alone, and others are named by -f.",
                    "Name all files that belong together by -f.");
        }
        return files.isEmpty() ? alone : files;
    }

    /** How the files are read; the folder of the first is the project's. */
    ComposeOptions options(Surroundings surroundings, String first, Set<String> usualProfiles) {
        ComposeOptions options = new ContainerFiles(surroundings).options(first, profilesOr(usualProfiles));
        if (environmentFiles.isEmpty()) {
            return options;
        }
        for (String name : environmentFiles) {
            Path unused = NamedFile.readable(surroundings.resolve(Path.of(name)), name, "");
        }
        // They are named from where the user is, all others from the project's folder.
        return options.withEnvironmentFiles(environmentFiles.stream()
                .map(name -> surroundings
                        .resolve(Path.of(name))
                        .toAbsolutePath()
                        .normalize()
                        .toString())
                .toList());
    }
}

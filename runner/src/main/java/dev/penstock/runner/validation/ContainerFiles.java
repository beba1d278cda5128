package dev.penstock.runner.validation;

import dev.penstock.compose.ComposeFiles;
import dev.penstock.compose.ComposeOptions;
import dev.penstock.runner.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Files that declare containers, and what they refer to. */
public final class ContainerFiles {

    private ContainerFiles() {}

    /** How a Compose file is read: paths are meant from its folder, variables are those of the environment. */
    public static ComposeOptions options(RunRequest.Place place, String file, Set<String> profiles) {
        Path path = place.resolve(Path.of(file));
        Path folder = Optional.ofNullable(path.getParent()).orElse(place.directory());
        ComposeFiles files = name -> {
            Path other = folder.resolve(name);
            try {
                return Files.isRegularFile(other) ? Optional.of(Files.readAllBytes(other)) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        String project =
                String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
        Optional<String> name = project.isEmpty() ? Optional.empty() : Optional.of(project);
        return new ComposeOptions(".", name, place.environment(), profiles, files);
    }
}

package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import dev.penstock.compose.ComposeOptions;
import dev.penstock.document.SourceText;
import java.io.IOException;
import java.util.Set;

/** Reads files that declare containers, and what they refer to. */
final class ContainerFiles {

    private final Surroundings surroundings;

    ContainerFiles(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** A file that the user named. */
    SourceText source(String file) throws IOException {
        return InputFiles.read(file, surroundings);
    }

    /** How a Compose file is read: paths are meant from its folder, variables are those of the environment. */
    ComposeOptions options(String file, Set<String> profiles) {
        return dev.penstock.runner.validation.ContainerFiles.options(surroundings.place(), file, profiles);
    }
}

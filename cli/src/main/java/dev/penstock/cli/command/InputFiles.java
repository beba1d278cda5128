package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import dev.penstock.document.SourceText;
import dev.penstock.runner.NamedFile;
import java.io.IOException;
import java.nio.file.Path;

/** Reads files that the user named. */
final class InputFiles {

    private InputFiles() {}

    static SourceText read(String file, Surroundings surroundings) throws IOException {
        return SourceText.of(file, NamedFile.read(surroundings.resolve(Path.of(file)), file, ""));
    }
}

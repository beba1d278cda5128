package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.document.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that the user named. */
final class InputFiles {

    private InputFiles() {}

    static SourceText read(String file, Surroundings surroundings) throws IOException {
        Path path = surroundings.resolve(Path.of(file));
        if (!Files.isRegularFile(path)) {
            throw new CommandFailure(ExitCode.USAGE, "There is no file " + file + ".");
        }
        return SourceText.of(file, Files.readAllBytes(path));
    }
}

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
        return SourceText.read(file, named(file, surroundings));
    }

    /** Reads a file that may be as long as that, in bytes. */
    static SourceText read(String file, Surroundings surroundings, int mostBytes) throws IOException {
        return SourceText.read(file, named(file, surroundings), mostBytes);
    }

    private static Path named(String file, Surroundings surroundings) {
        return NamedFile.readable(surroundings.resolve(Path.of(file)), file, "");
    }
}

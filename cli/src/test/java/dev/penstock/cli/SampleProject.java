package dev.penstock.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of a sample, to be run and changed. */
final class SampleProject {

    private static final Path SAMPLES = Path.of("../samples");

    private SampleProject() {}

    /** Copies what belongs to a sample into a folder, without what runs have left in it. */
    static Path copy(String sample, Path to) throws IOException {
        Path from = SAMPLES.resolve(sample);
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(file -> !file.toString().contains(".penstock")).forEach(file -> {
                Path target = to.resolve(from.relativize(file).toString());
                try {
                    Files.createDirectories(Files.isDirectory(file) ? target : target.resolveSibling(""));
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, target);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return to;
    }
}

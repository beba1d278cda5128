package dev.penstock.validation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.document.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of real projects, in a folder above the repository; tests over them are skipped where it is not. */
public final class Corpus {

    private static final Path ROOT = find();

    private Corpus() {}

    private static Path find() {
        Path sought = Path.of("shared", "corpus");
        Path here = Path.of("").toAbsolutePath();
        for (Path above = here; above != null; above = above.getParent()) {
            if (Files.isDirectory(above.resolve(sought))) {
                return above.resolve(sought);
            }
        }
        return here.resolve(sought);
    }

    /**
     * A file of the corpus.
     *
     * @param name its path in the corpus
     * @param note what is said of it; empty for files that are as they should be
     */
    public record Sample(String name, byte[] bytes, String note) {

        public SourceText text() {
            return SourceText.of(name, bytes);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The files of these kinds, in the order of the list of sources. */
    public static List<Sample> samples(String... kinds) throws IOException {
        assumeTrue(Files.isDirectory(ROOT), () -> "there is no folder of sample files at " + ROOT);
        List<Sample> samples = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("SOURCES.tsv"))) {
            String[] columns = line.split("\t", -1);
            if (List.of(kinds).contains(columns[0])) {
                byte[] bytes = Files.readAllBytes(ROOT.resolve(columns[1]));
                samples.add(new Sample(columns[1], bytes, columns.length > 6 ? columns[6] : ""));
            }
        }
        return samples;
    }
}

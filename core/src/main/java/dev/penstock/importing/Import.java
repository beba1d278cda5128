package dev.penstock.importing;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import java.util.List;
import java.util.Objects;

/** What came of an import. */
public sealed interface Import {

    /** What was found in the file and what could not be carried over, in the order of the places. */
    List<Problem> problems();

    /** The file that was read, to show problems in. */
    SourceText source();

    /**
     * It could be imported.
     *
     * @param files what to write, at least one; names differ
     */
    record Imported(SourceText source, List<ImportedFile> files, List<Problem> problems) implements Import {

        public Imported {
            Objects.requireNonNull(source, "source");
            files = List.copyOf(files);
            problems = List.copyOf(problems);
        }
    }

    /**
     * It could not.
     *
     * @param problems at least one error
     */
    record Refused(SourceText source, List<Problem> problems) implements Import {

        public Refused {
            Objects.requireNonNull(source, "source");
            problems = List.copyOf(problems);
        }
    }
}

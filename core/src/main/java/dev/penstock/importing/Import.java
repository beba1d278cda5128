package dev.penstock.importing;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import java.util.List;

/** What came of an import. */
public sealed interface Import {

    /** What was found in the file and what could not be carried over, in the order of the places. */
    List<Problem> problems();

    /** The files that were read, to show problems in; at least one. */
    List<SourceText> sources();

    /**
     * It could be imported.
     *
     * @param files what to write, at least one; names differ
     */
    record Imported(List<SourceText> sources, List<ImportedFile> files, List<Problem> problems) implements Import {

        public Imported {
            sources = List.copyOf(sources);
            files = List.copyOf(files);
            problems = List.copyOf(problems);
        }

        /** Nothing but that one file was read. */
        public Imported(SourceText source, List<ImportedFile> files, List<Problem> problems) {
            this(List.of(source), files, problems);
        }
    }

    /**
     * It could not.
     *
     * @param problems at least one error
     */
    record Refused(List<SourceText> sources, List<Problem> problems) implements Import {

        public Refused {
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }

        /** Nothing but that one file was read. */
        public Refused(SourceText source, List<Problem> problems) {
            this(List.of(source), problems);
        }
    }
}

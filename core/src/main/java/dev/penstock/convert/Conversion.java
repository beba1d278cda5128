package dev.penstock.convert;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import java.util.List;
import java.util.Objects;

/** What came of a conversion. */
public sealed interface Conversion {

    /** What was found in the file, and what was lost from it, in the order of the places. */
    List<Problem> problems();

    /** The files that were read, to show problems in. */
    List<SourceText> sources();

    /**
     * It could be converted.
     *
     * @param from what the file was
     * @param text the file in its new form
     * @param losses what the new form cannot say
     * @param problems the losses, and warnings and notes about the file
     */
    record Converted(Format from, String text, List<Problem> losses, List<SourceText> sources, List<Problem> problems)
            implements Conversion {

        public Converted {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(text, "text");
            losses = List.copyOf(losses);
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }
    }

    /**
     * It could not.
     *
     * @param problems at least one error
     */
    record Refused(List<SourceText> sources, List<Problem> problems) implements Conversion {

        public Refused {
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }
    }
}

package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import java.util.List;

/** What came of reading Compose files. */
public sealed interface ComposeReading {

    /** All that was found, in the order of its places. */
    List<Problem> problems();

    /** All files that were read, to show problems in. */
    List<SourceText> sources();

    /**
     * They can be used.
     *
     * @param project what they mean
     * @param document the same as one document of long forms, as {@code docker compose config} prints it
     * @param problems warnings and notes
     */
    record Accepted(
            ComposeProject project, SourceNode.Mapping document, List<SourceText> sources, List<Problem> problems)
            implements ComposeReading {

        public Accepted {
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }
    }

    /**
     * They cannot.
     *
     * @param problems at least one error, with everything else that was found
     */
    record Refused(List<SourceText> sources, List<Problem> problems) implements ComposeReading {

        public Refused {
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }
    }
}

package dev.penstock.build;

import dev.penstock.problem.Problem;
import java.util.List;

/** What came of reading a buildspec. */
public sealed interface BuildspecReading {

    /** All that was found, in the order of its places. */
    List<Problem> problems();

    /**
     * The buildspec can be used.
     *
     * @param problems warnings and notes
     */
    record Accepted(Buildspec buildspec, List<Problem> problems) implements BuildspecReading {

        public Accepted {
            problems = List.copyOf(problems);
        }
    }

    /**
     * It cannot.
     *
     * @param problems at least one error, with everything else that was found
     */
    record Refused(List<Problem> problems) implements BuildspecReading {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

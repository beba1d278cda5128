package dev.penstock.appspec;

import dev.penstock.document.Places;
import dev.penstock.problem.Problem;
import java.util.List;

/** What came of reading an AppSpec file. */
public sealed interface AppSpecReading {

    /** All that was found, in the order of its places. */
    List<Problem> problems();

    /**
     * It can be used.
     *
     * @param places where its values stand
     * @param problems warnings and notes
     */
    record Accepted(AppSpec appSpec, Places places, List<Problem> problems) implements AppSpecReading {

        public Accepted {
            problems = List.copyOf(problems);
        }
    }

    /**
     * It cannot.
     *
     * @param problems at least one error, with everything else that was found
     */
    record Refused(List<Problem> problems) implements AppSpecReading {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

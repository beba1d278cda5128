package dev.penstock.taskdefinition;

import dev.penstock.document.Places;
import dev.penstock.problem.Problem;
import java.util.List;

/** What came of reading a task definition. */
public sealed interface TaskDefinitionReading {

    /** All that was found, in the order of its places. */
    List<Problem> problems();

    /**
     * It can be used.
     *
     * @param places where its values stand, as if the document held nothing but the task definition
     * @param problems warnings and notes
     */
    record Accepted(TaskDefinition taskDefinition, Places places, List<Problem> problems)
            implements TaskDefinitionReading {

        public Accepted {
            problems = List.copyOf(problems);
        }
    }

    /**
     * It cannot.
     *
     * @param problems at least one error, with everything else that was found
     */
    record Refused(List<Problem> problems) implements TaskDefinitionReading {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

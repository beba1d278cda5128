package dev.penstock.settings;

import dev.penstock.pipeline.Locations;
import dev.penstock.problem.Problem;
import java.util.List;

/** What came of reading settings. */
public sealed interface SettingsReading {

    /** All that was found, in the order of its places. */
    List<Problem> problems();

    /**
     * The settings can be used.
     *
     * @param settings the settings
     * @param locations where their values stand
     * @param problems warnings and notes
     */
    record Accepted(RunSettings settings, Locations locations, List<Problem> problems) implements SettingsReading {

        public Accepted {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Something is wrong.
     *
     * @param problems at least one error
     */
    record Refused(List<Problem> problems) implements SettingsReading {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

package dev.penstock.verdict;

import dev.penstock.problem.ProblemType;
import java.time.Duration;
import java.util.List;

/** A limit that needs no statistics: when what is read is beyond it, the release goes back at once. */
public sealed interface Gate {

    /** How it is called, unique among the gates. */
    String name();

    /** How many readings in a row must be beyond the limit, at least 1. */
    int readings();

    /**
     * Tasks or instances of the new version that start again and again.
     *
     * @param restarts from how many restarts on it is a crash loop, at least 1
     * @param within the time in which they are counted
     */
    record CrashLoop(String name, int restarts, Duration within, int readings) implements Gate {

        public CrashLoop {
            check(name, readings);
            VerdictSettingsException.range("restarts", restarts, 0, 1_000_000, "at least 1");
            if (within.isNegative() || within.isZero()) {
                throw new VerdictSettingsException(
                        ProblemType.VERDICT_TIMES,
                        "within",
                        "The time in which restarts are counted is longer than zero.");
            }
        }
    }

    /**
     * Healthy targets of the new version.
     *
     * @param minimum the smallest share of the wanted targets that must be healthy, above 0 and at most 1
     */
    record Health(String name, double minimum, int readings) implements Gate {

        public Health {
            check(name, readings);
            VerdictSettingsException.range("minimum", minimum, 0, 1, "a share above 0 and at most 1");
        }
    }

    /**
     * A resource that the new version must not use up: processor, memory, connections.
     *
     * @param limit the highest share in use, above 0 and at most 1
     */
    record Saturation(String name, double limit, int readings) implements Gate {

        public Saturation {
            check(name, readings);
            VerdictSettingsException.range("limit", limit, 0, 1, "a share above 0 and at most 1");
        }
    }

    /**
     * Alarms, of which none may be in the state {@code ALARM}.
     *
     * @param alarms their names, at least one
     */
    record Alarms(String name, List<String> alarms, int readings) implements Gate {

        public Alarms {
            check(name, readings);
            alarms = List.copyOf(alarms);
            if (alarms.isEmpty()) {
                throw new VerdictSettingsException(
                        ProblemType.VERDICT_NAMES, "alarms", "The gate '" + name + "' needs the name of an alarm.");
            }
        }
    }

    private static void check(String name, int readings) {
        if (name.isBlank()) {
            throw new VerdictSettingsException(ProblemType.VERDICT_NAMES, "gates", "A gate needs a name.");
        }
        VerdictSettingsException.range("readings", readings, 0, 1000, "at least 1 and at most 1000");
    }
}

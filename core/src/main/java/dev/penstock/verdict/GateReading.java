package dev.penstock.verdict;

import java.util.List;

/** A fact for a gate. */
public sealed interface GateReading {

    /** The gate that it is for, as the settings name it. */
    String gate();

    /**
     * For a {@link Gate.CrashLoop}.
     *
     * @param restarts how many tasks or instances of the new version ended and were started again in the gate's time
     */
    record Restarts(String gate, int restarts) implements GateReading {}

    /**
     * For a {@link Gate.Health}.
     *
     * @param healthy how many targets of the new version are healthy
     * @param wanted how many there should be, at least 1
     */
    record Targets(String gate, int healthy, int wanted) implements GateReading {

        public Targets {
            if (healthy < 0 || wanted < 1) {
                throw new IllegalArgumentException(healthy + " of " + wanted + " targets cannot be healthy");
            }
        }
    }

    /**
     * For a {@link Gate.Saturation}.
     *
     * @param used the share in use, 0 or more; above 1 where a resource may be overcommitted
     */
    record Used(String gate, double used) implements GateReading {

        public Used {
            if (!(used >= 0 && used < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(used + " is no share of a resource");
            }
        }
    }

    /**
     * For {@link Gate.Alarms}.
     *
     * @param inAlarm names of those in the state {@code ALARM}
     * @param withoutData names of those in the state {@code INSUFFICIENT_DATA}, or that do not exist
     */
    record AlarmStates(String gate, List<String> inAlarm, List<String> withoutData) implements GateReading {

        public AlarmStates {
            inAlarm = List.copyOf(inAlarm);
            withoutData = List.copyOf(withoutData);
        }
    }

    /**
     * The source has no answer. A gate that has none is neither open nor closed: nothing goes back because of it, and nothing is
     * promoted either.
     *
     * @param reason one full sentence
     */
    record Missing(String gate, String reason) implements GateReading {}
}

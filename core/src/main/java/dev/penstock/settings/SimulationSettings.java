package dev.penstock.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How AWS is simulated.
 *
 * @param seed decides what happens by chance: the same seed gives the same course
 * @param clock by whose time is waited where another process serves the simulated AWS; in this process there is one time only
 * @param services ECS services as they are made when the simulated account lacks them, by their name
 * @param secrets secrets of the simulated Secrets Manager, by their name: the environment variable that holds the value, by each
 *     key of the secret
 */
public record SimulationSettings(
        OptionalInt seed, Clock clock, Map<String, Service> services, Map<String, Map<String, String>> secrets) {

    /** By whose time executions wait whose simulated AWS another process serves. */
    public enum Clock {
        /** This machine's: what takes a minute takes a minute. */
        MACHINE,
        /** The simulated AWS's, however fast that is. */
        SIMULATOR
    }

    public SimulationSettings {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        Map<String, Map<String, String>> copied = new LinkedHashMap<>();
        secrets.forEach((name, keys) -> copied.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(keys))));
        secrets = Collections.unmodifiableMap(copied);
    }

    /** Nothing set. */
    public static SimulationSettings none() {
        return new SimulationSettings(OptionalInt.empty(), Clock.MACHINE, Map.of(), Map.of());
    }

    /**
     * An ECS service.
     *
     * @param desiredCount how many tasks, 1 to 1000
     * @param containerName the name of its container
     * @param containerPort the port of its container, 1 to 65535
     * @param requestsPerMinute how many requests users send to it in a minute of simulated time, 1 to 60,000,000; absent for none
     */
    public record Service(
            OptionalInt desiredCount,
            Optional<String> containerName,
            OptionalInt containerPort,
            OptionalInt requestsPerMinute) {

        /** Nothing is said of it. */
        public static final Service UNSAID =
                new Service(OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    }
}

package dev.penstock.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How AWS is simulated.
 *
 * @param seed decides what happens by chance: the same seed gives the same course
 * @param clock by whose time is waited where another process serves the simulated AWS; in this process there is one time only
 * @param services ECS services as they are made when the simulated account lacks them, by their name
 * @param images images that the simulated registry has though nothing of the pipeline makes them
 * @param secrets secrets of the simulated Secrets Manager, by their name: the environment variable that holds the value, by each
 *     key of the secret
 */
public record SimulationSettings(
        OptionalInt seed,
        Clock clock,
        Map<String, Service> services,
        List<Image> images,
        Map<String, Map<String, String>> secrets) {

    /** By whose time executions wait whose simulated AWS another process serves. */
    public enum Clock {
        /** This machine's: what takes a minute takes a minute. */
        MACHINE,
        /** The simulated AWS's, however fast that is. */
        SIMULATOR
    }

    public SimulationSettings {
        images = List.copyOf(images);
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        Map<String, Map<String, String>> copied = new LinkedHashMap<>();
        secrets.forEach((name, keys) -> copied.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(keys))));
        secrets = Collections.unmodifiableMap(copied);
    }

    /** Nothing set. */
    public static SimulationSettings none() {
        return new SimulationSettings(OptionalInt.empty(), Clock.MACHINE, Map.of(), List.of(), Map.of());
    }

    /**
     * An image of the simulated account's registry.
     *
     * @param repository the name of its repository
     * @param tag by which it is named there
     */
    public record Image(String repository, String tag) {

        private static final Pattern NAME = Pattern.compile(
                "(?<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*):(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})");

        /** What {@code REPOSITORY:TAG} names; empty if it is written otherwise. */
        public static Optional<Image> of(String text) {
            Matcher name = NAME.matcher(text);
            return name.matches()
                    ? Optional.of(new Image(name.group("repository"), name.group("tag")))
                    : Optional.empty();
        }
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

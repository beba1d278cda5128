package dev.penstock.stack.review;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.DurationEstimate;
import dev.penstock.observe.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How long resources take to be made, changed and deleted: learned where something was seen, else assumed by type. */
public final class ResourceTimes {

    /** What is done to a resource. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    /**
     * A time.
     *
     * @param usual half of them take no longer
     * @param learned whether it is known from experience
     */
    public record Time(Duration usual, boolean learned) {}

    private static final Duration ANY = Duration.ofSeconds(5);

    private static final class Lazy {
        static final Map<String, Map<Operation, Duration>> ASSUMED = assumed();
    }

    private final Durations experience;

    /** @param experience what was seen before; told of what is seen by {@link #took} */
    public ResourceTimes(Durations experience) {
        this.experience = experience;
    }

    private static Map<String, Map<Operation, Duration>> assumed() {
        Map<String, Map<Operation, Duration>> times = new HashMap<>();
        Tables.read(
                "resource-times.tsv",
                columns -> times.put(
                        columns[0],
                        Map.of(
                                Operation.CREATE, seconds(columns[1]),
                                Operation.UPDATE, seconds(columns[2]),
                                Operation.DELETE, seconds(columns[3]))));
        return times;
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /** How long that usually takes. */
    public Time of(AwsScope scope, String type, Operation operation) {
        DurationEstimate seen = experience.of(kind(type, operation), scope);
        if (seen.count() > 0) {
            return new Time(Duration.ofMillis(Math.round(1000 * Math.exp(seen.mean()))), true);
        }
        return new Time(Lazy.ASSUMED.getOrDefault(type, Map.of()).getOrDefault(operation, ANY), false);
    }

    /** One took so long. */
    public void took(AwsScope scope, String type, Operation operation, Duration duration) {
        experience.took(kind(type, operation), scope, duration);
    }

    private static String kind(String type, Operation operation) {
        return type + " " + operation;
    }
}

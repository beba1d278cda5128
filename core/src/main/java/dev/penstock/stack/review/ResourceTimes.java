package dev.penstock.stack.review;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.DurationEstimate;
import dev.penstock.observe.Durations;
import dev.penstock.stack.StackExperience;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How long resources take to be made, changed and deleted: learned where something was seen, else assumed by type. */
public final class ResourceTimes implements StackExperience {

    /** What takes less is not worth a word. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(30);

    /**
     * A time.
     *
     * @param usual half of them take no longer
     * @param learned whether it is known from experience
     */
    public record Time(Duration usual, boolean learned) {}

    private static final Duration ANY = Duration.ofSeconds(5);

    private static final class Lazy {
        static final Map<String, Map<Deed, Duration>> ASSUMED = assumed();
    }

    private final Durations experience;

    /** @param experience what was seen before; told of what is seen by {@link #took} */
    public ResourceTimes(Durations experience) {
        this.experience = experience;
    }

    private static Map<String, Map<Deed, Duration>> assumed() {
        Map<String, Map<Deed, Duration>> times = new HashMap<>();
        Tables.read(
                "resource-times.tsv",
                columns -> times.put(
                        columns[0],
                        Map.of(
                                Deed.CREATE, seconds(columns[1]),
                                Deed.UPDATE, seconds(columns[2]),
                                Deed.DELETE, seconds(columns[3]))));
        return times;
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /** How long that usually takes. */
    public Time of(AwsScope scope, String type, Deed deed) {
        DurationEstimate seen = experience.of(kind(type, deed), scope);
        if (seen.count() > 0) {
            return new Time(Duration.ofMillis(Math.round(1000 * Math.exp(seen.mean()))), true);
        }
        return new Time(Lazy.ASSUMED.getOrDefault(type, Map.of()).getOrDefault(deed, ANY), false);
    }

    @Override
    public Optional<Duration> usual(AwsScope scope, String type, Deed deed) {
        return Optional.of(of(scope, type, deed).usual()).filter(time -> time.compareTo(WORTH_TELLING) >= 0);
    }

    @Override
    public void took(AwsScope scope, String type, Deed deed, Duration duration) {
        experience.took(kind(type, deed), scope, duration);
    }

    private static String kind(String type, Deed deed) {
        return type + " " + deed;
    }
}

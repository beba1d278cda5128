package dev.penstock.rollout.duration;

import dev.penstock.rollout.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long a rollout takes if nothing goes wrong.
 *
 * @param how in words, such as {@code ROLLING, 2 tasks in 1 wave}
 * @param phases one after the other
 * @param costly the settings that cost most of it, the worst first; three at most
 * @param remarks what the number does not say, full sentences
 */
public record RolloutTime(String how, List<Phase> phases, List<CostlySetting> costly, List<String> remarks) {

    /** So many settings are named. */
    private static final int NAMED = 3;

    /** What saves less is not worth a change. */
    private static final Duration WORTH_NAMING = Duration.ofSeconds(10);

    public RolloutTime {
        phases = phases.stream().filter(phase -> !phase.each().isZero()).toList();
        costly = List.copyOf(costly);
        remarks = List.copyOf(remarks);
    }

    /**
     * Another way for the same rollout.
     *
     * @param name of the setting that would be another
     * @param value what it is
     * @param quicker what it would be
     * @param whole what the rollout would take then
     */
    public record Alternative(String name, String value, String quicker, Duration whole) {}

    /** What all of it takes. */
    public Duration expected() {
        return sum(phases);
    }

    /** What phases take in all. */
    public static Duration sum(List<Phase> phases) {
        return phases.stream().map(Phase::whole).reduce(Duration.ZERO, Duration::plus);
    }

    /** The same, with the alternatives named that save most. */
    public RolloutTime with(List<Alternative> alternatives) {
        return new RolloutTime(how, phases, worst(expected(), alternatives), remarks);
    }

    /**
     * The alternatives that save most, the best first; three at most.
     *
     * @param whole what the rollout takes as it is
     */
    public static List<CostlySetting> worst(Duration whole, List<Alternative> alternatives) {
        List<CostlySetting> all = new ArrayList<>();
        for (Alternative each : alternatives) {
            Duration saves = whole.minus(each.whole());
            if (saves.compareTo(WORTH_NAMING) >= 0) {
                all.add(new CostlySetting(each.name(), each.value(), each.quicker(), saves));
            }
        }
        all.sort(Comparator.comparing(CostlySetting::saves).reversed());
        return List.copyOf(all.subList(0, Math.min(NAMED, all.size())));
    }

    /** Sentences: how long, of what it is made, and what would be quicker. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add("Takes about " + rounded(expected())
                + parts().map(parts -> " (" + parts + ")").orElse("") + ".");
        costly.forEach(setting -> sentences.add(setting.sentence()));
        sentences.addAll(remarks);
        return sentences;
    }

    private Optional<String> parts() {
        return phases.stream()
                .map(phase ->
                        (phase.times() == 1 ? "" : phase.times() + " × ") + phase.words() + " " + rounded(phase.each()))
                .reduce((one, other) -> one + ", " + other);
    }

    private static String rounded(Duration time) {
        return Words.of(Duration.ofSeconds(time.plusMillis(500).toSeconds()));
    }
}

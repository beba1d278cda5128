package dev.penstock.verdict.check;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.VerdictJudge;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import dev.penstock.verdict.simulate.Sampling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Judges past minutes as if they had been canaries. */
public final class SelfCheck {

    private final VerdictSettings settings;
    private final double weight;
    private final RandomGenerator random;
    private int judged;
    private int rolledBack;
    private int promoted;
    private int events;
    private double dispersion;

    private SelfCheck(VerdictSettings settings, double weight, RandomGenerator random) {
        this.settings = settings;
        this.weight = weight;
        this.random = random;
    }

    /**
     * What came out.
     *
     * @param arms the arms that were found, in alphabetical order; one if the requests were split at random
     * @param falseAlarms canaries that would have been rolled back
     * @param promotions canaries that would have been promoted
     * @param overdispersion how much the arms' bad requests spread, as a multiple of what independent ones do, at least 1; 1 as well
     *     when there were too few to tell
     */
    public record Outcome(List<String> arms, Proportion falseAlarms, Proportion promotions, double overdispersion) {

        public Outcome {
            arms = List.copyOf(arms);
        }
    }

    /**
     * Checks.
     *
     * @param minutes past counts: of two arms, or of one that is split
     * @param settings what is judged by, with one metric and one place; each canary gets the settings' bake time, one after the
     *     other
     * @param weight the share of requests that the canary gets when there is one arm only
     * @param repetitions how often one arm is split, each time anew; two arms are judged once with each in the canary's place
     * @throws IllegalArgumentException when there are more than two arms, an arm has a minute twice, or the minutes do not fill one
     *     bake time
     */
    public static Outcome check(
            List<PastMinute> minutes,
            VerdictSettings settings,
            double weight,
            int repetitions,
            RandomGenerator random) {
        var check = new SelfCheck(settings, weight, random);
        Map<Instant, Map<String, ArmCounts>> byTime = new TreeMap<>();
        var arms = new TreeSet<String>();
        for (PastMinute minute : minutes) {
            arms.add(minute.arm());
            if (byTime.computeIfAbsent(minute.time(), time -> new TreeMap<>()).put(minute.arm(), minute.counts())
                    != null) {
                throw new IllegalArgumentException("The minute " + minute.time() + " is there twice"
                        + (minute.arm().isEmpty() ? "." : " for the arm '" + minute.arm() + "'."));
            }
        }
        List<String> names = List.copyOf(arms);
        if (names.size() > 2) {
            throw new IllegalArgumentException(
                    "There are " + names.size() + " arms: " + String.join(", ", names) + ". One or two can be judged.");
        }
        if (names.size() == 2) {
            check.all(pairs(byTime, names.get(0), names.get(1)));
            check.all(pairs(byTime, names.get(1), names.get(0)));
        } else {
            for (int i = 0; i < repetitions; i++) {
                check.all(check.split(byTime, names.getFirst()));
            }
        }
        return check.outcome(names);
    }

    private record Pair(Instant time, ArmCounts canary, ArmCounts baseline) {}

    private static List<Pair> pairs(Map<Instant, Map<String, ArmCounts>> byTime, String canary, String baseline) {
        List<Pair> pairs = new ArrayList<>();
        byTime.forEach((time, counts) -> pairs.add(new Pair(
                time, counts.getOrDefault(canary, ArmCounts.NONE), counts.getOrDefault(baseline, ArmCounts.NONE))));
        return pairs;
    }

    private List<Pair> split(Map<Instant, Map<String, ArmCounts>> byTime, String arm) {
        List<Pair> pairs = new ArrayList<>();
        byTime.forEach((time, counts) -> {
            ArmCounts all = Objects.requireNonNull(counts.get(arm));
            ArmCounts canary = Sampling.some(all, (long) (all.requests() * weight + random.nextDouble()), random);
            pairs.add(new Pair(
                    time, canary, new ArmCounts(all.requests() - canary.requests(), all.bad() - canary.bad())));
        });
        return pairs;
    }

    /** Makes canaries of the minutes, each as long as the bake time. */
    private void all(List<Pair> pairs) {
        int from = 0;
        while (from < pairs.size()) {
            Instant end = pairs.get(from).time().plus(settings.timing().bake());
            int to = from;
            while (to < pairs.size() && pairs.get(to).time().isBefore(end)) {
                to++;
            }
            // What is left at the end of the file is no whole canary.
            if (!pairs.getLast().time().plus(minute(pairs)).isBefore(end)) {
                judge(pairs.subList(from, to), minute(pairs));
            }
            from = to;
        }
        pairs.forEach(pair -> spread(pair.canary(), pair.baseline()));
    }

    /** The shortest time between two lines: how long each of them was counted. */
    private static Duration minute(List<Pair> pairs) {
        Duration shortest = Duration.ofMinutes(1);
        for (int i = 1; i < pairs.size(); i++) {
            Duration between =
                    Duration.between(pairs.get(i - 1).time(), pairs.get(i).time());
            shortest = between.compareTo(shortest) < 0 ? between : shortest;
        }
        return shortest;
    }

    private void judge(List<Pair> pairs, Duration minute) {
        var judge = new VerdictJudge(settings);
        String metric = settings.metrics().getFirst().name();
        String scope = settings.scopes().getFirst();
        judge.look(Look.at(pairs.getFirst().time(), List.of()));
        judged++;
        for (Pair pair : pairs) {
            Window window = new Window(pair.time(), pair.time().plus(minute));
            Decision decision = judge.look(Look.at(
                            window.end(),
                            List.of(new MetricBatch.Counted(metric, scope, window, pair.canary(), pair.baseline()))))
                    .decision();
            if (decision instanceof Decision.RollBack) {
                rolledBack++;
                return;
            }
            if (decision instanceof Decision.Promote) {
                promoted++;
                return;
            }
        }
    }

    /** How far the canary's bad requests are from their share of all, squared, beside what that is for independent ones. */
    private void spread(ArmCounts canary, ArmCounts baseline) {
        long requests = canary.requests() + baseline.requests();
        long bad = canary.bad() + baseline.bad();
        if (requests < 2 || bad == 0 || canary.requests() == 0 || baseline.requests() == 0) {
            return;
        }
        double share = (double) canary.requests() / requests;
        double independent = bad * share * (1 - share) * (requests - bad) / (requests - 1.0);
        if (independent > 0) {
            double away = canary.bad() - bad * share;
            dispersion += away * away / independent;
            events++;
        }
    }

    private Outcome outcome(List<String> arms) {
        if (judged == 0) {
            throw new IllegalArgumentException("The minutes do not fill one bake time.");
        }
        return new Outcome(
                arms,
                Proportion.of(rolledBack, judged),
                Proportion.of(promoted, judged),
                events < 30 ? 1 : Math.max(1, dispersion / events));
    }
}

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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Judges past minutes as if they had been canaries. */
public final class SelfCheck {

    private final VerdictSettings settings;
    private final double weight;
    private final RandomGenerator random;
    private final Duration minute;
    private final Overdispersion spread;
    private int judged;
    private int rolledBack;
    private int promoted;

    private SelfCheck(VerdictSettings settings, double weight, RandomGenerator random, Duration minute) {
        this.settings = settings;
        this.weight = weight;
        this.random = random;
        this.minute = minute;
        spread = new Overdispersion(Math.max(1, settings.timing().bake().dividedBy(minute)));
    }

    /**
     * What came out.
     *
     * @param arms the arms that were found, in alphabetical order; one if the requests were split at random
     * @param falseAlarms canaries that would have been rolled back
     * @param promotions canaries that would have been promoted
     * @param overdispersion how much the arms' bad requests spread, within a minute or over a bake time, as a multiple of what
     *     independent ones do, at least 1; 1 as well when there were too few to tell
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
     * @throws IllegalArgumentException when there are more than two arms, an arm has a minute twice, two arms have none in common, or
     *     the minutes do not fill one bake time
     */
    public static Outcome check(
            List<PastMinute> minutes,
            VerdictSettings settings,
            double weight,
            int repetitions,
            RandomGenerator random) {
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
        var check = new SelfCheck(settings, weight, random, minute(List.copyOf(byTime.keySet())));
        if (names.size() == 2) {
            if (byTime.values().stream().allMatch(counts -> counts.size() < 2)) {
                throw new IllegalArgumentException("The arms '" + String.join("' and '", names)
                        + "' have no time in common. Give the counts of both for the same minutes.");
            }
            List<Pair> pairs = pairs(byTime, names.get(0), names.get(1));
            check.all(pairs);
            check.spread(pairs);
            check.all(pairs(byTime, names.get(1), names.get(0)));
        } else {
            for (int i = 0; i < repetitions; i++) {
                List<Pair> pairs = check.split(byTime, names.getFirst());
                check.all(pairs);
                check.spread(pairs);
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
            if (!pairs.getLast().time().plus(minute).isBefore(end)) {
                judge(pairs.subList(from, to));
            }
            from = to;
        }
    }

    /** The shortest time between two lines: how long each of them was counted. */
    private static Duration minute(List<Instant> times) {
        Optional<Duration> shortest = IntStream.range(1, times.size())
                .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)))
                .min(Comparator.naturalOrder());
        return shortest.orElse(Duration.ofMinutes(1));
    }

    private void judge(List<Pair> pairs) {
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

    /** Measures how much a series of windows spreads; only those that follow on each other are one run. */
    private void spread(List<Pair> pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            if (i > 0 && !pairs.get(i).time().equals(pairs.get(i - 1).time().plus(minute))) {
                spread.end();
            }
            spread.add(pairs.get(i).canary(), pairs.get(i).baseline());
        }
        spread.end();
    }

    private Outcome outcome(List<String> arms) {
        if (judged == 0) {
            throw new IllegalArgumentException("The minutes do not fill one bake time.");
        }
        return new Outcome(arms, Proportion.of(rolledBack, judged), Proportion.of(promoted, judged), spread.measured());
    }
}

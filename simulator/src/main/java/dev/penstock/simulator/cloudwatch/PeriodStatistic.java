package dev.penstock.simulator.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/**
 * One of the statistics that a period's measurements can be summed up in. Source: CloudWatch User Guide, "CloudWatch
 * statistics definitions".
 *
 * @param low the lower bound of trimmed kinds: in percent of the measurements, or a value
 * @param high the upper bound; for a percentile, the percentile
 * @param percent whether the bounds are in percent
 */
record PeriodStatistic(Kind kind, double low, double high, boolean percent) {

    enum Kind {
        AVERAGE,
        SUM,
        MINIMUM,
        MAXIMUM,
        SAMPLE_COUNT,
        PERCENTILE,
        TRIMMED_MEAN,
        TRIMMED_COUNT,
        TRIMMED_SUM,
        WINSORIZED_MEAN,
        PERCENTILE_RANK
    }

    private static final Pattern SHORT = Pattern.compile("(p|tm|tc|ts|wm)([0-9]{1,2}(?:\\.[0-9]{1,10})?|100)");
    private static final Pattern BOUNDED =
            Pattern.compile("(TM|TC|TS|WM|PR)\\(([0-9]+(?:\\.[0-9]+)?)?(%?):([0-9]+(?:\\.[0-9]+)?)?(%?)\\)");

    static PeriodStatistic of(MetricAlarm alarm) {
        String name = alarm.statisticAsString() == null ? alarm.extendedStatistic() : alarm.statisticAsString();
        return parse(name).orElseThrow();
    }

    /** Reads a statistic as requests name it; empty when there is no such. */
    static Optional<PeriodStatistic> parse(String name) {
        return switch (name) {
            case "Average" -> Optional.of(plain(Kind.AVERAGE));
            case "Sum" -> Optional.of(plain(Kind.SUM));
            case "Minimum" -> Optional.of(plain(Kind.MINIMUM));
            case "Maximum" -> Optional.of(plain(Kind.MAXIMUM));
            case "SampleCount" -> Optional.of(plain(Kind.SAMPLE_COUNT));
            case "IQM" -> Optional.of(new PeriodStatistic(Kind.TRIMMED_MEAN, 25, 75, true));
            default -> extended(name);
        };
    }

    /** The percentile of {@code p99.9}, or 100 for statistics that are none. */
    static double percentile(String name) {
        return parse(name)
                .filter(s -> s.kind() == Kind.PERCENTILE)
                .map(PeriodStatistic::high)
                .orElse(100.0);
    }

    /** The statistic of a period; empty when what was published does not tell it. */
    Optional<Double> of(Sample sample) {
        Statistics sums = sample.statistics();
        return switch (kind) {
            case AVERAGE -> Optional.of(sums.average());
            case SUM -> Optional.of(sums.sum());
            case MINIMUM -> Optional.of(sums.min());
            case MAXIMUM -> Optional.of(sums.max());
            case SAMPLE_COUNT -> Optional.of(sums.count());
            case PERCENTILE -> known(sample).map(d -> valueAt(d, high));
            case TRIMMED_MEAN -> known(sample).flatMap(d -> mean(trimmed(d)));
            case TRIMMED_COUNT -> known(sample).map(d -> count(trimmed(d)));
            case TRIMMED_SUM -> known(sample).map(d -> sum(trimmed(d)));
            case WINSORIZED_MEAN -> known(sample).flatMap(d -> mean(winsorized(d)));
            case PERCENTILE_RANK -> known(sample).map(d -> 100 * count(trimmed(d)) / d.total());
        };
    }

    private static PeriodStatistic plain(Kind kind) {
        return new PeriodStatistic(kind, 0, 0, false);
    }

    private static Optional<PeriodStatistic> extended(String name) {
        Matcher simple = SHORT.matcher(name);
        if (simple.matches()) {
            double high = Double.parseDouble(simple.group(2));
            return Optional.of(new PeriodStatistic(kind(simple.group(1)), 0, high, true));
        }
        Matcher bounded = BOUNDED.matcher(name);
        if (!bounded.matches() || (bounded.group(2) == null && bounded.group(4) == null)) {
            return Optional.empty();
        }
        boolean percent = bounded.group(3).equals("%") || bounded.group(5).equals("%");
        double low = bounded.group(2) == null
                ? (percent ? 0 : Double.NEGATIVE_INFINITY)
                : Double.parseDouble(bounded.group(2));
        double high = bounded.group(4) == null
                ? (percent ? 100 : Double.POSITIVE_INFINITY)
                : Double.parseDouble(bounded.group(4));
        return Optional.of(new PeriodStatistic(kind(bounded.group(1)), low, high, percent));
    }

    private static Kind kind(String letters) {
        return switch (letters.toLowerCase(Locale.ROOT)) {
            case "p" -> Kind.PERCENTILE;
            case "tm" -> Kind.TRIMMED_MEAN;
            case "tc" -> Kind.TRIMMED_COUNT;
            case "ts" -> Kind.TRIMMED_SUM;
            case "wm" -> Kind.WINSORIZED_MEAN;
            default -> Kind.PERCENTILE_RANK;
        };
    }

    private static Optional<Distribution> known(Sample sample) {
        return Optional.of(sample.distribution()).filter(Distribution::known);
    }

    /** The least value that at least so many percent of the measurements do not exceed. */
    private static double valueAt(Distribution distribution, double percent) {
        double wanted = distribution.total() * percent / 100;
        double passed = 0;
        for (int i = 0; i < distribution.values().size(); i++) {
            passed += distribution.counts().get(i);
            if (passed >= wanted - 1e-9) {
                return distribution.values().get(i);
            }
        }
        return distribution.values().getLast();
    }

    /** What lies within the bounds; measurements on a bound in percent count in part. */
    private List<double[]> trimmed(Distribution distribution) {
        double total = distribution.total();
        double from = total * low / 100;
        double to = total * high / 100;
        double passed = 0;
        List<double[]> kept = new ArrayList<>();
        for (int i = 0; i < distribution.values().size(); i++) {
            double value = distribution.values().get(i);
            double count = distribution.counts().get(i);
            double share = percent
                    ? Math.max(0, Math.min(passed + count, to) - Math.max(passed, from))
                    : value > low && value <= high ? count : 0;
            passed += count;
            if (share > 0) {
                kept.add(new double[] {value, share});
            }
        }
        return kept;
    }

    /** What lies beyond a bound counts as the bound. */
    private List<double[]> winsorized(Distribution distribution) {
        double least = percent ? valueAt(distribution, low) : low;
        double greatest = percent ? valueAt(distribution, high) : high;
        List<double[]> kept = new ArrayList<>();
        for (int i = 0; i < distribution.values().size(); i++) {
            double value = Math.min(Math.max(distribution.values().get(i), least), greatest);
            kept.add(new double[] {value, distribution.counts().get(i)});
        }
        return kept;
    }

    private static double count(List<double[]> weighted) {
        return weighted.stream().mapToDouble(w -> w[1]).sum();
    }

    private static double sum(List<double[]> weighted) {
        return weighted.stream().mapToDouble(w -> w[0] * w[1]).sum();
    }

    private static Optional<Double> mean(List<double[]> weighted) {
        return weighted.isEmpty() ? Optional.empty() : Optional.of(sum(weighted) / count(weighted));
    }
}

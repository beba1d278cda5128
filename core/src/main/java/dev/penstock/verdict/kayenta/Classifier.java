package dev.penstock.verdict.kayenta;

import dev.penstock.verdict.kayenta.KayentaMetric.Direction;
import dev.penstock.verdict.kayenta.KayentaMetric.Effect.Measure;
import dev.penstock.verdict.kayenta.KayentaMetric.Missing;
import dev.penstock.verdict.kayenta.KayentaResult.Label;
import dev.penstock.verdict.kayenta.KayentaResult.MetricResult;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/** Compares the two series of one metric. */
final class Classifier {

    private static final double TOLERANCE = 0.25;
    private static final double NOISE = 1e-5;

    private final KayentaMetric metric;
    private final RandomGenerator random;

    Classifier(KayentaMetric metric, RandomGenerator random) {
        this.metric = metric;
        this.random = random;
    }

    MetricResult classify(double[] rawControl, double[] rawExperiment) {
        double[] control = prepared(rawControl);
        double[] experiment = prepared(rawExperiment);
        if (control.length == 0 || experiment.length == 0) {
            return withoutData();
        }
        double[] one = control.clone();
        double[] other = experiment.clone();
        Arrays.sort(one);
        Arrays.sort(other);
        boolean identical = Arrays.equals(one, other);
        if (identical || distinct(DoubleStream.concat(Arrays.stream(one), Arrays.stream(other))) == 1) {
            return result(Label.PASS, false, 1);
        }
        try {
            return compared(control, experiment);
        } catch (IllegalArgumentException allEqual) {
            return result(Label.ERROR, false, Double.NaN);
        }
    }

    private MetricResult withoutData() {
        if (metric.missing() == Missing.REPLACE) {
            return result(Label.PASS, false, 1);
        }
        return metric.mustHaveData() && !metric.critical()
                ? result(Label.NO_DATA_FAIL, false, 1)
                : result(Label.NO_DATA, metric.critical(), 1);
    }

    private MetricResult compared(double[] rawControl, double[] rawExperiment) {
        boolean constant = distinct(Arrays.stream(rawControl)) == 1 && distinct(Arrays.stream(rawExperiment)) == 1;
        // The experiment first, as its noise is drawn first.
        double[] experiment = constant ? noisy(rawExperiment) : rawExperiment;
        double[] control = constant ? noisy(rawControl) : rawControl;
        MannWhitney test = MannWhitney.of(experiment, control);
        double tolerated = TOLERANCE * Math.abs(test.estimate());
        double ratio = ratio(control, experiment);
        double effect =
                metric.effect().measure() == Measure.COMMON_LANGUAGE ? commonLanguage(control, experiment) : ratio;
        // An effect that cannot be computed is not looked at.
        boolean high = metric.direction() != Direction.DECREASE
                && test.lower() > tolerated
                && !(effect < metric.effect().allowedIncrease());
        boolean low = metric.direction() != Direction.INCREASE
                && test.upper() < -tolerated
                && !(effect > metric.effect().allowedDecrease());
        if (high) {
            boolean critical = metric.critical() && !(effect < metric.effect().criticalIncrease());
            return result(Label.HIGH, critical, ratio);
        }
        if (low) {
            boolean critical = metric.critical() && !(effect > metric.effect().criticalDecrease());
            return result(Label.LOW, critical, ratio);
        }
        return result(Label.PASS, false, ratio);
    }

    private MetricResult result(Label label, boolean critical, double ratio) {
        return new MetricResult(metric.name(), label, critical, ratio);
    }

    private double[] prepared(double[] values) {
        double[] numbers = metric.missing() == Missing.REMOVE
                ? Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray()
                : Arrays.stream(values)
                        .map(value -> Double.isNaN(value) ? 0 : value)
                        .toArray();
        return metric.outlierFactor() > 0 && numbers.length > 0 ? withoutOutliers(numbers) : numbers;
    }

    private double[] withoutOutliers(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double first = percentile(sorted, 0.25);
        double third = percentile(sorted, 0.75);
        double reach = metric.outlierFactor() * (third - first);
        double lower = Math.min(percentile(sorted, 0.01), first - reach);
        double upper = Math.max(percentile(sorted, 0.99), third + reach);
        return Arrays.stream(values)
                .filter(value -> value >= lower && value <= upper)
                .toArray();
    }

    /** By R's definition 7. */
    static double percentile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private double[] noisy(double[] values) {
        return Arrays.stream(values)
                .map(value -> value + random.nextGaussian() * value * NOISE)
                .toArray();
    }

    private static double ratio(double[] control, double[] experiment) {
        double one = Arrays.stream(control).average().orElse(0);
        double other = Arrays.stream(experiment).average().orElse(0);
        return one == 0 || other == 0 ? Double.NaN : other / one;
    }

    private static double commonLanguage(double[] control, double[] experiment) {
        double[] sorted = DoubleStream.concat(Arrays.stream(experiment), Arrays.stream(control))
                .sorted()
                .toArray();
        double ranks = Arrays.stream(experiment)
                .map(value -> MannWhitney.rank(sorted, value))
                .sum();
        double m = experiment.length;
        double n = control.length;
        return (2 * ranks - m * (m + 1)) / (2 * n * m);
    }

    private static long distinct(DoubleStream values) {
        return values.distinct().count();
    }
}

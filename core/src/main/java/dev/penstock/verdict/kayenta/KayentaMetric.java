package dev.penstock.verdict.kayenta;

import java.util.List;

/**
 * A metric as Kayenta's {@code analysisConfigurations.canary} configures it.
 *
 * @param name its name
 * @param groups groups that it counts in
 * @param direction which change is bad
 * @param missing what becomes of values that are not a number
 * @param outlierFactor how many interquartile ranges beyond the quartiles a value is left out ({@code outliers.strategy: remove}, 3.0
 *     by default); 0 to keep all ({@code keep})
 * @param effect how the size of a change is measured, and from what on it counts
 * @param critical a change fails the whole canary
 * @param mustHaveData having no data is a failure of this metric
 * @param muted it is judged, and counts for nothing
 */
public record KayentaMetric(
        String name,
        List<String> groups,
        Direction direction,
        Missing missing,
        double outlierFactor,
        Effect effect,
        boolean critical,
        boolean mustHaveData,
        boolean muted) {

    /** Which change is bad. */
    public enum Direction {
        /** Higher values of the canary. */
        INCREASE,
        /** Lower values. */
        DECREASE,
        /** Both. */
        EITHER
    }

    /** What becomes of values that are not a number ({@code nanStrategy}). */
    public enum Missing {
        /** They are left out; a series without any value has no data. */
        REMOVE,
        /** They are 0; a series without any value passes. */
        REPLACE
    }

    /**
     * The size of a change.
     *
     * @param measure how it is measured
     * @param allowedIncrease from what size on an increase counts
     * @param allowedDecrease up to what size a decrease counts
     * @param criticalIncrease from what size on an increase of a critical metric fails the canary
     * @param criticalDecrease up to what size a decrease does
     */
    public record Effect(
            Measure measure,
            double allowedIncrease,
            double allowedDecrease,
            double criticalIncrease,
            double criticalDecrease) {

        /** How it is measured. */
        public enum Measure {
            /** The ratio of the means, canary to baseline; not looked at where one of them is 0. */
            MEAN_RATIO,
            /** How probable it is that a value of the canary is above one of the baseline ({@code cles}). */
            COMMON_LANGUAGE
        }

        /** Any size counts. */
        public static Effect any(Measure measure) {
            double none = measure == Measure.COMMON_LANGUAGE ? 0.5 : 1;
            return new Effect(measure, none, none, none, none);
        }
    }

    public KayentaMetric {
        groups = List.copyOf(groups);
        if (!(outlierFactor >= 0)) {
            throw new IllegalArgumentException("an outlier factor is 0 or more, not " + outlierFactor);
        }
    }

    /** A metric with Kayenta's defaults in one group. */
    public static KayentaMetric of(String name, String group) {
        return new KayentaMetric(
                name,
                List.of(group),
                Direction.EITHER,
                Missing.REMOVE,
                0,
                Effect.any(Effect.Measure.MEAN_RATIO),
                false,
                false,
                false);
    }

    /** The same, bad in that direction only. */
    public KayentaMetric with(Direction other) {
        return new KayentaMetric(name, groups, other, missing, outlierFactor, effect, critical, mustHaveData, muted);
    }

    /** The same, failing the whole canary. */
    public KayentaMetric asCritical() {
        return new KayentaMetric(name, groups, direction, missing, outlierFactor, effect, true, mustHaveData, muted);
    }

    /** The same with outliers left out. */
    public KayentaMetric withoutOutliers(double factor) {
        return new KayentaMetric(name, groups, direction, missing, factor, effect, critical, mustHaveData, muted);
    }

    /** The same with other sizes of change. */
    public KayentaMetric with(Effect other) {
        return new KayentaMetric(name, groups, direction, missing, outlierFactor, other, critical, mustHaveData, muted);
    }
}

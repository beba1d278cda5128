package dev.penstock.verdict.kayenta;

/**
 * The values of one metric over time, one for each step; NaN where there is none.
 *
 * @param metric what is compared
 * @param control the baseline's values
 * @param experiment the canary's values of the same time
 */
public record KayentaSeries(KayentaMetric metric, double[] control, double[] experiment) {

    public KayentaSeries {
        control = control.clone();
        experiment = experiment.clone();
    }

    @Override
    public double[] control() {
        return control.clone();
    }

    @Override
    public double[] experiment() {
        return experiment.clone();
    }
}

package dev.penstock.verdict;

import java.util.Arrays;
import java.util.List;

/**
 * The e-value against "the canary is no worse" of a fault that may begin with any batch: a mixture over when it begins and over its
 * ratio. What spoke for the canary before a fault began does not count against that beginning.
 *
 * <p>Weight goes to a beginning before its first batch is seen, and all weights together are 1; so the mixture has an expectation
 * of at most 1 at every look, like each of its parts. All beginnings of one ratio share one number, {@code (before + beginning) ×
 * factor}: a batch costs the same however many there were. Not thread-safe.
 */
final class OnsetMixture {

    /** Beyond this, a number is kept as a logarithm. */
    private static final double LARGE = 1e100;

    /** Factors beyond this, or one by it, are not multiplied. */
    private static final double MOST_GAIN = 500;

    private final double[] ratios;
    private final double[] logarithms;
    private final double scale;
    private final double[] values;
    private final double[] offsets;
    private double left;
    private double begun;

    /**
     * No batch yet.
     *
     * @param alternatives ratios above 1
     * @param scale what logarithms are multiplied by: one by the overdispersion
     * @param left the weight of faults that do not begin with the first batch
     */
    OnsetMixture(List<Double> alternatives, double scale, double left) {
        ratios = alternatives.stream().mapToDouble(Double::doubleValue).toArray();
        logarithms = new double[ratios.length];
        for (int i = 0; i < ratios.length; i++) {
            logarithms[i] = StrictMath.log(ratios[i]);
        }
        this.scale = scale;
        this.left = left;
        values = new double[ratios.length];
        offsets = new double[ratios.length];
        Arrays.fill(values, 1 - left);
    }

    /** Faults begin, so that this weight is left for those that begin later; no more than was left before. */
    void begin(double weight) {
        begun += left - weight;
        left = weight;
    }

    /** Takes in a batch with so many bad requests, and the canary's share of all its requests. */
    void add(double share, long canaryBad, long events) {
        for (int i = 0; i < ratios.length; i++) {
            double gain = (canaryBad * logarithms[i] - events * StrictMath.log1p(share * (ratios[i] - 1))) * scale;
            double before = values[i] + (offsets[i] == 0 ? begun : begun * StrictMath.exp(-offsets[i]));
            if (Math.abs(gain) <= MOST_GAIN && before <= LARGE) {
                values[i] = before * StrictMath.exp(gain);
            } else {
                rescale(i, StrictMath.log(before) + offsets[i] + gain);
            }
        }
        begun = 0;
    }

    /** Keeps a number that may be too large, or too small, for multiplication. */
    private void rescale(int index, double logarithm) {
        boolean large = logarithm > MOST_GAIN / 4;
        offsets[index] = large ? logarithm : 0;
        values[index] = large ? 1 : StrictMath.exp(logarithm);
    }

    /** The logarithm of the e-value. */
    double worse() {
        double most = 0;
        for (double offset : offsets) {
            most = Math.max(most, offset);
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += most == 0 ? values[i] : values[i] * StrictMath.exp(offsets[i] - most);
        }
        double rest = begun + left;
        return most + StrictMath.log(sum / values.length + (most == 0 ? rest : rest * StrictMath.exp(-most)));
    }

    void exchange(JudgeState state) {
        state.numbers(values);
        state.numbers(offsets);
        left = state.number(left);
        begun = state.number(begun);
    }
}

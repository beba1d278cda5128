package dev.penstock.verdict.kayenta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penstock.verdict.kayenta.KayentaMetric.Direction;
import dev.penstock.verdict.kayenta.KayentaMetric.Effect;
import dev.penstock.verdict.kayenta.KayentaMetric.Missing;
import dev.penstock.verdict.kayenta.KayentaResult.Classification;
import dev.penstock.verdict.kayenta.KayentaResult.Label;
import dev.penstock.verdict.kayenta.KayentaResult.MetricResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KayentaJudgeTest {

    private static final RandomGenerator RANDOM =
            RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    private static final KayentaMetric METRIC = KayentaMetric.of("errors", "system");

    /** {@code series.json} was made with SciPy 1.17.1: scores of mannwhitneyu, roots of brentq. */
    @Test
    void labelsRandomSeriesAsAnIndependentImplementationDoes() throws IOException {
        int high = 0;
        for (JsonNode each : series()) {
            double[] control = numbers(each.get("control"));
            double[] experiment = numbers(each.get("experiment"));
            MannWhitney test = MannWhitney.of(experiment, control);
            assertThat(test.lower()).isCloseTo(each.get("lower").asDouble(), within(1.1e-4));
            assertThat(test.upper()).isCloseTo(each.get("upper").asDouble(), within(1.1e-4));
            Label label = Label.valueOf(each.get("label").asString());
            assertThat(classify(METRIC, control, experiment).label()).isEqualTo(label);
            high += label == Label.HIGH ? 1 : 0;
        }
        assertThat(high).isGreaterThan(5);
    }

    private static JsonNode series() throws IOException {
        try (InputStream in = KayentaJudgeTest.class.getResourceAsStream("series.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in).readAllBytes());
        }
    }

    private static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    @Test
    void onlyTheDirectionThatIsBadCounts() {
        double[] low = ramp(10, 30);
        double[] high = ramp(20, 30);
        assertThat(classify(METRIC, low, high).label()).isEqualTo(Label.HIGH);
        assertThat(classify(METRIC, high, low).label()).isEqualTo(Label.LOW);
        assertThat(classify(METRIC.with(Direction.DECREASE), low, high).label()).isEqualTo(Label.PASS);
        assertThat(classify(METRIC.with(Direction.INCREASE), high, low).label()).isEqualTo(Label.PASS);
    }

    @Test
    void aChangeThatIsSmallerThanAllowedPasses() {
        double[] low = ramp(10, 30);
        double[] high = ramp(11, 30);
        assertThat(classify(METRIC, low, high).label()).isEqualTo(Label.HIGH);
        Effect tenTimes = new Effect(Effect.Measure.MEAN_RATIO, 1.2, 0.8, 2, 0.5);
        assertThat(classify(METRIC.with(tenTimes), low, high).label()).isEqualTo(Label.PASS);
        Effect nearlyAlways = new Effect(Effect.Measure.COMMON_LANGUAGE, 0.9, 0.1, 0.99, 0.01);
        assertThat(classify(METRIC.with(nearlyAlways).asCritical(), low, ramp(10.1, 30))
                        .label())
                .isEqualTo(Label.PASS);
        MetricResult certain = classify(METRIC.with(nearlyAlways).asCritical(), low, ramp(20, 30));
        assertThat(certain.label()).isEqualTo(Label.HIGH);
        assertThat(certain.critical()).isTrue();
    }

    @Test
    void criticalOnlyFromTheCriticalSizeOn() {
        Effect twice = new Effect(Effect.Measure.MEAN_RATIO, 1, 1, 2, 0.5);
        assertThat(classify(METRIC.with(twice).asCritical(), ramp(10, 30), ramp(15, 30))
                        .critical())
                .isFalse();
        assertThat(classify(METRIC.with(twice).asCritical(), ramp(10, 30), ramp(25, 30))
                        .critical())
                .isTrue();
    }

    @Test
    void seriesThatAreEqualOrHoldOneValuePass() {
        assertThat(classify(METRIC, ramp(10, 30), ramp(10, 30)).label()).isEqualTo(Label.PASS);
        assertThat(classify(METRIC, new double[] {2, 2}, new double[] {2, 2, 2}).label())
                .isEqualTo(Label.PASS);
        double[] constant = filled(30, 5);
        assertThat(classify(METRIC, constant, filled(30, 7)).label()).isEqualTo(Label.HIGH);
        assertThat(classify(METRIC, filled(30, 0), filled(30, 7)).ratio()).isNaN();
    }

    @Test
    void whatIsNoNumberIsLeftOutOrZero() {
        double[] none = filled(5, Double.NaN);
        assertThat(classify(METRIC, none, ramp(1, 5)).label()).isEqualTo(Label.NO_DATA);
        assertThat(classify(METRIC.asCritical(), none, ramp(1, 5)).critical()).isTrue();
        KayentaMetric needed = new KayentaMetric(
                "m",
                List.of("g"),
                Direction.EITHER,
                Missing.REMOVE,
                0,
                Effect.any(Effect.Measure.MEAN_RATIO),
                false,
                true,
                false);
        assertThat(classify(needed, none, ramp(1, 5)).label()).isEqualTo(Label.NO_DATA_FAIL);
        KayentaMetric replaced = new KayentaMetric(
                "m",
                List.of("g"),
                Direction.EITHER,
                Missing.REPLACE,
                0,
                Effect.any(Effect.Measure.MEAN_RATIO),
                false,
                true,
                false);
        assertThat(classify(replaced, new double[0], ramp(1, 5)).label()).isEqualTo(Label.PASS);
        assertThat(classify(replaced, none, filled(5, 0)).label()).isEqualTo(Label.PASS);
    }

    @Test
    void outliersBeyondBothFencesAreLeftOut() {
        double[] spiky = ramp(10, 400);
        for (int i = 0; i < 3; i++) {
            spiky[i] = 1e9;
        }
        double shift = classify(METRIC, ramp(10, 400), spiky).ratio();
        assertThat(shift).isGreaterThan(1e5);
        assertThat(classify(METRIC.withoutOutliers(3), ramp(10, 400), spiky).ratio())
                .isCloseTo(1, within(0.01));
        assertThat(Classifier.percentile(new double[] {1, 2, 3, 4}, 0.25)).isEqualTo(1.75);
    }

    /** The cases of Kayenta's own scorer suite: labels of metrics by group, and the score. */
    @Test
    void scoresGroupsByTheirWeights() {
        assertThat(score(Map.of(), "a:pass")).isEqualTo(100);
        assertThat(score(Map.of(), "a:high")).isZero();
        assertThat(score(Map.of(), "a:none")).isZero();
        assertThat(score(Map.of(), "a:pass a:pass b:none")).isEqualTo(100);
        assertThat(score(Map.of(), "a:pass a:high")).isEqualTo(50);
        assertThat(score(Map.of(), "a:pass a:high a:low")).isEqualTo(33.33);
        assertThat(score(Map.of("a", 75.0, "b", 25.0), "a:pass a:pass b:high")).isEqualTo(75);
        assertThat(score(Map.of("a", 50.0, "b", 50.0), "a:pass a:high b:high")).isEqualTo(25);
        assertThat(score(Map.of("a", 50.0, "b", 50.0), "a:pass a:none b:high")).isEqualTo(50);
        assertThat(score(Map.of(), "a:pass a:high!")).isZero();
        assertThat(score(Map.of(), "a:low a:pass!")).isEqualTo(50);
        assertThat(score(Map.of(), "a:pass a:none!")).isZero();
        assertThat(score(Map.of("a", 15.0, "b", 85.0), "a:high a:low a:pass b:high"))
                .isEqualTo(5);
    }

    @Test
    void theThresholdsClassifyTheScore() {
        List<KayentaSeries> half = List.of(
                new KayentaSeries(METRIC, ramp(1, 30), ramp(1, 30)),
                new KayentaSeries(METRIC, ramp(1, 30), ramp(40, 30)));
        assertThat(KayentaJudge.standard().judge(half, RANDOM).classification()).isEqualTo(Classification.MARGINAL);
        assertThat(new KayentaJudge(Map.of(), 95, 75).judge(half, RANDOM).classification())
                .isEqualTo(Classification.FAIL);
        assertThat(KayentaJudge.standard().judge(half.subList(0, 1), RANDOM).classification())
                .isEqualTo(Classification.PASS);
    }

    private static double score(Map<String, Double> weights, String metrics) {
        List<KayentaSeries> series = new ArrayList<>();
        for (String each : metrics.split(" ", -1)) {
            String[] parts = each.replace("!", "").split(":", -1);
            KayentaMetric metric = KayentaMetric.of(each, parts[0]);
            double[] experiment = switch (parts[1]) {
                case "pass" -> ramp(100, 30);
                case "high" -> ramp(300, 30);
                case "low" -> ramp(1, 30);
                default -> new double[0];
            };
            series.add(new KayentaSeries(each.endsWith("!") ? metric.asCritical() : metric, ramp(100, 30), experiment));
        }
        return new KayentaJudge(weights, 75, 50).judge(series, RANDOM).score();
    }

    private static MetricResult classify(KayentaMetric metric, double[] control, double[] experiment) {
        return new Classifier(metric, RANDOM).classify(control, experiment);
    }

    private static double[] ramp(double from, int values) {
        return IntStream.range(0, values).mapToDouble(i -> from + i * 0.01).toArray();
    }

    private static double[] filled(int values, double value) {
        double[] filled = new double[values];
        Arrays.fill(filled, value);
        return filled;
    }
}

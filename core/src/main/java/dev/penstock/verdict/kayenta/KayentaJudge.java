package dev.penstock.verdict.kayenta;

import dev.penstock.verdict.kayenta.KayentaResult.Classification;
import dev.penstock.verdict.kayenta.KayentaResult.Label;
import dev.penstock.verdict.kayenta.KayentaResult.MetricResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Judges series as {@code NetflixACAJudge-v1.0} does.
 *
 * @param groupWeights weights of groups, in percent; groups without one share what is left of 100
 * @param pass from which score on a release passes; Orca's default is 75
 * @param marginal from which score on it is marginal; Orca's default is 50
 */
public record KayentaJudge(Map<String, Double> groupWeights, double pass, double marginal) {

    private static final double TOO_MUCH_WITHOUT_DATA = 50;

    public KayentaJudge {
        groupWeights = Map.copyOf(groupWeights);
    }

    /** No weights, 75 and 50. */
    public static KayentaJudge standard() {
        return new KayentaJudge(Map.of(), 75, 50);
    }

    /**
     * Judges.
     *
     * @param random where noise comes from that is added to series that do not change at all
     */
    public KayentaResult judge(List<KayentaSeries> series, RandomGenerator random) {
        List<MetricResult> all = new ArrayList<>();
        List<MetricResult> counting = new ArrayList<>();
        Map<String, List<Label>> groups = new LinkedHashMap<>();
        for (KayentaSeries each : series) {
            MetricResult result = new Classifier(each.metric(), random).classify(each.control(), each.experiment());
            all.add(result);
            if (!each.metric().muted()) {
                counting.add(result);
                each.metric()
                        .groups()
                        .forEach(group -> groups.computeIfAbsent(group, name -> new ArrayList<>())
                                .add(result.label()));
            }
        }
        String reason = failure(counting);
        double score = reason.isEmpty() ? score(groups) : 0;
        Map<String, Double> scores = new LinkedHashMap<>();
        groups.forEach((name, labels) -> scores.put(name, hasData(labels) ? score(labels) : 0));
        return new KayentaResult(score, classify(score), reason, scores, all);
    }

    private Classification classify(double score) {
        return score >= pass ? Classification.PASS : score >= marginal ? Classification.MARGINAL : Classification.FAIL;
    }

    private static String failure(List<MetricResult> results) {
        for (MetricResult result : results) {
            if (result.critical() && result.label() != Label.PASS) {
                return "The critical metric '" + result.metric() + "' is " + result.label() + ".";
            }
        }
        long without = results.stream()
                .filter(result -> result.label() == Label.NO_DATA)
                .count();
        return !results.isEmpty() && 100.0 * without / results.size() >= TOO_MUCH_WITHOUT_DATA
                ? "Half of the metrics or more have no data."
                : "";
    }

    private double score(Map<String, List<Label>> groups) {
        double given =
                groupWeights.values().stream().mapToDouble(Double::doubleValue).sum();
        var without = new TreeSet<>(groups.keySet());
        without.removeAll(groupWeights.keySet());
        double share = without.isEmpty() ? 0 : (100 - given) / without.size();
        double sum = 0;
        for (Map.Entry<String, List<Label>> group : groups.entrySet()) {
            double weight = groupWeights.getOrDefault(group.getKey(), share);
            sum += (hasData(group.getValue()) ? score(group.getValue()) : 100) * (weight / 100);
        }
        return new BigDecimal(Double.toString(sum))
                .setScale(2, RoundingMode.HALF_UP)
                .doubleValue();
    }

    private static boolean hasData(List<Label> labels) {
        return labels.stream().anyMatch(label -> label != Label.NO_DATA && label != Label.ERROR);
    }

    private static double score(List<Label> labels) {
        long counted = labels.stream()
                .filter(label -> label != Label.NO_DATA && label != Label.ERROR)
                .count();
        long passed = labels.stream().filter(label -> label == Label.PASS).count();
        return (double) passed / counted * 100;
    }
}

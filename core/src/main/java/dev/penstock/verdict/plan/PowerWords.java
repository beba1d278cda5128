package dev.penstock.verdict.plan;

import dev.penstock.verdict.ArgoSettings;
import dev.penstock.verdict.JudgeSettings;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Texts;
import dev.penstock.verdict.plan.CanaryPlan.Finding;
import dev.penstock.verdict.plan.StepPower.MetricPower;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rollout can find, in words. */
final class PowerWords {

    private PowerWords() {}

    static List<String> of(RolloutPower power) {
        return switch (power.settings().judge()) {
            case KayentaSettings kayenta ->
                List.of(
                        "What Kayenta's judge finds cannot be computed beforehand, and its false alarms have no bound.");
            case ArgoSettings argo ->
                List.of("What conditions find cannot be computed beforehand, and their false alarms have no bound.");
            case JudgeSettings.Sequential sequential -> sequential(power);
        };
    }

    private static List<String> sequential(RolloutPower power) {
        List<String> sentences = new ArrayList<>();
        for (StepPower step : power.steps()) {
            step.metrics().forEach(metric -> sentences.add(finds(power, step, metric)));
            proves(power, step).ifPresent(sentences::add);
        }
        if (power.steps().size() > 1) {
            for (MetricSettings metric : power.settings().metrics()) {
                sentences.add("Over all " + power.steps().size() + " steps, " + times(metric.unacceptableRatio())
                        + " as many " + bad(power, metric.name()) + " are found with "
                        + chance(power.found(metric.name())) + ".");
            }
        }
        return sentences;
    }

    private static String finds(RolloutPower power, StepPower step, MetricPower metric) {
        String at = "At " + Texts.significant(power.traffic().requestsPerMinute(), 6) + " requests a minute a "
                + Texts.percent(step.step().weight()) + " canary";
        String within = " within " + Texts.duration(step.step().bake());
        String bad = bad(power, metric.metric());
        if (step.step().weight() == 1) {
            return "With all requests there is nothing to compare " + bad
                    + " with; only an 'acceptableRate' could prove anything.";
        }
        if (metric.example().isEmpty()) {
            return at + " cannot find a rise of " + bad + " up to fifty times as many" + within + " with "
                    + Texts.percent(power.chance()) + ".";
        }
        Finding example = metric.example().get();
        String text = at + " finds " + times(example.ratio()) + " as many " + bad + " in about "
                + Texts.duration(example.time().orElseThrow()) + " with " + Texts.percent(power.chance());
        return metric.smallest().isPresent() && metric.smallest().getAsDouble() > 1.01
                ? text + "; below × " + Texts.significant(metric.smallest().getAsDouble(), 2) + " it cannot" + within
                        + "."
                : text + ".";
    }

    private static Optional<String> proves(RolloutPower power, StepPower step) {
        String slowest = power.settings().metrics().size() == 1 ? "" : ", '" + step.slowest() + "' last";
        if (step.proven().isEmpty() && step.step().weight() == 1) {
            return Optional.empty();
        }
        return Optional.of(step.proven()
                .map(time -> "A version that is as good as the old one is proven in about " + Texts.duration(time)
                        + " with " + Texts.percent(power.chance()) + slowest + ".")
                .orElseGet(() -> "A version that is as good as the old one is not proven within "
                        + Texts.duration(step.step().bake()) + (slowest.isEmpty() ? "" : " by '" + step.slowest() + "'")
                        + "."));
    }

    private static String bad(RolloutPower power, String metric) {
        return power.settings().metrics().size() == 1 && metric.equals("errors")
                ? "errors"
                : "bad requests ('" + metric + "')";
    }

    private static String chance(double chance) {
        return chance > 0.999 ? "more than 99.9 %" : Texts.percent(Math.round(chance * 1000) / 1000.0);
    }

    private static String times(double ratio) {
        if (ratio == 2) {
            return "twice";
        }
        if (ratio == 3) {
            return "three times";
        }
        if (ratio == 5) {
            return "five times";
        }
        return ratio == 10 ? "ten times" : Texts.significant(ratio, 3) + " times";
    }
}

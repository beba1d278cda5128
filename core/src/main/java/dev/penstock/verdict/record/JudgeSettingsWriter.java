package dev.penstock.verdict.record;

import dev.penstock.json.JsonWriter;
import dev.penstock.verdict.ArgoSettings;
import dev.penstock.verdict.JudgeSettings;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.argo.AnalysisMetric;
import dev.penstock.verdict.kayenta.KayentaMetric;

/** Writes who judges, so that {@link JudgeSettingsReader} reads the same. */
final class JudgeSettingsWriter {

    private JudgeSettingsWriter() {}

    static void write(JudgeSettings judge, JsonWriter json) {
        switch (judge) {
            case JudgeSettings.Sequential sequential -> json.field("judge", "sequential");
            case KayentaSettings kayenta -> kayenta(kayenta, json.field("judge", "kayenta"));
            case ArgoSettings argo -> argo(argo, json.field("judge", "argo"));
        }
    }

    private static void kayenta(KayentaSettings kayenta, JsonWriter json) {
        json.name("kayenta").object().field("pass", kayenta.pass()).field("marginal", kayenta.marginal());
        kayenta.interval().ifPresent(time -> json.field("interval", Values.text(time)));
        json.field("lookback", Values.text(kayenta.lookback())).field("beginAfter", Values.text(kayenta.beginAfter()));
        json.field("step", Values.text(kayenta.step())).name("groupWeights").object();
        kayenta.groupWeights().forEach(json::field);
        json.endObject().name("metrics").object();
        kayenta.metrics()
                .forEach((name, metric) -> metric(metric, json.name(name).object()));
        json.endObject().endObject();
    }

    private static void metric(KayentaMetric metric, JsonWriter json) {
        json.name("groups").array();
        metric.groups().forEach(json::value);
        json.endArray().field("direction", Values.word(metric.direction()));
        json.field("nanStrategy", Values.word(metric.missing())).field("outlierFactor", metric.outlierFactor());
        KayentaMetric.Effect effect = metric.effect();
        json.field("effectSize", Values.word(effect.measure())).field("allowedIncrease", effect.allowedIncrease());
        json.field("allowedDecrease", effect.allowedDecrease()).field("criticalIncrease", effect.criticalIncrease());
        json.field("criticalDecrease", effect.criticalDecrease())
                .name("critical")
                .value(metric.critical());
        json.name("mustHaveData").value(metric.mustHaveData()).name("muted").value(metric.muted());
        json.endObject();
    }

    private static void argo(ArgoSettings argo, JsonWriter json) {
        json.name("argo").object().name("metrics").object();
        argo.metrics()
                .forEach((name, measurement) ->
                        measurement(measurement, json.name(name).object()));
        json.endObject().endObject();
    }

    private static void measurement(ArgoSettings.Measurement measurement, JsonWriter json) {
        AnalysisMetric analysis = measurement.analysis();
        analysis.successCondition().ifPresent(condition -> json.field("successCondition", condition.toString()));
        analysis.failureCondition().ifPresent(condition -> json.field("failureCondition", condition.toString()));
        json.field("result", Values.word(measurement.result()));
        measurement.interval().ifPresent(time -> json.field("interval", Values.text(time)));
        json.field("initialDelay", Values.text(measurement.initialDelay()));
        analysis.count().ifPresent(count -> json.field("count", count));
        json.field("failureLimit", analysis.failureLimit()).field("inconclusiveLimit", analysis.inconclusiveLimit());
        json.field("consecutiveErrorLimit", analysis.consecutiveErrorLimit());
        json.field("consecutiveSuccessLimit", analysis.consecutiveSuccessLimit());
        json.name("dryRun").value(analysis.dryRun()).endObject();
    }
}

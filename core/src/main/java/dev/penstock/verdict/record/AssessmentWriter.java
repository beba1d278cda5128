package dev.penstock.verdict.record;

import dev.penstock.json.JsonWriter;
import dev.penstock.verdict.Assessment;
import dev.penstock.verdict.argo.MetricTally;

/** Writes what another judge than the sequential one said. */
final class AssessmentWriter {

    private AssessmentWriter() {}

    static void write(Assessment assessment, JsonWriter json) {
        json.name("assessment").object();
        switch (assessment) {
            case Assessment.Scored scored -> {
                json.field("judgement", scored.judgement()).field("of", scored.of());
                json.field("score", scored.score()).field("reason", scored.reason());
                json.name("metrics").array();
                scored.metrics().forEach(metric -> {
                    json.object().field("metric", metric.metric()).field("scope", metric.scope());
                    json.field("label", Values.word(metric.label()))
                            .name("critical")
                            .value(metric.critical());
                    json.endObject();
                });
            }
            case Assessment.Analysed analysed -> {
                json.field("phase", Values.word(analysed.phase()))
                        .name("metrics")
                        .array();
                analysed.metrics().forEach(metric -> measured(metric, json));
            }
        }
        json.endArray().endObject();
    }

    private static void measured(Assessment.Measured metric, JsonWriter json) {
        MetricTally tally = metric.tally();
        json.object().field("metric", metric.metric()).field("phase", Values.word(metric.phase()));
        json.field("successful", tally.successful()).field("failed", tally.failed());
        json.field("inconclusive", tally.inconclusive()).field("errors", tally.errors());
        json.field("consecutiveErrors", tally.consecutiveErrors());
        json.field("consecutiveSuccesses", tally.consecutiveSuccesses());
        json.name("dryRun").value(metric.dryRun()).endObject();
    }
}

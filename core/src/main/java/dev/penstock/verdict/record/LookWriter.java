package dev.penstock.verdict.record;

import dev.penstock.json.JsonWriter;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.BatchTally;
import dev.penstock.verdict.Decision;
import dev.penstock.verdict.GateReading;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricStanding;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.TrafficReading;
import dev.penstock.verdict.Window;
import java.util.List;

/** Writes a look and what followed from it as members of an object. */
final class LookWriter {

    private final JsonWriter json;

    LookWriter(JsonWriter json) {
        this.json = json;
    }

    void write(Look look, Standing standing) {
        json.field("at", look.at().toString());
        json.name("batches").array();
        look.batches().forEach(this::batch);
        json.endArray().name("traffic").array();
        look.traffic().forEach(this::traffic);
        json.endArray().name("gates").array();
        look.gates().forEach(this::gate);
        json.endArray().name("standing").object();
        standing(standing);
        json.endObject();
    }

    private void batch(MetricBatch batch) {
        json.object().field("metric", batch.metric()).field("scope", batch.scope());
        window(batch.window());
        switch (batch) {
            case MetricBatch.Counted counted -> {
                counts("canary", counted.canary());
                counts("baseline", counted.baseline());
            }
            case MetricBatch.Missing missing -> json.field("missing", missing.reason());
        }
        json.endObject();
    }

    private void traffic(TrafficReading reading) {
        json.object().field("scope", reading.scope());
        window(reading.window());
        json.field("configuredShare", reading.configuredShare());
        json.field("canaryRequests", reading.canaryRequests());
        json.field("baselineRequests", reading.baselineRequests()).endObject();
    }

    private void gate(GateReading reading) {
        json.object().field("gate", reading.gate());
        switch (reading) {
            case GateReading.Restarts read -> json.field("restarts", read.restarts());
            case GateReading.Targets read ->
                json.field("healthy", read.healthy()).field("wanted", read.wanted());
            case GateReading.Used read -> json.field("used", read.used());
            case GateReading.AlarmStates read -> {
                texts("inAlarm", read.inAlarm());
                texts("withoutData", read.withoutData());
            }
            case GateReading.Missing read -> json.field("missing", read.reason());
        }
        json.endObject();
    }

    private void standing(Standing standing) {
        json.field("at", standing.at().toString());
        decision(standing.decision());
        json.field("worse", standing.worse()).field("trafficMismatch", standing.trafficMismatch());
        json.name("metrics").array();
        for (MetricStanding metric : standing.metrics()) {
            json.object().field("metric", metric.metric());
            counts("canary", metric.canary());
            counts("baseline", metric.baseline());
            json.field("worse", metric.worse()).field("acceptable", metric.acceptable());
            BatchTally tally = metric.batches();
            json.name("batches").object().field("counted", tally.counted()).field("missing", tally.missing());
            json.field("warmUp", tally.warmUp()).field("late", tally.late()).field("idle", tally.idle());
            json.endObject().endObject();
        }
        json.endArray();
        standing.assessment().ifPresent(assessment -> AssessmentWriter.write(assessment, json));
    }

    private void decision(Decision decision) {
        json.name("decision").object();
        switch (decision) {
            case Decision.Continue going -> json.field("continue", going.until().toString());
            case Decision.Promote on -> json.name("promote").value(true);
            case Decision.RollBack back -> {
                switch (back.cause()) {
                    case Decision.Cause.Evidence evidence ->
                        json.field("rollBack", "evidence").field("metric", evidence.metric());
                    case Decision.Cause.ClosedGate gate ->
                        json.field("rollBack", "gate")
                                .field("gate", gate.gate())
                                .field("reason", gate.reason());
                    case Decision.Cause.Score score -> {
                        json.field("rollBack", "score").field("score", score.score());
                        json.field("needed", score.needed()).name("atEnd").value(score.atEnd());
                    }
                    case Decision.Cause.Analysis analysis ->
                        json.field("rollBack", "analysis")
                                .field("metric", analysis.metric())
                                .field("phase", Values.word(analysis.phase()));
                }
            }
            case Decision.Inconclusive open ->
                json.field("inconclusive", Values.word(open.reason())).field("action", Values.word(open.action()));
        }
        json.endObject();
    }

    private void window(Window window) {
        json.field("start", window.start().toString()).field("end", window.end().toString());
    }

    private void counts(String name, ArmCounts counts) {
        json.name(name)
                .object()
                .field("requests", counts.requests())
                .field("bad", counts.bad())
                .endObject();
    }

    private void texts(String name, List<String> texts) {
        json.name(name).array();
        texts.forEach(json::value);
        json.endArray();
    }
}

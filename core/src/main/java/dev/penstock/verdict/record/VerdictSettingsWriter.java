package dev.penstock.verdict.record;

import dev.penstock.json.JsonWriter;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.Guards;
import dev.penstock.verdict.InconclusivePolicy;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Timing;
import dev.penstock.verdict.VerdictSettings;

/** Writes settings so that {@link VerdictSettingsReader} reads the same ones: every value, also those that are standard. */
final class VerdictSettingsWriter {

    private VerdictSettingsWriter() {}

    static void write(VerdictSettings settings, JsonWriter json) {
        json.object();
        budget(settings.budget(), json);
        json.name("metrics").object();
        settings.metrics().forEach(metric -> metric(metric, json));
        json.endObject();
        json.name("scopes").array();
        settings.scopes().forEach(json::value);
        json.endArray();
        guards(settings.guards(), json);
        timing(settings.timing(), json);
        json.name("gates").object();
        settings.gates().forEach(gate -> gate(gate, json));
        json.endObject();
        JudgeSettingsWriter.write(settings.judge(), json);
        json.endObject();
    }

    private static void budget(ErrorBudget budget, JsonWriter json) {
        json.field("falseRollback", budget.falseRollback());
        json.field("falsePromotion", budget.falsePromotion());
        json.field("sharing", Values.word(budget.sharing()));
        json.field("merging", Values.word(budget.merging()));
        json.name("ratios").array();
        budget.ratios().forEach(json::value);
        json.endArray();
        json.field("onset", Values.word(budget.onset()));
    }

    private static void metric(MetricSettings metric, JsonWriter json) {
        json.name(metric.name()).object().field("weight", metric.weight());
        json.field("unacceptableRatio", metric.unacceptableRatio());
        metric.acceptableRate().ifPresent(rate -> json.field("acceptableRate", rate));
        json.field("overdispersion", metric.overdispersion()).endObject();
    }

    private static void guards(Guards guards, JsonWriter json) {
        json.field("warmUp", Values.text(guards.warmUp()));
        json.field("warmUpRequests", guards.warmUpRequests());
        json.field("minimumBaselineEvents", guards.minimumBaselineEvents());
        json.field("freshness", Values.text(guards.freshness()));
        json.name("checkTraffic").value(guards.traffic().isPresent());
        guards.traffic()
                .ifPresent(traffic -> json.name("traffic")
                        .object()
                        .field("tolerance", traffic.tolerance())
                        .field("requestsPerClient", traffic.requestsPerClient())
                        .field("falseAlarm", traffic.falseAlarm())
                        .endObject());
    }

    private static void timing(Timing timing, JsonWriter json) {
        json.field("bake", Values.text(timing.bake()));
        json.field("earliestPromotion", Values.text(timing.earliestPromotion()));
        timing.futility().ifPresent(chance -> json.field("futility", chance));
        InconclusivePolicy policy = timing.whenInconclusive();
        json.name("whenInconclusive").object().field("extensions", policy.extensions());
        json.field("by", Values.text(policy.by()));
        json.field("action", Values.word(policy.action())).endObject();
    }

    private static void gate(Gate gate, JsonWriter json) {
        json.name(gate.name()).object().field("readings", gate.readings());
        switch (gate) {
            case Gate.CrashLoop crash ->
                json.field("restarts", crash.restarts()).field("within", Values.text(crash.within()));
            case Gate.Health health -> json.field("minimumHealthy", health.minimum());
            case Gate.Saturation saturation -> json.field("limit", saturation.limit());
            case Gate.Alarms alarms -> {
                json.name("alarms").array();
                alarms.alarms().forEach(json::value);
                json.endArray();
            }
        }
        json.endObject();
    }
}

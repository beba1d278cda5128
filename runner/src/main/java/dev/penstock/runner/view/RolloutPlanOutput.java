package dev.penstock.runner.view;

import dev.penstock.execution.ActionFailure;
import dev.penstock.json.JsonWriter;
import dev.penstock.plan.PlanPipeline;
import dev.penstock.plan.PlannedRollout;
import dev.penstock.plan.PlannedRollout.Finding;
import dev.penstock.rollout.duration.CostlySetting;
import dev.penstock.rollout.duration.RolloutTime;
import java.util.ArrayList;
import java.util.List;

/** How long a rollout to a service or a function would take. */
final class RolloutPlanOutput {

    private RolloutPlanOutput() {}

    static List<String> lines(PlannedRollout rollout) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(rollout.plan()) + ": " + sentence(rollout));
        more(rollout).forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static String heading(PlanPipeline.RolloutTarget target) {
        return target.stage() + "/" + target.action() + ", " + target.target()
                + target.region().map(region -> " in " + region).orElse("");
    }

    private static String sentence(PlannedRollout rollout) {
        return switch (rollout.finding()) {
            case Finding.Told(RolloutTime time) -> time.how() + ".";
            case Finding.Failed(ActionFailure failure) -> "how long it takes cannot be told. " + failure.message();
            case Finding.NotTried ignored ->
                rollout.plan().how() instanceof PlanPipeline.How.Unknown(String reason)
                        ? "not known before it runs. " + reason
                        : "not known: it was not looked at.";
        };
    }

    private static List<String> more(PlannedRollout rollout) {
        return switch (rollout.finding()) {
            case Finding.Told(RolloutTime time) -> time.sentences();
            case Finding.Failed(ActionFailure failure) -> failure.details();
            case Finding.NotTried ignored -> List.of();
        };
    }

    static String markdown(PlannedRollout rollout) {
        StringBuilder text = new StringBuilder("### ")
                .append(heading(rollout.plan()))
                .append("\n\n")
                .append(escaped(sentence(rollout)))
                .append('\n');
        List<String> lines = more(rollout);
        if (!lines.isEmpty()) {
            text.append('\n');
            lines.forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return EnvironmentPlanOutput.escaped(text);
    }

    static String json(PlannedRollout rollout) {
        PlanPipeline.RolloutTarget target = rollout.plan();
        JsonWriter json = JsonWriter.compact()
                .object()
                .field("kind", "plannedRollout")
                .field("stage", target.stage())
                .field("action", target.action())
                .field("region", target.region())
                .field("target", target.target())
                .field("summary", sentence(rollout));
        switch (rollout.finding()) {
            case Finding.Told(RolloutTime time) -> told(time, json.field("finding", "told"));
            case Finding.Failed(ActionFailure failure) ->
                json.field("finding", "failed").field("code", failure.code());
            case Finding.NotTried ignored -> json.field("finding", "notTried");
        }
        return json.endObject() + "\n";
    }

    private static void told(RolloutTime time, JsonWriter json) {
        json.field("how", time.how())
                .field("seconds", time.expected().toSeconds())
                .name("phases")
                .array();
        time.phases()
                .forEach(phase -> json.object()
                        .field("name", phase.words())
                        .field("times", phase.times())
                        .field("seconds", phase.each().toSeconds())
                        .endObject());
        json.endArray();
        settings(time.costly(), json);
        json.name("remarks").array();
        time.remarks().forEach(json::value);
        json.endArray();
    }

    /** The member {@code settings}: what would be quicker if it were another. */
    static void settings(List<CostlySetting> costly, JsonWriter json) {
        json.name("settings").array();
        costly.forEach(setting -> json.object()
                .field("name", setting.name())
                .field("value", setting.value())
                .field("quicker", setting.quicker())
                .field("savesSeconds", setting.saves().toSeconds())
                .endObject());
        json.endArray();
    }
}

package dev.penstock.runner.view;

import dev.penstock.json.JsonWriter;
import dev.penstock.plan.PlanPipeline.DeclaredTarget;
import dev.penstock.plan.PlannedDeclared;
import java.util.ArrayList;
import java.util.List;

/** What an action would do of which nothing can be looked at before it runs. */
final class DeclaredPlanOutput {

    private DeclaredPlanOutput() {}

    static List<String> lines(PlannedDeclared planned) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(planned.plan()) + ": " + planned.plan().work().summary() + ".");
        planned.plan().work().remarks().forEach(remark -> lines.add("  " + remark));
        return lines;
    }

    private static String heading(DeclaredTarget target) {
        return target.stage() + "/" + target.action()
                + target.region().map(region -> " in " + region).orElse("");
    }

    static String markdown(PlannedDeclared planned) {
        StringBuilder text = new StringBuilder("### ")
                .append(heading(planned.plan()))
                .append("\n\nIt ")
                .append(EnvironmentPlanOutput.escaped(planned.plan().work().summary()))
                .append(".\n");
        List<String> remarks = planned.plan().work().remarks();
        if (!remarks.isEmpty()) {
            text.append('\n');
            remarks.forEach(remark -> text.append("- ")
                    .append(EnvironmentPlanOutput.escaped(remark))
                    .append('\n'));
        }
        return text.toString();
    }

    static String json(PlannedDeclared planned) {
        DeclaredTarget target = planned.plan();
        JsonWriter json = JsonWriter.compact()
                .object()
                .field("kind", "plannedWork")
                .field("stage", target.stage())
                .field("action", target.action())
                .field("region", target.region())
                .field("finding", "declared")
                .field("summary", target.work().summary())
                .name("remarks")
                .array();
        target.work().remarks().forEach(json::value);
        return json.endArray().endObject() + "\n";
    }
}

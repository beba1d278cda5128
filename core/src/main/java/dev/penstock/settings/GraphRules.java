package dev.penstock.settings;

import dev.penstock.document.Fields;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.execution.ReleaseGraph.Member;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Release graphs of settings and the pipeline that they are for: there is an order in which all can move. */
final class GraphRules {

    private final Locations locations;
    private final Problems problems;

    GraphRules(Locations locations, Problems problems) {
        this.locations = locations;
        this.problems = problems;
    }

    void check(RunSettings settings, Pipeline pipeline) {
        settings.graphs().forEach((name, graph) -> {
            String at = Fields.child("/releaseGraphs", name);
            Optional<StageDeclaration> stage = pipeline.stage(name);
            if (stage.isEmpty()) {
                List<String> stages =
                        pipeline.stages().stream().map(StageDeclaration::name).toList();
                report(at, "The pipeline has no stage '" + name + "'.", DidYouMean.hint(name, stages));
                return;
            }
            check(Fields.child(at, "actions"), graph, stage.get());
        });
    }

    private void check(String at, GraphSetting graph, StageDeclaration stage) {
        List<String> known =
                stage.actions().stream().map(ActionDeclaration::name).toList();
        List<Member> members = new ArrayList<>();
        graph.after().forEach((name, after) -> {
            String place = Fields.child(at, name);
            Optional<ActionDeclaration> action = stage.action(name);
            if (action.isEmpty()) {
                report(
                        place,
                        "The stage '" + stage.name() + "' has no action '" + name + "'.",
                        DidYouMean.hint(name, known));
                return;
            }
            List<String> others = new ArrayList<>(after);
            for (int i = 0; i < after.size(); i++) {
                after(Fields.child(Fields.child(place, "after"), i), action.get(), after.get(i), graph, stage);
            }
            stage.actions().stream()
                    .filter(other -> other.runOrder() < action.get().runOrder())
                    .map(ActionDeclaration::name)
                    .filter(graph.after()::containsKey)
                    .forEach(others::add);
            members.add(new Member(name, others, false));
        });
        if (graph.after().size() < 2) {
            report(
                    at,
                    "A release graph holds together what is released, and of "
                            + graph.after().size() + " action there is nothing to hold together.",
                    "Name at least two actions of the stage.");
        }
        List<String> cycle = ReleaseGraph.cycle(members);
        if (!cycle.isEmpty()) {
            report(
                    Fields.child(Fields.child(at, cycle.getFirst()), "after"),
                    "These come after each other, so that none could begin: "
                            + String.join(
                                    " after ",
                                    cycle.stream().map(each -> "'" + each + "'").toList()) + ".",
                    "Leave one of the 'after' away; run orders of the pipeline count as well.");
        }
    }

    private void after(String at, ActionDeclaration action, String other, GraphSetting graph, StageDeclaration stage) {
        if (!graph.after().containsKey(other)) {
            report(
                    at,
                    "'" + action.name() + "' is to come after '" + other + "', which the release graph does not have.",
                    DidYouMean.hint(other, graph.after().keySet()));
            return;
        }
        int later = stage.action(other).map(ActionDeclaration::runOrder).orElse(0);
        if (later > action.runOrder()) {
            report(
                    at,
                    "'" + action.name() + "' is to come after '" + other
                            + "', and by the pipeline it comes before: its runOrder is " + action.runOrder()
                            + ", that of the other is " + later + ".",
                    "Leave it away, or give both the same runOrder in the pipeline.");
        }
    }

    private void report(String at, String message, String hint) {
        problems.report(ProblemType.SETTINGS_GRAPH, locations.of(at), at, message, hint);
    }
}

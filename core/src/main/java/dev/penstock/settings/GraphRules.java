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
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Strategies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
            if (graph.isShared()) {
                shares(at, graph, settings);
            }
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

    /** Users of one canary have an equal part of each of its members; where that is none, there is no canary. */
    private void shares(String at, GraphSetting graph, RunSettings settings) {
        Map<String, Share> shares = new LinkedHashMap<>();
        for (String action : graph.after().keySet()) {
            settings.deploymentOf(action)
                    .release()
                    .flatMap(Strategies.builtIn()::expected)
                    .flatMap(GraphRules::last)
                    .ifPresent(share -> shares.put(action, share));
        }
        String place = Fields.child(at, "canary");
        if (shares.isEmpty()) {
            report(
                    place,
                    "No action of the release graph gives its new version a part of the requests, so that there is no canary"
                            + " to share.",
                    "Add one, such as 'release: {strategy: canary}' of a deployment, or leave 'canary' away.");
        } else if (shares.values().stream().distinct().count() > 1) {
            report(
                    place,
                    "The parts of a shared canary are equal, and these are not: "
                            + shares.entrySet().stream()
                                    .map(each -> "'" + each.getKey() + "' has " + each.getValue())
                                    .collect(Collectors.joining(", "))
                            + ".",
                    "Give all the same 'weight', or the same last step below all requests.");
        }
    }

    private static Optional<Share> last(ReleasePlan plan) {
        return plan.shares().stream().filter(share -> !share.equals(Share.ALL)).reduce((one, next) -> next);
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

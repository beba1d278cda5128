package dev.penstock.runner.view;

import dev.penstock.execution.ReleaseGraph;
import dev.penstock.json.JsonWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** In which order actions would be released together, and go back. */
public final class GraphPlanOutput {

    private GraphPlanOutput() {}

    /**
     * A release graph of a pipeline.
     *
     * @param stage the stage's name
     * @param graph what is released together in it
     */
    public record Planned(String stage, ReleaseGraph graph) {}

    /** For a terminal. */
    public static String text(List<Planned> graphs) {
        return graphs.stream()
                .map(each -> each.stage() + ", released together: " + order(each.graph()) + ".\n"
                        + remarks(each.graph()).stream()
                                .map(remark -> "  " + remark + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    /** For a pull request. */
    public static String markdown(List<Planned> graphs) {
        return graphs.stream()
                .map(each -> "\n### " + each.stage() + ", released together\n\n" + order(each.graph()) + ".\n"
                        + remarks(each.graph()).stream()
                                .map(remark -> "\n- " + remark)
                                .collect(Collectors.joining("", "", "\n")))
                .collect(Collectors.joining());
    }

    /**
     * For programs: one JSON line for each graph, with {@code kind} ({@code plannedGraph}), {@code stage}, {@code waves} of names of
     * actions, {@code wayBack} likewise, {@code checks}, {@code canary} ({@code each} or {@code shared}) and {@code verdicts}, among how
     * many it is divided what may be decided wrongly.
     */
    public static String json(List<Planned> graphs) {
        return graphs.stream()
                .map(each -> {
                    JsonWriter json = JsonWriter.compact()
                            .object()
                            .field("kind", "plannedGraph")
                            .field("stage", each.stage());
                    waves(json, "waves", each.graph().waves());
                    waves(json, "wayBack", each.graph().waves().reversed());
                    json.name("checks").array();
                    each.graph().checks().forEach(json::value);
                    return json.endArray()
                                    .field("canary", each.graph().shared() ? "shared" : "each")
                                    .field("verdicts", each.graph().verdicts())
                                    .endObject()
                            + "\n";
                })
                .collect(Collectors.joining());
    }

    private static void waves(JsonWriter json, String name, List<List<String>> waves) {
        json.name(name).array();
        for (List<String> wave : waves) {
            json.array();
            wave.forEach(json::value);
            json.endArray();
        }
        json.endArray();
    }

    private static String order(ReleaseGraph graph) {
        return words(graph.waves());
    }

    private static List<String> remarks(ReleaseGraph graph) {
        String back = "When one fails, those that have begun go back, each when all that come after it have: "
                + words(graph.waves().reversed()) + ".";
        String kept = "What ran before is kept until all have moved"
                + (graph.checks().isEmpty() ? "." : " and the checks have succeeded: " + names(graph.checks()) + ".");
        String together =
                "Each has its share of requests before any is judged, and none gets all before all are proven.";
        String verdicts = "What may be decided wrongly is divided among the verdicts of " + graph.verdicts() + ".";
        return Stream.of(back, kept, graph.shared() ? together : "", graph.verdicts() > 1 ? verdicts : "")
                .filter(remark -> !remark.isEmpty())
                .toList();
    }

    private static String words(List<List<String>> waves) {
        return waves.stream().map(GraphPlanOutput::names).collect(Collectors.joining(", then "));
    }

    private static String names(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" and "));
    }
}

package dev.penstock.importing;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the stages of a pipeline of Copilot. */
final class CopilotStages {

    private static final Set<String> KEYS =
            Set.of("name", "requires_approval", "pre_deployments", "deployments", "post_deployments", "test_commands");
    private static final Set<String> OF_DEPLOYMENT =
            Set.of("depends_on", "stack_name", "template_path", "template_config");
    private static final Set<String> OF_STEP = Set.of("depends_on", "buildspec");

    private final Optional<String> application;
    private final List<String> workloads;
    private final Notes notes;

    /**
     * A reader.
     *
     * @param workloads the names of all services and jobs of the project
     */
    CopilotStages(Optional<String> application, List<String> workloads, Notes notes) {
        this.application = application;
        this.workloads = workloads;
        this.notes = notes;
    }

    List<CopilotStage> read(Mapping root) {
        List<CopilotStage> stages = new ArrayList<>();
        for (SourceNode node : Nodes.present(root, "stages").map(Nodes::items).orElse(List.of())) {
            if (node instanceof Mapping stage && Nodes.text(stage, "name").isPresent()) {
                stages.add(stage(stage, Nodes.text(stage, "name").orElseThrow()));
            } else {
                notes.value(
                        node.span(), "/stages", "The stage has no name.", "Write 'name' and an environment's name.");
            }
        }
        if (stages.isEmpty() && !notes.refused()) {
            notes.value(root.span(), "/stages", "The pipeline has no stages.", "Write 'stages'.");
        }
        return stages;
    }

    private CopilotStage stage(Mapping stage, String environment) {
        unknown(stage, KEYS);
        return new CopilotStage(
                environment,
                Nodes.isTrue(stage, "requires_approval"),
                steps(stage, "pre_deployments"),
                deployments(stage, environment),
                steps(stage, "post_deployments"),
                Nodes.present(stage, "test_commands").map(Nodes::scalars).orElse(List.of()));
    }

    private List<CopilotStage.Step> steps(Mapping stage, String section) {
        Map<String, Integer> ranks = ranks(Nodes.mapping(stage, section), section);
        List<CopilotStage.Step> steps = new ArrayList<>();
        for (Entry entry : Nodes.mapping(stage, section).map(Mapping::entries).orElse(List.of())) {
            Optional<Mapping> step = entry.value() instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
            step.ifPresent(mapping -> unknown(mapping, OF_STEP));
            Optional<String> buildspec = step.flatMap(mapping -> Nodes.text(mapping, "buildspec"));
            if (buildspec.isEmpty()) {
                notes.value(
                        entry.key().span(),
                        "/stages/" + section + "/" + entry.name(),
                        "'" + entry.name() + "' has no buildspec.",
                        "Write 'buildspec' and its path.");
            } else {
                steps.add(new CopilotStage.Step(
                        entry.name(), buildspec.get().replaceFirst("^\\./", ""), ranks.getOrDefault(entry.name(), 0)));
            }
        }
        return steps;
    }

    private List<CopilotStage.Deployed> deployments(Mapping stage, String environment) {
        Optional<Mapping> named = Nodes.mapping(stage, "deployments");
        SourceSpan place = stage.entry("name").orElseThrow().value().span();
        if (named.isEmpty() && workloads.isEmpty()) {
            notes.value(
                    place,
                    "/stages/deployments",
                    "All services and jobs are deployed here, and none is known: there is no copilot/NAME/manifest.yml.",
                    "Import it in the project's folder, or write 'deployments'.");
        }
        Map<String, Integer> ranks = ranks(named, "deployments");
        List<CopilotStage.Deployed> deployments = new ArrayList<>();
        if (named.isEmpty()) {
            workloads.forEach(name -> deployments.add(deployed(name, environment, Optional.empty(), 0, place)));
        }
        for (Entry entry : named.map(Mapping::entries).orElse(List.of())) {
            Optional<Mapping> own = entry.value() instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
            own.ifPresent(mapping -> unknown(mapping, OF_DEPLOYMENT));
            deployments.add(deployed(
                    entry.name(),
                    environment,
                    own,
                    ranks.getOrDefault(entry.name(), 0),
                    entry.key().span()));
        }
        return deployments;
    }

    private CopilotStage.Deployed deployed(
            String name, String environment, Optional<Mapping> own, int rank, SourceSpan span) {
        Optional<String> stack = own.flatMap(mapping -> Nodes.text(mapping, "stack_name"))
                .or(() -> application.map(prefix -> prefix + "-" + environment + "-" + name));
        if (stack.isEmpty()) {
            notes.value(
                    span,
                    "/stages/deployments/" + name,
                    "The stack of '" + name
                            + "' is not known: there is no copilot/.workspace that names the application.",
                    "Name it by --application, or write 'stack_name'.");
        }
        String path = StackUpdate.FOLDER + "/" + name + "-" + environment;
        return new CopilotStage.Deployed(
                name,
                stack.orElse(name),
                own.flatMap(mapping -> Nodes.text(mapping, "template_path")).orElse(path + ".stack.yml"),
                own.flatMap(mapping -> Nodes.text(mapping, "template_config")).orElse(path + ".params.json"),
                own.filter(mapping -> mapping.has("template_path")).isPresent(),
                rank,
                span);
    }

    /** How many others each waits for, one after the other. */
    private Map<String, Integer> ranks(Optional<Mapping> named, String section) {
        Map<String, List<Scalar>> needs = new LinkedHashMap<>();
        for (Entry entry : named.map(Mapping::entries).orElse(List.of())) {
            needs.put(
                    entry.name(),
                    entry.value() instanceof Mapping mapping
                            ? Nodes.present(mapping, "depends_on")
                                    .map(Nodes::scalars)
                                    .orElse(List.of())
                            : List.of());
        }
        Map<String, Integer> ranks = new LinkedHashMap<>();
        needs.keySet().forEach(name -> rank(name, needs, ranks, new HashSet<>(), section));
        return ranks;
    }

    private int rank(
            String name,
            Map<String, List<Scalar>> needs,
            Map<String, Integer> ranks,
            Set<String> trail,
            String section) {
        Integer known = ranks.get(name);
        if (known != null) {
            return known;
        }
        trail.add(name);
        int rank = 0;
        for (Scalar need : needs.getOrDefault(name, List.of())) {
            if (!needs.containsKey(need.text()) || trail.contains(need.text())) {
                notes.value(
                        need.span(),
                        "/stages/" + section + "/" + name + "/depends_on",
                        "'" + name + "' waits for '" + need.text() + "', which "
                                + (trail.contains(need.text())
                                        ? "waits for it as well."
                                        : "is not among the " + section + "."),
                        DidYouMean.hint(need.text(), needs.keySet()));
            } else {
                rank = Math.max(rank, rank(need.text(), needs, ranks, trail, section) + 1);
            }
        }
        trail.remove(name);
        ranks.put(name, rank);
        return rank;
    }

    private void unknown(Mapping mapping, Set<String> known) {
        mapping.entries().stream()
                .filter(entry -> !known.contains(entry.name()))
                .forEach(entry -> notes.loss(
                        entry.key().span(),
                        "'" + entry.name() + "' is not known, and is left out.",
                        DidYouMean.hint(entry.name(), known.stream().sorted().toList())));
    }
}

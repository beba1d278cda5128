package dev.penstock.importing;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code branches} and a deployment's {@code on}: when Travis builds, and when it deploys. */
final class TravisConditions {

    private static final String USUAL = "master";

    private final Notes notes;

    TravisConditions(Notes notes) {
        this.notes = notes;
    }

    /** The branches that are built; empty for all. */
    List<String> built(Mapping root) {
        Optional<SourceNode> branches = Nodes.present(root, "branches");
        if (branches.isEmpty()) {
            return List.of();
        }
        Optional<SourceNode> only =
                branches.get() instanceof Mapping mapping ? Nodes.present(mapping, "only") : branches;
        if (branches.get() instanceof Mapping mapping) {
            Nodes.present(mapping, "except")
                    .ifPresent(
                            node -> notes.note(
                                    node.span(),
                                    "Branches that are left out need no mention: the pipeline follows the branches that it names."));
        }
        return only.map(this::names).orElse(List.of());
    }

    /**
     * The branches that are deployed; empty for all.
     *
     * @param only the branches that are built
     * @param repository told of a repository that the condition names
     */
    List<String> read(Mapping deploy, List<String> only, Consumer<String> repository) {
        // YAML 1.1 reads the key 'on' as a boolean, and some writers leave it as 'true'.
        Optional<SourceNode> on = Nodes.present(deploy, "on").or(() -> Nodes.present(deploy, "true"));
        if (on.isEmpty()) {
            return usual(deploy, only);
        }
        if (!(on.get() instanceof Mapping condition)) {
            return on.map(this::names).orElse(List.of());
        }
        condition.entries().forEach(entry -> member(entry, repository));
        if (Nodes.isTrue(condition, "all_branches")) {
            return only;
        }
        List<String> branches =
                Nodes.present(condition, "branch").map(this::names).orElse(List.of());
        return branches.isEmpty() ? usual(deploy, only) : branches;
    }

    /** Travis CI's documentation, "Conditional Deployments": without a branch, deployments happen on master alone. */
    private List<String> usual(Mapping deploy, List<String> only) {
        boolean never = !only.isEmpty() && !only.contains(USUAL);
        String branch = never && only.size() == 1 ? only.getFirst() : USUAL;
        notes.note(
                Nodes.scalar(deploy, "provider").map(Scalar::span).orElse(deploy.span()),
                "The deployment names no branch, for which Travis takes '" + USUAL + "' alone"
                        + (never ? ", which it does not build here, so that it never deployed" : "")
                        + ". The pipeline follows '" + branch
                        + "'; write 'branch' under 'on' if yours has another name, and import again.");
        return List.of(branch);
    }

    private void member(Entry entry, Consumer<String> repository) {
        switch (entry.name()) {
            case "branch" -> {}
            case "all_branches" ->
                notes.loss(
                        entry.key().span(),
                        "Travis deploys every branch to the same environment; the pipeline follows one.",
                        "Let pushes to further branches start it by triggers, if you want that.");
            case "repo" -> {
                if (entry.value() instanceof Scalar scalar && scalar.text().matches("[^/\\s]+/[^/\\s]+")) {
                    repository.accept(scalar.text());
                }
            }
            default ->
                notes.loss(
                        entry.key().span(),
                        "The condition '" + entry.name()
                                + "' is not carried over: the deployment takes place on every push to its branch.",
                        "Put a condition before the stage, or an approval.");
        }
    }

    private List<String> names(SourceNode node) {
        List<String> names = new ArrayList<>();
        for (Scalar scalar : Nodes.scalars(node)) {
            boolean name = scalar.text().matches("[A-Za-z0-9][A-Za-z0-9._/@-]*");
            if (name) {
                names.add(scalar.text());
            } else {
                notes.loss(
                        scalar.span(),
                        "'" + scalar.text() + "' stands for several branches; the pipeline names each.",
                        "Write the pattern of CodePipeline's triggers into the definition, such as release-*.");
            }
        }
        return names;
    }
}

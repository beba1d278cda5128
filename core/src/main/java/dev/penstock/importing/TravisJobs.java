package dev.penstock.importing;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code jobs} (earlier {@code matrix}): of several jobs, the first is the build; deployments of all are kept. */
final class TravisJobs {

    /** What a job has of its own, beside the keys of a file. */
    private static final Set<String> OF_JOBS = Set.of("deploy", "stage", "name", "if");

    /** Those that nobody else reads ("Build Matrix", Travis CI's documentation). */
    private static final List<String> EXPANDED = List.of("arch", "compiler", "gemfile", "osx_image", "dist");

    private TravisJobs() {}

    /** The file as one job. */
    static Mapping asOne(Mapping root, Notes notes) {
        Optional<Mapping> jobs = Nodes.mapping(root, "jobs").or(() -> Nodes.mapping(root, "matrix"));
        jobs.ifPresent(mapping -> others(mapping, notes));
        expanded(root, notes);
        List<Mapping> included =
                jobs.flatMap(mapping -> Nodes.present(mapping, "include")).map(Nodes::items).orElse(List.of()).stream()
                        .filter(Mapping.class::isInstance)
                        .map(Mapping.class::cast)
                        .toList();
        if (included.isEmpty()) {
            return root;
        }
        Mapping first =
                included.stream().filter(job -> !isDeployment(job)).findFirst().orElse(included.getFirst());
        List<SourceNode> deployments = new ArrayList<>(deployments(root));
        for (Mapping job : included) {
            deployments.addAll(deployments(job));
            if (!job.equals(first) && !isDeployment(job)) {
                notes.loss(
                        job.span(),
                        "Travis runs this job as well; what is written builds once, by the job at line "
                                + first.span().line() + ".",
                        "Add a build action with a buildspec of its own for it.");
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : root.entries()) {
            if (!first.has(entry.name()) && !entry.name().equals("deploy")) {
                entries.add(entry);
            }
        }
        for (Entry entry : first.entries()) {
            if (entry.name().equals("env")) {
                entries.add(new Entry(entry.key(), environment(root, entry.value())));
            } else if (!OF_JOBS.contains(entry.name())) {
                entries.add(entry);
            }
        }
        if (!deployments.isEmpty()) {
            var key = new SourceNode.Scalar(root.span(), ScalarType.STRING, "deploy");
            entries.add(new Entry(
                    key, new SourceNode.Sequence(deployments.getFirst().span(), deployments)));
        }
        return new Mapping(root.span(), entries);
    }

    /** A job has the variables of all jobs, and its own. */
    private static SourceNode environment(Mapping root, SourceNode own) {
        Optional<Mapping> all = Nodes.mapping(root, "env").filter(env -> env.has("global"));
        if (all.isEmpty()) {
            return own;
        }
        var key = new SourceNode.Scalar(own.span(), ScalarType.STRING, "jobs");
        return new Mapping(all.get().span(), List.of(all.get().entry("global").orElseThrow(), new Entry(key, own)));
    }

    /** What makes exceptions of jobs. */
    private static void others(Mapping jobs, Notes notes) {
        Nodes.present(jobs, "exclude")
                .ifPresent(node -> notes.note(
                        node.span(), "Jobs that Travis leaves out need no mention: what is written builds once."));
        Nodes.present(jobs, "allow_failures")
                .map(Nodes::items)
                .orElse(List.of())
                .forEach(node -> notes.loss(
                        node.span(),
                        "A job that may fail at Travis fails the pipeline here, if it is the one that is built.",
                        "Append '|| true' in the buildspec to what may fail."));
    }

    /** Keys of which each value is a job more. */
    private static void expanded(Mapping root, Notes notes) {
        for (String name : EXPANDED) {
            List<SourceNode> values =
                    Nodes.present(root, name).map(Nodes::items).orElse(List.of());
            for (int i = 1; i < values.size(); i++) {
                notes.loss(
                        values.get(i).span(),
                        "Travis builds once more with this '" + name + "'; what is written builds once.",
                        "Add a build action for it, if it can be built on Linux.");
            }
        }
    }

    /** Whether a job does nothing but deploy. */
    private static boolean isDeployment(Mapping job) {
        boolean idle = Nodes.text(job, "script")
                .map(text -> text.matches("skip|true|echo.*"))
                .orElse(false);
        return job.has("deploy") && (idle || !job.has("script"));
    }

    private static List<SourceNode> deployments(Mapping job) {
        return Nodes.present(job, "deploy").map(Nodes::items).orElse(List.of());
    }
}

package dev.penstock.importing;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code jobs} (earlier {@code matrix}): of several jobs, the first is the build; deployments of all are kept. */
final class TravisJobs {

    private TravisJobs() {}

    /** The file as one job. */
    static Mapping asOne(Mapping root, Notes notes) {
        Optional<Mapping> jobs = Nodes.mapping(root, "jobs").or(() -> Nodes.mapping(root, "matrix"));
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
            if (!entry.name().equals("deploy")
                    && !entry.name().equals("stage")
                    && !entry.name().equals("name")) {
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

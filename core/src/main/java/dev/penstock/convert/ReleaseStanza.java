package dev.penstock.convert;

import dev.penstock.convert.Migration.FileChange;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceText;
import dev.penstock.document.TextEdits;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.List;
import java.util.Optional;

/** Writes a release into settings, in the place of what they say of a deployment of CodeDeploy. */
final class ReleaseStanza {

    private final String name;
    private final Optional<SourceText> source;
    private final Problems problems;

    /**
     * For some settings.
     *
     * @param name of their file
     * @param source absent if there are none yet
     * @param problems is told what is lost
     */
    ReleaseStanza(String name, Optional<SourceText> source, Problems problems) {
        this.name = name;
        this.source = source;
        this.problems = problems;
    }

    /** The changed settings; none if they say it already, or if a problem says why they cannot be changed. */
    List<FileChange> of(String action) {
        Optional<SourceNode> root = source.flatMap(text -> DocumentReader.read(text, problems));
        Optional<Entry> deployments = root.flatMap(node -> entry(node, "deployments"));
        Optional<Entry> own = deployments.flatMap(entry -> entry(entry.value(), action));
        Optional<Entry> codeDeploy = own.flatMap(entry -> entry(entry.value(), "codeDeploy"));
        boolean isReleased =
                own.flatMap(entry -> entry(entry.value(), "release")).isPresent();
        if (isReleased && codeDeploy.isPresent()) {
            problems.report(
                    ProblemType.MIGRATE_IMPOSSIBLE,
                    codeDeploy.get().key().span(),
                    "",
                    "The settings of '" + action + "' have a 'release' already, and 'codeDeploy' beside it.",
                    "Remove 'codeDeploy', and give its alarms to the service or to a gate of the verdict.");
            return List.of();
        }
        if (isReleased) {
            return List.of();
        }
        String release = release(codeDeploy);
        if (source.isEmpty()) {
            return List.of(new FileChange(
                    name, Optional.empty(), Optional.of("deployments:\n" + nested(action + ":\n" + nested(release)))));
        }
        TextEdits edits = new TextEdits(source.get());
        YamlBlocks blocks = new YamlBlocks(source.get(), edits);
        boolean isChanged;
        if (codeDeploy.isPresent()) {
            isChanged = blocks.replace(codeDeploy.get(), release);
        } else if (own.isPresent()) {
            isChanged = blocks.addTo(own.get(), release);
        } else if (deployments.isPresent()) {
            isChanged = blocks.addTo(deployments.get(), action + ":\n" + nested(release));
        } else {
            int end = source.get().content().length();
            String line =
                    source.get().content().isEmpty() || source.get().content().endsWith("\n") ? "" : "\n";
            edits.replace(end, end, line + "deployments:\n" + nested(action + ":\n" + nested(release)));
            isChanged = true;
        }
        if (!isChanged) {
            problems.report(
                    ProblemType.MIGRATE_IMPOSSIBLE,
                    own.or(() -> deployments).map(entry -> entry.key().span()).orElse(SourceSpan.ofFile(name)),
                    "",
                    "The settings of '" + action + "' are not written with each key on a line of its own.",
                    "Write them so, and run this again.");
            return List.of();
        }
        String after = edits.result();
        return after.equals(source.get().content())
                ? List.of()
                : List.of(new FileChange(name, Optional.of(source.get().content()), Optional.of(after)));
    }

    /** What CodeDeploy was told, as a release. */
    private String release(Optional<Entry> codeDeploy) {
        Optional<Mapping> said =
                codeDeploy.map(Entry::value).filter(Mapping.class::isInstance).map(Mapping.class::cast);
        Optional<String> configuration =
                said.flatMap(mapping -> CodeDeployMigration.text(mapping, "deploymentConfiguration"));
        SourceSpan place = codeDeploy.map(entry -> entry.key().span()).orElse(SourceSpan.ofFile(name));
        problems.report(
                ProblemType.MIGRATE_NOTE,
                place,
                "",
                (configuration.isPresent() ? "H" : "How traffic moves, and h")
                        + "ow long the original is kept and whether somebody is asked before traffic moves, says the deployment"
                        + " group, which is no file.",
                "Say it in the release: "
                        + (configuration.isPresent() ? "" : "'strategy' by the name of its configuration, ")
                        + "'keep' for its terminationWaitTimeInMinutes, 'approve: [traffic]' where it waits for somebody.");
        said.flatMap(mapping -> mapping.entry("alarms"))
                .ifPresent(
                        alarms -> problems.report(
                                ProblemType.MIGRATE_LOSS,
                                alarms.key().span(),
                                "",
                                "The alarms of the deployment are not looked at any more.",
                                "Give them to the service (deploymentConfiguration.alarms), or to a gate of the release's verdict."));
        boolean early = said.flatMap(mapping -> CodeDeployMigration.text(mapping, "waitFor"))
                .filter("traffic"::equals)
                .isPresent();
        return "release:\n  strategy: " + configuration.orElse("blueGreen") + (early ? "\n  goOn: traffic" : "");
    }

    private static Optional<Entry> entry(SourceNode node, String key) {
        return node instanceof Mapping mapping ? mapping.entry(key) : Optional.empty();
    }

    private static String nested(String text) {
        return "  " + text.strip().replace("\n", "\n  ") + "\n";
    }
}

package dev.penstock.importing;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.problem.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys of a {@code .travis.yml} that nobody else reads: those without meaning here, those that are missed, and mistakes. */
final class TravisKeys {

    /** What others read. */
    private static final Set<String> READ =
            Set.of("language", "services", "env", "branches", "jobs", "matrix", "deploy", "stages", "script");

    private static final Set<String> MEANINGLESS = Set.of(
            "sudo",
            "version",
            "if",
            "import",
            "conditions",
            "group",
            "virt",
            "vm",
            "arch",
            "filter_secrets",
            "trace",
            "os",
            "dist",
            "osx_image",
            "compiler",
            "gemfile",
            "merge_mode");

    private static final Set<String> MISSED =
            Set.of("cache", "before_cache", "notifications", "git", "addons", "stages");

    private TravisKeys() {}

    /** Whether a document has anything that only such a file has. */
    static boolean recognises(Mapping root) {
        return READ.stream().anyMatch(root::has) || TravisPhases.NAMES.stream().anyMatch(root::has);
    }

    static void check(Mapping root, Notes notes) {
        for (Entry entry : root.entries()) {
            String name = entry.name();
            boolean known = READ.contains(name)
                    || TravisPhases.NAMES.contains(name)
                    || TravisLanguage.KEYS.contains(name)
                    || MEANINGLESS.contains(name)
                    || MISSED.contains(name)
                    || name.startsWith("x-")
                    || name.startsWith(".")
                    || name.startsWith("_");
            if (!known) {
                List<String> all = new ArrayList<>(TravisPhases.NAMES);
                all.addAll(READ);
                all.addAll(MISSED);
                all.addAll(TravisLanguage.KEYS);
                notes.loss(
                        entry.key().span(),
                        "'" + name + "' means nothing to Travis, which never did what stands below it; it is left out.",
                        DidYouMean.hint(name, all.stream().sorted().toList()));
            }
        }
        missed(root, notes);
        system(root, notes);
    }

    private static void missed(Mapping root, Notes notes) {
        Nodes.present(root, "addons")
                .ifPresent(node -> notes.loss(
                        node.span(),
                        "Addons are not installed.",
                        "Install what is needed in the buildspec, such as with apt-get."));
        Nodes.present(root, "cache")
                .filter(node -> !Nodes.isFalse(node))
                .ifPresent(node -> notes.note(
                        node.span(),
                        "Nothing is kept from one build to the next; the build takes longer, and does the same."));
        Nodes.present(root, "notifications")
                .filter(node -> !Nodes.isFalse(node))
                .ifPresent(node -> notes.loss(
                        node.span(),
                        "Nobody is notified.",
                        "Let EventBridge or a notification rule of CodePipeline do it."));
        Nodes.mapping(root, "git")
                .flatMap(git -> Nodes.scalar(git, "submodules"))
                .ifPresent(scalar -> {
                    if (!Nodes.isFalse(scalar)) {
                        notes.loss(scalar.span(), "Submodules are not fetched.", "Fetch them in the buildspec.");
                    }
                });
        if (root.has("stages")) {
            SourceNode stages = root.get("stages").orElseThrow();
            notes.loss(
                    stages.span(),
                    "The order of Travis's stages is not carried over.",
                    "Add stages to the pipeline for it.");
        }
    }

    private static void system(Mapping root, Notes notes) {
        List<Scalar> systems = Nodes.present(root, "os").map(Nodes::scalars).orElse(List.of());
        for (Scalar system : systems) {
            if (!system.text().startsWith("linux")) {
                notes.loss(system.span(), "Nothing is built on '" + system.text() + "'.", "Builds run on Linux.");
            }
        }
        Nodes.scalar(root, "dist")
                .ifPresent(
                        scalar -> notes.note(
                                scalar.span(),
                                "'dist' has no meaning here: builds run on this machine, or in the image that penstock.yml names."));
    }
}

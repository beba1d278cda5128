package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows {@code extends}: a service is merged onto the one that it extends, of the same file or another. */
final class Extension {

    private final ComposeLoader loader;
    private final Map<String, String> environment;
    private final Problems problems;
    private final Map<String, Mapping> others = new HashMap<>();

    Extension(ComposeLoader loader, Map<String, String> environment, Problems problems) {
        this.loader = loader;
        this.environment = environment;
        this.problems = problems;
    }

    /**
     * Services without {@code extends}.
     *
     * @param file where they stand
     * @param paths what paths in it are meant from
     */
    Mapping apply(Mapping services, String file, Paths paths) {
        List<Entry> entries = services.entries().stream()
                .map(entry ->
                        new Entry(entry.key(), resolved(entry.name(), entry.value(), services, file, paths, List.of())))
                .toList();
        return new Mapping(services.span(), entries);
    }

    private SourceNode resolved(
            String name, SourceNode node, Mapping services, String file, Paths paths, List<String> trail) {
        Optional<SourceNode> extended = Nodes.child(node, "extends");
        if (extended.isEmpty() || !(node instanceof Mapping service)) {
            return node;
        }
        Mapping own = Nodes.without(service, "extends");
        List<String> deeper = new ArrayList<>(trail);
        deeper.add(file + ":" + name);
        SourceNode extension = extended.get();
        String base = Nodes.childText(extension, "service")
                .orElseGet(() -> extension instanceof SourceNode.Scalar scalar ? scalar.text() : "");
        Optional<String> otherFile = Nodes.childText(extension, "file").map(paths::resolve);
        String baseFile = otherFile.orElse(file);
        if (deeper.contains(baseFile + ":" + base)) {
            problems.report(
                    ProblemType.COMPOSE_CYCLE,
                    extension.span(),
                    "/services/" + name + "/extends",
                    "The service '" + name + "' extends itself: " + String.join(" → ", deeper) + ".");
            return own;
        }
        Paths basePaths = otherFile.map(path -> new Paths(Paths.parent(path))).orElse(paths);
        Mapping candidates = otherFile.isEmpty() ? services : ofFile(baseFile, basePaths, extension);
        Optional<SourceNode> found = candidates.get(base);
        if (found.isEmpty()) {
            if (!problems.hasErrors() || otherFile.isEmpty()) {
                missing(name, base, extension, candidates);
            }
            return own;
        }
        SourceNode parent = resolved(base, found.get(), candidates, baseFile, basePaths, deeper);
        return Merge.settled(parent, "") instanceof Mapping mapping ? Merge.merge(mapping, own) : own;
    }

    private void missing(String name, String base, SourceNode extension, Mapping candidates) {
        List<String> names = candidates.entries().stream().map(Entry::name).toList();
        problems.report(
                ProblemType.COMPOSE_REFERENCE,
                extension.span(),
                "/services/" + name + "/extends",
                "There is no service '" + base + "' to extend.",
                DidYouMean.hint(base, names));
    }

    private Mapping ofFile(String path, Paths paths, SourceNode extension) {
        Mapping known = others.get(path);
        if (known != null) {
            return known;
        }
        Mapping none = new Mapping(extension.span(), List.of());
        Mapping services = loader.file(path, extension.span())
                .flatMap(source -> loader.written(source, paths, environment))
                .map(document -> Nodes.mapping(document, "services"))
                .orElse(none);
        others.put(path, services);
        return services;
    }
}

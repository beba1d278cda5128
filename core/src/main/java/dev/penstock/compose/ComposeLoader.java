package dev.penstock.compose;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads files into documents of long forms, with variables put in, and what they extend and include. */
final class ComposeLoader {

    private static final Set<String> SECTIONS =
            Set.of("version", "name", "services", "networks", "volumes", "secrets", "configs", "include", "models");

    private final ComposeFiles files;
    private final Problems problems;
    private final List<SourceText> sources = new ArrayList<>();

    ComposeLoader(ComposeFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** All files that were read. */
    List<SourceText> sources() {
        return List.copyOf(sources);
    }

    /**
     * Files that are merged in their order.
     *
     * @param trail files that are being read because one includes the other
     */
    Mapping loadAll(List<SourceText> given, Paths paths, Map<String, String> environment, List<String> trail) {
        Mapping merged = new Mapping(SourceSpan.ofFile(given.getFirst().file()), List.of());
        for (SourceText source : given) {
            Optional<Mapping> document = load(source, paths, environment, trail);
            if (document.isPresent()) {
                boolean first = merged.entries().isEmpty();
                merged = first ? document.get() : Merge.merge(merged, document.get());
            }
        }
        return Merge.settled(merged, "") instanceof Mapping mapping ? mapping : merged;
    }

    private Optional<Mapping> load(
            SourceText source, Paths paths, Map<String, String> environment, List<String> trail) {
        Optional<Mapping> written = written(source, paths, environment);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Mapping services = new Extension(this, environment, problems)
                .apply(Nodes.mapping(written.get(), "services"), source.file(), paths);
        Mapping document = Nodes.with(written.get(), "services", services);
        return Optional.of(included(document, source, paths, environment, trail));
    }

    /** A file in long forms, before anything else is merged in. */
    Optional<Mapping> written(SourceText source, Paths paths, Map<String, String> environment) {
        sources.add(source);
        Optional<SourceNode> document = DocumentReader.read(source, ReadLimits.DEFAULT, Tags.COMPOSE, problems);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        if (!(document.get() instanceof Mapping root)) {
            problems.report(
                    ProblemType.COMPOSE_NOT_RECOGNISED,
                    document.get().span(),
                    "",
                    "A Compose file is a mapping with 'services'; this is "
                            + document.get().description() + ".");
            return Optional.empty();
        }
        if (isVersionOne(root)) {
            problems.report(
                    ProblemType.COMPOSE_VERSION_ONE,
                    root.span(),
                    "",
                    "This file has services at its top, as version 1 of Compose files had them; Docker Compose reads it no more.",
                    "Write 'services:' above them and indent them.");
            return Optional.empty();
        }
        keys(root);
        SourceNode interpolated = new Interpolator(environment, problems).apply(root);
        return Optional.of(sections(interpolated instanceof Mapping mapping ? mapping : root, paths));
    }

    /** Every key is text; one that YAML takes for something else is refused by Docker Compose. */
    private void keys(SourceNode node) {
        switch (node) {
            case Mapping mapping ->
                mapping.entries().forEach(entry -> {
                    if (entry.key().type() != ScalarType.STRING) {
                        problems.report(
                                ProblemType.COMPOSE_FIELD_TYPE,
                                entry.key().span(),
                                "",
                                "'" + entry.name() + "' is a name here, and YAML takes it for "
                                        + entry.key().description() + ".",
                                "Put it in quotes.");
                    }
                    keys(entry.value());
                });
            case SourceNode.Sequence sequence -> sequence.items().forEach(this::keys);
            case SourceNode.Scalar scalar -> {}
        }
    }

    private static boolean isVersionOne(Mapping root) {
        return !root.has("services")
                && !root.has("include")
                && root.entries().stream()
                        .anyMatch(entry -> !SECTIONS.contains(entry.name())
                                && entry.value() instanceof Mapping service
                                && (service.has("image") || service.has("build") || service.has("extends")));
    }

    private Mapping sections(Mapping root, Paths paths) {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : root.entries()) {
            String name = entry.name();
            if (!SECTIONS.contains(name) && !name.startsWith("x-")) {
                problems.report(
                        ProblemType.COMPOSE_FIELD_UNKNOWN,
                        entry.key().span(),
                        "/" + name,
                        "'" + name + "' is not a section of Compose files.",
                        DidYouMean.hint(name, SECTIONS.stream().sorted().toList()));
            } else {
                SourceNode value = entry.value();
                entries.add(new Entry(entry.key(), Nodes.inside(value, inner -> section(name, inner, paths))));
            }
        }
        return new Mapping(root.span(), entries);
    }

    private SourceNode section(String name, SourceNode value, Paths paths) {
        var forms = new LongForms(problems);
        boolean mapping =
                List.of("services", "networks", "volumes", "secrets", "configs").contains(name);
        if (mapping && !(value instanceof Mapping) && !value.isNull()) {
            forms.wrong(value, "/" + name, "a mapping");
            return new Mapping(value.span(), List.of());
        }
        return switch (name) {
            case "name", "version" -> forms.text(value, "/" + name);
            case "services" -> {
                var services = new ServiceForms(problems, paths);
                yield forms.named(value, "/services", Nodes::nothing, services::service);
            }
            case "networks", "volumes", "secrets", "configs" ->
                forms.named(value, "/" + name, Nodes::nothing, (inner, at) -> resource(forms, inner, paths, at));
            default -> value;
        };
    }

    private static SourceNode resource(LongForms forms, SourceNode node, Paths paths, String path) {
        if (!(node instanceof Mapping mapping)) {
            if (!node.isNull()) {
                forms.wrong(node, path, "a mapping");
            }
            return node;
        }
        Mapping resource = mapping;
        for (String name : List.of("labels", "driver_opts")) {
            Optional<SourceNode> values = Nodes.child(resource, name);
            if (values.isPresent()) {
                resource = Nodes.with(resource, name, forms.keyValues(values.get(), path + "/" + name));
            }
        }
        Optional<String> file = Nodes.childText(resource, "file");
        return file.isPresent()
                ? Nodes.with(resource, "file", Nodes.text(resource.span(), paths.resolve(file.get())))
                : resource;
    }

    private Mapping included(
            Mapping document, SourceText source, Paths paths, Map<String, String> environment, List<String> trail) {
        Mapping result = document;
        for (SourceNode item : Nodes.items(Nodes.child(document, "include").orElse(document))) {
            List<String> names =
                    Nodes.child(item, "path").map(ComposeLoader::texts).orElseGet(() -> texts(item));
            List<SourceText> given = new ArrayList<>();
            for (String name : names) {
                file(paths.resolve(name), item.span()).ifPresent(given::add);
            }
            List<String> deeper = new ArrayList<>(trail);
            deeper.add(source.file());
            boolean again = given.stream().anyMatch(file -> deeper.contains(file.file()));
            if (again) {
                problems.report(
                        ProblemType.COMPOSE_CYCLE,
                        item.span(),
                        "/include",
                        "This file includes itself: " + String.join(" → ", deeper) + ".");
            } else if (!given.isEmpty()) {
                String folder = Nodes.childText(item, "project_directory")
                        .map(paths::resolve)
                        .orElseGet(() -> Paths.parent(given.getFirst().file()));
                Mapping other = loadAll(
                        given, new Paths(folder), includedEnvironment(item, folder, paths, environment), deeper);
                result = imported(result, other, item.span());
            }
        }
        return Nodes.without(result, "include");
    }

    private Map<String, String> includedEnvironment(
            SourceNode item, String folder, Paths paths, Map<String, String> environment) {
        List<String> names = Nodes.child(item, "env_file")
                .map(node -> texts(node).stream().map(paths::resolve).toList())
                .orElse(List.of(folder + "/.env"));
        Map<String, String> merged = new LinkedHashMap<>();
        for (String name : names) {
            files.read(name)
                    .ifPresent(bytes -> merged.putAll(EnvFile.read(SourceText.of(name, bytes), environment, problems)));
        }
        merged.putAll(environment);
        return merged;
    }

    private static List<String> texts(SourceNode node) {
        List<SourceNode> items = node instanceof SourceNode.Scalar ? List.of(node) : Nodes.items(node);
        return items.stream()
                .filter(SourceNode.Scalar.class::isInstance)
                .map(item -> ((SourceNode.Scalar) item).text())
                .toList();
    }

    /** Takes over what another file defines; nothing may be defined by both. */
    private Mapping imported(Mapping document, Mapping other, SourceSpan span) {
        Mapping result = document;
        for (String section : List.of("services", "networks", "volumes", "secrets", "configs", "models")) {
            Mapping here = Nodes.mapping(result, section);
            for (Entry entry : Nodes.mapping(other, section).entries()) {
                Optional<SourceNode> there = here.get(entry.name());
                if (there.isPresent() && !there.get().equals(entry.value())) {
                    problems.report(
                            ProblemType.COMPOSE_INCLUDE_CONFLICT,
                            span,
                            "/" + section + "/" + entry.name(),
                            "'" + entry.name() + "' of " + section + " is defined here and in the included file, at "
                                    + entry.value().span() + ".",
                            "Rename one of them, or merge the files with -f instead of including one.");
                }
                here = Nodes.with(here, entry.name(), entry.value());
            }
            result = here.entries().isEmpty() ? result : Nodes.with(result, section, here);
        }
        return result;
    }

    /** Another file; one that is not there is reported. */
    Optional<SourceText> file(String path, SourceSpan span) {
        Optional<byte[]> bytes = files.read(path);
        if (bytes.isEmpty()) {
            problems.report(
                    ProblemType.COMPOSE_FILE_MISSING,
                    span,
                    "",
                    "There is no file " + path + ".",
                    "Paths are meant from the folder of the file that names them.");
        }
        return bytes.map(content -> SourceText.of(path, content));
    }
}

package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads Compose files by the Compose specification. A file {@code .env} in the project's folder gives variables, below those of
 * the environment. Services of profiles that are not active are left out, as {@code docker compose up} leaves them out.
 */
public final class ComposeReader {

    /** The names that Docker Compose looks for, the first that is there counts. */
    public static final List<String> FILE_NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

    private ComposeReader() {}

    /** Whether a document looks like a Compose file: {@code services}, each with something that only services have. */
    public static boolean recognises(SourceNode document) {
        if (!(document instanceof Mapping root)) {
            return false;
        }
        boolean template = root.has("Resources") || root.has("phases") || root.has("stages");
        Set<String> known = Set.of("image", "build", "extends", "command", "ports", "environment", "volumes");
        return !template
                && Nodes.mapping(root, "services").entries().stream()
                        .anyMatch(service -> service.value() instanceof Mapping mapping
                                && mapping.entries().stream().map(Entry::name).anyMatch(known::contains));
    }

    /** Reads one file. */
    public static ComposeReading read(SourceText source, ComposeOptions options) {
        return read(List.of(source), options);
    }

    /**
     * Reads files of one project.
     *
     * @param sources in the order in which they are merged; at least one
     */
    public static ComposeReading read(List<SourceText> sources, ComposeOptions given) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a project has at least one file");
        }
        Problems problems = new Problems();
        Map<String, String> environment = environment(given, problems);
        ComposeOptions options = withProfiles(given, environment);
        String name = ProjectName.of(sources, options, environment);
        environment.put(ProjectName.VARIABLE, name);
        var loader = new ComposeLoader(options.files(), problems);
        Mapping merged = loader.loadAll(sources, new Paths(options.projectDirectory()), environment, List.of());
        new SchemaRules(merged, problems).check();
        if (problems.hasErrors()) {
            return new ComposeReading.Refused(loader.sources(), problems.list());
        }
        List<String> declared = Nodes.mapping(merged, "services").entries().stream()
                .map(Entry::name)
                .toList();
        Mapping document = new Normalisation(options, name, environment, problems).apply(merged);
        new ProjectRules(document, declared, problems).check();
        if (problems.hasErrors()) {
            return new ComposeReading.Refused(loader.sources(), problems.list());
        }
        ComposeProject project = new ProjectBinder(declared).bind(document);
        return new ComposeReading.Accepted(project, withoutFiles(document), loader.sources(), problems.list());
    }

    /** Where no profile is named, {@code COMPOSE_PROFILES} names them. */
    private static ComposeOptions withProfiles(ComposeOptions options, Map<String, String> environment) {
        String named = environment.getOrDefault("COMPOSE_PROFILES", "");
        return options.profiles().isEmpty() && !named.isBlank()
                ? options.withProfiles(
                        Arrays.stream(named.split(",", -1)).map(String::strip).collect(Collectors.toSet()))
                : options;
    }

    private static Map<String, String> environment(ComposeOptions options, Problems problems) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : options.environmentFiles()) {
            String path = new Paths(options.projectDirectory()).resolve(name);
            Map<String, String> known = new LinkedHashMap<>(environment);
            known.putAll(options.environment());
            options.files()
                    .read(path)
                    .ifPresent(bytes -> environment.putAll(EnvFile.read(SourceText.of(path, bytes), known, problems)));
        }
        environment.putAll(options.environment());
        return environment;
    }

    /** What files of variables gave stands in {@code environment} now. */
    private static Mapping withoutFiles(Mapping document) {
        Mapping services = Nodes.mapping(document, "services");
        List<Entry> entries = services.entries().stream()
                .map(entry -> entry.value() instanceof Mapping service
                        ? new Entry(entry.key(), Nodes.without(service, "env_file"))
                        : entry)
                .toList();
        return Nodes.with(document, "services", new Mapping(services.span(), entries));
    }
}

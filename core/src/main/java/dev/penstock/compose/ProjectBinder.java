package dev.penstock.compose;

import dev.penstock.document.Places;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNodeJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Makes records of a document of long forms, which is known to be right. */
final class ProjectBinder {

    private static final Set<String> BOUND = Set.of(
            "image",
            "build",
            "command",
            "entrypoint",
            "environment",
            "env_file",
            "ports",
            "expose",
            "volumes",
            "secrets",
            "configs",
            "links",
            "depends_on",
            "healthcheck",
            "networks",
            "logging",
            "mem_limit",
            "mem_reservation",
            "cpus",
            "scale",
            "profiles");

    private final List<String> declared;
    private final Places.Collector places = new Places.Collector();

    ProjectBinder(List<String> declared) {
        this.declared = declared;
    }

    ComposeProject bind(Mapping document) {
        note("", document, 4);
        List<ComposeService> services = Nodes.mapping(document, "services").entries().stream()
                .map(entry -> service(entry.name(), entry.value()))
                .toList();
        List<String> active = services.stream().map(ComposeService::name).toList();
        return new ComposeProject(
                Nodes.childText(document, "name").orElse(""),
                services,
                declared.stream().filter(name -> !active.contains(name)).toList(),
                json(Nodes.mapping(document, "networks"), Set.of()),
                json(Nodes.mapping(document, "volumes"), Set.of()),
                json(Nodes.mapping(document, "secrets"), Set.of()),
                json(Nodes.mapping(document, "configs"), Set.of()),
                places.places());
    }

    private void note(String path, SourceNode node, int depth) {
        places.accept(path, node);
        if (depth > 0 && node instanceof Mapping mapping) {
            mapping.entries().forEach(entry -> note(path + "/" + entry.name(), entry.value(), depth - 1));
        } else if (depth > 0 && node instanceof SourceNode.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                note(path + "/" + i, sequence.items().get(i), depth - 1);
            }
        }
    }

    private static ComposeService service(String name, SourceNode node) {
        Mapping service = node instanceof Mapping mapping ? mapping : new Mapping(node.span(), List.of());
        return new ComposeService(
                name,
                Nodes.childText(service, "image"),
                Nodes.child(service, "build").map(ProjectBinder::build),
                Nodes.child(service, "command").map(ProjectBinder::texts),
                Nodes.child(service, "entrypoint").map(ProjectBinder::texts),
                environment(service),
                items(service, "env_file").stream()
                        .flatMap(file -> Nodes.childText(file, "path").stream())
                        .toList(),
                items(service, "ports").stream().map(ProjectBinder::port).toList(),
                texts(service, "expose"),
                items(service, "volumes").stream().map(ProjectBinder::mount).toList(),
                items(service, "secrets").stream().map(ProjectBinder::file).toList(),
                items(service, "configs").stream().map(ProjectBinder::file).toList(),
                texts(service, "links"),
                dependsOn(service),
                Nodes.child(service, "healthcheck").map(ProjectBinder::healthcheck),
                Nodes.mapping(service, "networks").entries().stream()
                        .map(Entry::name)
                        .toList(),
                Nodes.child(service, "logging")
                        .map(logging -> new ComposeService.Logging(
                                Nodes.childText(logging, "driver"), pairs(Nodes.mapping(logging, "options")))),
                resources(service),
                texts(service, "profiles"),
                json(service, BOUND));
    }

    private static List<SourceNode> items(SourceNode node, String name) {
        return Nodes.items(Nodes.child(node, name).orElse(node));
    }

    private static List<String> texts(SourceNode node, String name) {
        return Nodes.child(node, name).map(ProjectBinder::texts).orElse(List.of());
    }

    private static List<String> texts(SourceNode node) {
        return Nodes.items(node).stream()
                .map(item -> item instanceof Scalar scalar ? scalar.text() : "")
                .toList();
    }

    private static Map<String, String> pairs(Mapping mapping) {
        Map<String, String> pairs = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> {
            if (entry.value() instanceof Scalar scalar) {
                pairs.put(entry.name(), scalar.text());
            }
        });
        return pairs;
    }

    private static Map<String, String> json(Mapping mapping, Set<String> without) {
        Map<String, String> json = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> {
            if (!without.contains(entry.name())) {
                json.put(entry.name(), SourceNodeJson.text(entry.value()));
            }
        });
        return json;
    }

    private static ComposeService.Build build(SourceNode node) {
        Mapping build = node instanceof Mapping mapping ? mapping : new Mapping(node.span(), List.of());
        return new ComposeService.Build(
                Nodes.childText(build, "context").orElse("."),
                Nodes.childText(build, "dockerfile"),
                Nodes.childText(build, "target"),
                pairs(Nodes.mapping(build, "args")),
                json(build, Set.of("context", "dockerfile", "target", "args")));
    }

    private static Map<String, Optional<String>> environment(Mapping service) {
        Map<String, Optional<String>> environment = new LinkedHashMap<>();
        Nodes.mapping(service, "environment").entries().forEach(entry -> {
            boolean known = entry.value() instanceof Scalar scalar && !scalar.isNull();
            environment.put(entry.name(), known ? Optional.of(((Scalar) entry.value()).text()) : Optional.empty());
        });
        return environment;
    }

    private static ComposeService.Port port(SourceNode node) {
        return new ComposeService.Port(
                Nodes.childText(node, "target").map(Integer::parseInt).orElse(0),
                Nodes.childText(node, "published"),
                Nodes.childText(node, "host_ip"),
                Nodes.childText(node, "protocol").orElse("tcp"));
    }

    private static ComposeService.Mount mount(SourceNode node) {
        Mapping mount = node instanceof Mapping mapping ? mapping : new Mapping(node.span(), List.of());
        return new ComposeService.Mount(
                Nodes.childText(mount, "type").orElse("volume"),
                Nodes.childText(mount, "source"),
                Nodes.childText(mount, "target").orElse(""),
                isTrue(mount, "read_only"),
                json(mount, Set.of("type", "source", "target", "read_only")));
    }

    private static boolean isTrue(SourceNode node, String name) {
        return Nodes.childText(node, name).orElse("").equals("true");
    }

    private static ComposeService.FileMount file(SourceNode node) {
        return new ComposeService.FileMount(
                Nodes.childText(node, "source").orElse(""), Nodes.childText(node, "target"));
    }

    private static Map<String, ComposeService.Dependency> dependsOn(Mapping service) {
        Map<String, ComposeService.Dependency> dependencies = new LinkedHashMap<>();
        Nodes.mapping(service, "depends_on")
                .entries()
                .forEach(entry -> dependencies.put(
                        entry.name(),
                        new ComposeService.Dependency(
                                Nodes.childText(entry.value(), "condition").orElse("service_started"),
                                !Nodes.childText(entry.value(), "required")
                                        .orElse("true")
                                        .equals("false"))));
        return dependencies;
    }

    private static ComposeService.Healthcheck healthcheck(SourceNode node) {
        List<String> test = texts(node, "test");
        return new ComposeService.Healthcheck(
                test,
                duration(node, "interval"),
                duration(node, "timeout"),
                Nodes.childText(node, "retries")
                        .map(text -> OptionalInt.of(Integer.parseInt(text)))
                        .orElse(OptionalInt.empty()),
                duration(node, "start_period"),
                isTrue(node, "disable") || test.equals(List.of("NONE")));
    }

    private static Optional<Duration> duration(SourceNode node, String name) {
        return Nodes.childText(node, name).flatMap(Quantities::nanoseconds).map(Duration::ofNanos);
    }

    private static ComposeService.Resources resources(Mapping service) {
        Mapping deploy = Nodes.mapping(service, "deploy");
        Mapping limits = Nodes.mapping(Nodes.mapping(deploy, "resources"), "limits");
        Mapping reservations = Nodes.mapping(Nodes.mapping(deploy, "resources"), "reservations");
        return new ComposeService.Resources(
                bytes(service, "mem_limit", limits),
                bytes(service, "mem_reservation", reservations),
                processors(Nodes.childText(service, "cpus").or(() -> Nodes.childText(limits, "cpus"))),
                processors(Nodes.childText(reservations, "cpus")),
                Nodes.childText(service, "scale")
                        .or(() -> Nodes.childText(deploy, "replicas"))
                        .map(text -> OptionalInt.of(Integer.parseInt(text)))
                        .orElse(OptionalInt.empty()));
    }

    private static OptionalLong bytes(Mapping service, String name, Mapping deploy) {
        return Nodes.childText(service, name)
                .or(() -> Nodes.childText(deploy, "memory"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    private static OptionalDouble processors(Optional<String> text) {
        return text.map(number -> OptionalDouble.of(Double.parseDouble(number))).orElse(OptionalDouble.empty());
    }
}

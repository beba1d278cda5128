package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceText;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fills in what a project leaves unsaid: names, the default network, dependencies by links, variables from elsewhere. */
final class Normalisation {

    private final ComposeOptions options;
    private final String name;
    private final Map<String, String> environment;
    private final Problems problems;

    Normalisation(ComposeOptions options, String name, Map<String, String> environment, Problems problems) {
        this.options = options;
        this.name = name;
        this.environment = environment;
        this.problems = problems;
    }

    /** The document with the services that are active. */
    Mapping apply(Mapping document) {
        List<Entry> services = new ArrayList<>();
        boolean usesDefault = false;
        for (Entry entry : Nodes.mapping(document, "services").entries()) {
            if (entry.value() instanceof Mapping service && isActive(service)) {
                Mapping full = service(service, "/services/" + entry.name());
                usesDefault |= Nodes.mapping(full, "networks").has("default");
                services.add(new Entry(entry.key(), full));
            }
        }
        Mapping result = Nodes.with(
                Nodes.without(document, "version"),
                "services",
                new Mapping(Nodes.mapping(document, "services").span(), services));
        Mapping networks = Nodes.mapping(result, "networks");
        if (usesDefault && !networks.has("default")) {
            result = Nodes.with(result, "networks", Nodes.with(networks, "default", Nodes.nothing(networks.span())));
        }
        result = Nodes.with(result, "name", Nodes.text(document.span(), name));
        for (String section : List.of("networks", "volumes", "secrets", "configs")) {
            if (result.has(section)) {
                Mapping used = used(Nodes.mapping(result, section), section, Nodes.mapping(result, "services"));
                result = Nodes.with(result, section, named(used, name));
            }
        }
        return result;
    }

    /** What no active service uses is not created either. */
    private static Mapping used(Mapping resources, String section, Mapping services) {
        Set<String> names = new HashSet<>();
        for (Entry service : services.entries()) {
            names.addAll(Nodes.mapping(service.value(), section).entries().stream()
                    .map(Entry::name)
                    .toList());
            Nodes.items(Nodes.child(service.value(), section).orElse(services))
                    .forEach(item -> Nodes.childText(item, "source").ifPresent(names::add));
            SourceNode build = Nodes.child(service.value(), "build").orElse(services);
            Nodes.items(Nodes.child(build, section).orElse(services))
                    .forEach(item -> Nodes.childText(item, "source")
                            .or(() -> item instanceof Scalar text ? Optional.of(text.text()) : Optional.empty())
                            .ifPresent(names::add));
        }
        return new Mapping(
                resources.span(),
                resources.entries().stream()
                        .filter(entry -> names.contains(entry.name()))
                        .toList());
    }

    private boolean isActive(Mapping service) {
        List<SourceNode> profiles = Nodes.items(Nodes.child(service, "profiles").orElse(service));
        return profiles.isEmpty()
                || options.profiles().contains("*")
                || profiles.stream()
                        .anyMatch(profile -> profile instanceof Scalar scalar
                                && options.profiles().contains(scalar.text()));
    }

    private static Mapping named(Mapping resources, String project) {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : resources.entries()) {
            Mapping resource = entry.value() instanceof Mapping mapping
                    ? mapping
                    : new Mapping(entry.value().span(), List.of());
            boolean external = Nodes.childText(resource, "external").orElse("").equals("true");
            String name = external ? entry.name() : project + "_" + entry.name();
            entries.add(new Entry(
                    entry.key(),
                    Nodes.withDefault(resource, "name", Nodes.text(entry.key().span(), name))));
        }
        return new Mapping(resources.span(), entries);
    }

    private Mapping service(Mapping given, String path) {
        Mapping service = given;
        Optional<SourceNode> build = Nodes.child(service, "build");
        if (build.isPresent() && build.get() instanceof Mapping mapping) {
            service = Nodes.with(service, "build", build(mapping));
        }
        service = variables(service, path);
        service = dependencies(service);
        service = hosts(service);
        boolean ownNetwork = Nodes.child(service, "network_mode").isPresent();
        if (!ownNetwork && Nodes.mapping(service, "networks").entries().isEmpty()) {
            Mapping standard =
                    new Mapping(service.span(), List.of(Nodes.entry("default", Nodes.nothing(service.span()))));
            service = Nodes.with(service, "networks", standard);
        }
        if (Nodes.childText(service, "pull_policy").orElse("").equals("if_not_present")) {
            service = Nodes.with(service, "pull_policy", Nodes.text(service.span(), "missing"));
        }
        return service;
    }

    /** By name, as Docker Compose orders them. */
    private static Mapping hosts(Mapping service) {
        Optional<SourceNode> hosts = Nodes.child(service, "extra_hosts");
        List<SourceNode> sorted = new ArrayList<>(Nodes.items(hosts.orElse(service)));
        sorted.sort(Comparator.comparing(
                host -> host instanceof Scalar text ? text.text().split("=", 2)[0] : ""));
        return hosts.isPresent()
                ? Nodes.with(
                        service,
                        "extra_hosts",
                        new SourceNode.Sequence(hosts.get().span(), sorted))
                : service;
    }

    private Mapping build(Mapping given) {
        Mapping build = Nodes.withDefault(
                given, "context", Nodes.text(given.span(), new Paths(options.projectDirectory()).resolve(".")));
        if (!build.has("dockerfile_inline")) {
            build = Nodes.withDefault(build, "dockerfile", Nodes.text(given.span(), "Dockerfile"));
        }
        if (build.has("args")) {
            Mapping args = Nodes.mapping(build, "args");
            List<Entry> known = args.entries().stream()
                    .map(this::lookedUp)
                    .filter(entry -> !entry.value().isNull())
                    .toList();
            build = Nodes.with(build, "args", new Mapping(args.span(), known));
        }
        return build;
    }

    private Entry lookedUp(Entry entry) {
        String value = environment.get(entry.name());
        return entry.value().isNull() && value != null
                ? new Entry(entry.key(), Nodes.text(entry.value().span(), value))
                : entry;
    }

    /** Variables of files, below those that the service itself names. */
    private Mapping variables(Mapping service, String path) {
        Map<String, SourceNode> values = new LinkedHashMap<>();
        for (SourceNode file : Nodes.items(Nodes.child(service, "env_file").orElse(service))) {
            String name = Nodes.childText(file, "path").orElse("");
            Optional<byte[]> bytes = options.files().read(name);
            boolean required = Nodes.childText(file, "required").orElse("true").equals("true");
            if (bytes.isPresent()) {
                Map<String, String> known = new LinkedHashMap<>(environment);
                values.forEach((key, value) -> known.put(key, ((Scalar) value).text()));
                EnvFile.read(SourceText.of(name, bytes.get()), known, problems)
                        .forEach((key, value) -> values.put(key, Nodes.text(file.span(), value)));
            } else if (required) {
                problems.report(
                        ProblemType.COMPOSE_ENV_FILE_MISSING,
                        file.span(),
                        path + "/env_file",
                        "There is no file " + name + " here, so that its variables are not known.",
                        "Add it before this runs, or write 'required: false' beside its path.");
            }
        }
        Mapping own = Nodes.mapping(service, "environment");
        own.entries().stream().map(this::lookedUp).forEach(entry -> values.put(entry.name(), entry.value()));
        if (values.isEmpty()) {
            return service;
        }
        SourceSpan span =
                Nodes.child(service, "environment").map(SourceNode::span).orElse(service.span());
        List<Entry> entries = values.entrySet().stream()
                .map(entry -> Nodes.entry(entry.getKey(), entry.getValue()))
                .toList();
        return Nodes.with(service, "environment", new Mapping(span, entries));
    }

    /** Links, shared volumes and shared networks make a service depend on another. */
    private static Mapping dependencies(Mapping service) {
        Mapping dependsOn = Nodes.mapping(service, "depends_on");
        Mapping result = dependsOn;
        for (SourceNode link : Nodes.items(Nodes.child(service, "links").orElse(service))) {
            result = depend(result, link, true);
        }
        for (String name : List.of("network_mode", "ipc", "pid")) {
            Optional<SourceNode> shared = Nodes.child(service, name);
            if (shared.isPresent()
                    && shared.get() instanceof Scalar scalar
                    && scalar.text().startsWith("service:")) {
                result = depend(result, Nodes.text(scalar.span(), scalar.text().substring(8)), true);
            }
        }
        for (SourceNode from : Nodes.items(Nodes.child(service, "volumes_from").orElse(service))) {
            boolean container = from instanceof Scalar scalar && scalar.text().startsWith("container:");
            result = container ? result : depend(result, from, false);
        }
        return result.entries().isEmpty() ? service : Nodes.with(service, "depends_on", result);
    }

    private static Mapping depend(Mapping dependsOn, SourceNode reference, boolean restart) {
        if (!(reference instanceof Scalar scalar)) {
            return dependsOn;
        }
        String name = scalar.text().split(":", 2)[0];
        Mapping implied = new Mapping(
                scalar.span(),
                List.of(
                        Nodes.entry("condition", Nodes.text(scalar.span(), "service_started")),
                        Nodes.entry("restart", Nodes.bool(scalar.span(), restart)),
                        Nodes.entry("required", Nodes.bool(scalar.span(), true))));
        return dependsOn.has(name) ? dependsOn : Nodes.with(dependsOn, name, implied);
    }
}

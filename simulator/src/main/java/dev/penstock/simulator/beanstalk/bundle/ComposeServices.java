package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.ComposeApplication.Invalid;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Dependency;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Image;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Network;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Restart;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Settings;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes planned containers of the services of a Compose project. */
final class ComposeServices {

    private final Map<String, JsonValue> services;
    private final SourceBundle bundle;
    private final Map<String, String> variables;
    private final Map<String, String> dotEnv;
    private final ComposeVolumes volumes;
    private final List<String> remarks = new ArrayList<>();

    /**
     * @param services those that are active
     * @param variables that the project's values may name
     * @param dotEnv what {@code .env} says, in the bundle or as the platform writes it
     */
    ComposeServices(
            JsonValue project,
            Map<String, JsonValue> services,
            SourceBundle bundle,
            Map<String, String> variables,
            Map<String, String> dotEnv) {
        this.services = services;
        this.bundle = bundle;
        this.variables = variables;
        this.dotEnv = dotEnv;
        this.volumes = new ComposeVolumes(project, bundle);
    }

    /** What of the services is left out. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    PlannedContainer container(String name, JsonValue written) throws Invalid {
        JsonValue service = extended(name, written, new HashSet<>());
        String mode = Values.text(service, "network_mode").orElse("");
        if (!mode.isEmpty() && !Set.of("none", "bridge", "default").contains(mode)) {
            remarks.add("network_mode " + mode + " of service " + name
                    + " is not simulated: it is in the project's network");
        }
        Map<String, String> hosts = new HashMap<>();
        Values.pairs(Values.member(service, "extra_hosts").orElseGet(JsonValue.Null::new))
                .forEach((host, address) -> hosts.put(host, address.orElse("")));
        return new PlannedContainer(
                name,
                image(name, service),
                entryPoint(service),
                Values.member(service, "command").map(Values::words).orElse(List.of()),
                environment(name, service),
                ComposePorts.of(Values.elements(service, "ports")),
                volumes.of(name, service),
                new Network(aliases(name), Values.text(service, "hostname"), hosts, mode.equals("none")),
                dependencies(name, service),
                false,
                settings(service));
    }

    /** A service that extends another has what it does not say itself from it. Source: Compose Specification, "extends". */
    private JsonValue extended(String name, JsonValue service, Set<String> seen) throws Invalid {
        JsonValue extended = Values.member(service, "extends").orElse(null);
        if (extended == null) {
            return service;
        }
        String base =
                Values.text(extended).or(() -> Values.text(extended, "service")).orElse("");
        if (Values.text(extended, "file").isPresent()) {
            throw new Invalid("service \"" + name + "\" extends a service of another file, which is not simulated");
        }
        JsonValue other = services.get(base);
        if (other == null || !seen.add(base)) {
            throw new Invalid("cannot extend service \"" + name + "\": service \"" + base + "\" not found");
        }
        Map<String, JsonValue> all = new LinkedHashMap<>(Values.members(extended(base, other, seen)));
        Values.members(service).forEach((key, value) -> all.merge(key, value, ComposeServices::merged));
        all.remove("extends");
        return new JsonValue.Structure(all);
    }

    private static JsonValue merged(JsonValue base, JsonValue own) {
        if (base instanceof JsonValue.Structure(Map<String, JsonValue> below)
                && own instanceof JsonValue.Structure(Map<String, JsonValue> above)) {
            Map<String, JsonValue> all = new LinkedHashMap<>(below);
            above.forEach((key, value) -> all.merge(key, value, ComposeServices::merged));
            return new JsonValue.Structure(all);
        }
        return own;
    }

    private Image image(String name, JsonValue service) throws Invalid {
        Optional<JsonValue> build = Values.member(service, "build");
        if (build.isPresent()) {
            return build(build.get());
        }
        String reference = Values.text(service, "image")
                .orElseThrow(() -> new Invalid("service \"" + name
                        + "\" has neither an image nor a build context specified: invalid compose project"));
        if (!ImageReference.isOne(reference)) {
            throw new Invalid("invalid reference format: " + reference);
        }
        boolean update = !Values.text(service, "pull_policy")
                .filter(policy -> policy.equals("never") || policy.equals("missing"))
                .isPresent();
        return new Image.Pull(reference, update);
    }

    private Image build(JsonValue build) throws Invalid {
        String context =
                Values.text(build).or(() -> Values.text(build, "context")).orElse(".");
        if (!(InstancePaths.relative(context) instanceof PlannedContainer.Mount.Source.OfBundle(String folder))) {
            throw new Invalid("unable to prepare context: path \"" + context + "\" not found");
        }
        if (!folder.isEmpty() && bundle.under(folder).isEmpty()) {
            throw new Invalid(
                    "unable to prepare context: path \"" + InstancePaths.CURRENT + "/" + folder + "\" not found");
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        Values.pairs(Values.member(build, "args").orElseGet(JsonValue.Null::new))
                .forEach((argument, value) -> value.or(() -> Optional.ofNullable(variables.get(argument)))
                        .ifPresent(known -> arguments.put(argument, known)));
        return new Image.Build(
                folder, Values.text(build, "dockerfile").orElse("Dockerfile"), arguments, Values.text(build, "target"));
    }

    /** A text that is empty takes the image's away, which an engine is told by a list with an empty word. */
    private static List<String> entryPoint(JsonValue service) {
        return Values.member(service, "entrypoint").map(Values::words).orElse(List.of());
    }

    private Map<String, String> environment(String name, JsonValue service) throws Invalid {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonValue each : Values.elements(service, "env_file")) {
            String path = Values.text(each).or(() -> Values.text(each, "path")).orElse("");
            boolean required =
                    !Values.text(each, "required").filter("false"::equals).isPresent();
            environment.putAll(environmentFile(path, required, name));
        }
        Values.pairs(Values.member(service, "environment").orElseGet(JsonValue.Null::new))
                .forEach((variable, value) -> value.or(() -> Optional.ofNullable(variables.get(variable)))
                        .ifPresent(known -> environment.put(variable, known)));
        return environment;
    }

    private Map<String, String> environmentFile(String path, boolean required, String service) throws Invalid {
        if (InstancePaths.relative(path) instanceof PlannedContainer.Mount.Source.OfBundle(String file)) {
            if (file.equals(".env")) {
                return dotEnv;
            }
            Optional<String> text = bundle.text(file);
            if (text.isPresent()) {
                return EnvironmentFile.read(text.get());
            }
        }
        if (required) {
            String absolute = InstancePaths.absolute(path);
            throw new Invalid("env file " + absolute + " not found: stat " + absolute + ": no such file or directory");
        }
        remarks.add("service " + service + " has no env file " + path);
        return Map.of();
    }

    /** Its name within the project, and those that its networks and others' links give it. */
    private Set<String> aliases(String name) {
        Set<String> aliases = new HashSet<>();
        JsonValue own = services.getOrDefault(name, new JsonValue.Null());
        Values.text(own, "container_name").ifPresent(aliases::add);
        Values.text(own, "hostname").ifPresent(aliases::add);
        Values.members(own, "networks").values().forEach(network -> aliases.addAll(Values.texts(network, "aliases")));
        services.values()
                .forEach(other -> Values.texts(other, "links").stream()
                        .map(link -> link.split(":", 2))
                        .filter(link -> link[0].equals(name))
                        .forEach(link -> aliases.add(link[link.length - 1])));
        aliases.remove(name);
        return aliases;
    }

    private List<Dependency> dependencies(String name, JsonValue service) throws Invalid {
        Map<String, Dependency.Condition> all = new LinkedHashMap<>();
        Values.texts(service, "links").forEach(link -> all.put(link.split(":", 2)[0], Dependency.Condition.STARTED));
        JsonValue written = Values.member(service, "depends_on").orElseGet(JsonValue.Null::new);
        if (written instanceof JsonValue.Structure) {
            Values.members(written).forEach((other, how) -> {
                boolean optional =
                        Values.text(how, "required").filter("false"::equals).isPresent();
                if (!optional || services.containsKey(other)) {
                    all.put(other, condition(Values.text(how, "condition").orElse("")));
                }
            });
        } else {
            Values.elements(written)
                    .forEach(
                            other -> Values.text(other).ifPresent(text -> all.put(text, Dependency.Condition.STARTED)));
        }
        List<Dependency> dependencies = new ArrayList<>();
        for (Map.Entry<String, Dependency.Condition> each : all.entrySet()) {
            if (!services.containsKey(each.getKey())) {
                throw new Invalid("service \"" + name + "\" depends on undefined service \"" + each.getKey()
                        + "\": invalid compose project");
            }
            dependencies.add(new Dependency(each.getKey(), each.getValue()));
        }
        return dependencies;
    }

    private static Dependency.Condition condition(String written) {
        return switch (written) {
            case "service_healthy" -> Dependency.Condition.HEALTHY;
            case "service_completed_successfully" -> Dependency.Condition.COMPLETED;
            default -> Dependency.Condition.STARTED;
        };
    }

    private static Settings settings(JsonValue service) throws Invalid {
        JsonValue resources = Values.member(service, "deploy")
                .flatMap(deploy -> Values.member(deploy, "resources"))
                .orElseGet(JsonValue.Null::new);
        Optional<String> limit = Values.text(service, "mem_limit")
                .or(() -> Values.member(resources, "limits").flatMap(limits -> Values.text(limits, "memory")));
        Optional<String> reserved = Values.text(service, "mem_reservation")
                .or(() -> Values.member(resources, "reservations").flatMap(r -> Values.text(r, "memory")));
        Optional<String> shares = Values.text(service, "cpu_shares").filter(text -> text.matches("[0-9]{1,7}"));
        return new Settings(
                ComposeUnits.bytes(limit),
                ComposeUnits.bytes(reserved),
                shares.map(text -> OptionalInt.of(Integer.parseInt(text))).orElse(OptionalInt.empty()),
                Values.text(service, "working_dir"),
                Values.text(service, "user"),
                Values.isTrue(service, "privileged"),
                Values.isTrue(service, "read_only"),
                Values.isTrue(service, "init"),
                Values.isTrue(service, "tty"),
                Values.texts(service, "cap_add"),
                Values.texts(service, "cap_drop"),
                Values.member(service, "healthcheck").flatMap(ComposeUnits::healthCheck),
                restart(service),
                Optional.empty());
    }

    private static Restart restart(JsonValue service) {
        return switch (Values.text(service, "restart").orElse("no")) {
            case "always", "unless-stopped" -> Restart.ALWAYS;
            case "no", "false" -> Restart.NEVER;
            default -> Restart.ON_FAILURE;
        };
    }
}

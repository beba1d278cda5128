package dev.penstock.convert;

import dev.penstock.compose.ComposeProject;
import dev.penstock.compose.ComposeService;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.problem.SourceSpan;
import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.ContainerDefinition.Dependency;
import dev.penstock.taskdefinition.ContainerDefinition.HealthCheck;
import dev.penstock.taskdefinition.ContainerDefinition.LogConfiguration;
import dev.penstock.taskdefinition.ContainerDefinition.PortMapping;
import dev.penstock.taskdefinition.ContainerDefinition.ProcessSettings;
import dev.penstock.taskdefinition.ContainerDefinition.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a Compose project as containers in ECS's terms. */
final class FromCompose {

    private final ComposeProject project;
    private final Mapping document;
    private final String file;
    private final Losses losses;
    private final ComposeVolumes volumes;

    FromCompose(ComposeProject project, Mapping document, String file, Format target, Losses losses) {
        this.project = project;
        this.document = document;
        this.file = file;
        this.losses = losses;
        this.volumes = new ComposeVolumes(project, target, losses, this::place);
    }

    ContainerGroup group() {
        List<ContainerDefinition> containers =
                project.services().stream().map(this::container).toList();
        project.inactive()
                .forEach(name -> losses.add(
                        SourceSpan.ofFile(file),
                        "The service '" + name + "' is left out: its profile is not active.",
                        "Name its profile with --profile to take it along."));
        if (containers.size() > 1) {
            boolean linked = containers.stream()
                    .allMatch(container ->
                            containers.size() < 2 || !container.links().isEmpty());
            if (!linked) {
                losses.add(
                        place("", "services"),
                        "In Compose all services of a network reach each other by name; here a container reaches only those"
                                + " in its 'links', which are those that it depends on.",
                        "Add depends_on or links where a service calls another.");
            }
        }
        return new ContainerGroup(
                project.name(), containers, volumes.volumes(), Optional.empty(), Map.of(), new ComposeOrigin());
    }

    private ContainerDefinition container(ComposeService service) {
        var others = new ServiceOthers(service, losses, this::place);
        told(service);
        return new ContainerDefinition(
                service.name(),
                image(service),
                resources(service, others),
                process(service, others),
                environment(service),
                List.of(),
                Map.of(),
                service.ports().stream().map(port -> port(port, service)).toList(),
                volumes.mountPoints(service),
                others.volumesFrom(),
                links(service),
                others.text("hostname"),
                essential(others),
                dependsOn(service),
                service.healthcheck().map(check -> healthCheck(check, service)),
                logging(service),
                others.rest());
    }

    /** What no container definition can say. */
    private void told(ComposeService service) {
        String name = service.name();
        new ServiceDetails(document, name, losses).tell();
        service.secrets()
                .forEach(secret -> losses.add(
                        place(name, "secrets"),
                        "The secret '" + secret.source() + "' of '" + name
                                + "' is not carried over: ECS has no secrets as files.",
                        "Give it as a variable from Secrets Manager or Parameter Store ('secrets' of the container)."));
        service.configs()
                .forEach(config -> losses.add(
                        place(name, "configs"),
                        "The config '" + config.source() + "' of '" + name
                                + "' is not carried over: ECS has no configs.",
                        "Put it into the image or on a volume."));
        if (service.resources().replicas().orElse(1) != 1) {
            losses.add(
                    place(name, "deploy"),
                    "'" + name + "' is to run " + service.resources().replicas().getAsInt()
                            + " times; a container of a task runs once.");
        }
        if (service.resources().cpuReservation().isPresent()) {
            losses.add(place(name, "deploy"), "The processors reserved for '" + name + "' are not carried over.");
        }
        boolean ownNetworks = service.networks().stream().anyMatch(network -> !network.equals("default"));
        if (ownNetworks) {
            losses.add(
                    place(name, "networks"),
                    "The networks of '" + name + "' are not carried over: containers of a task share one.");
        }
        if (!service.environmentFiles().isEmpty()) {
            losses.add(
                    place(name, "env_file"),
                    "The variables of " + String.join(", ", service.environmentFiles()) + " stand in 'environment' of '"
                            + name + "' now, as far as the files were there.",
                    "Take secrets out of it before you commit the file.");
        }
    }

    private String image(ComposeService service) {
        Optional<ComposeService.Build> build = service.build();
        String image = service.image().orElse(project.name() + "-" + service.name());
        build.ifPresent(how -> losses.add(
                place(service.name(), "build"),
                "'" + service.name() + "' is built from " + how.context() + "; here an image must be there already: '"
                        + image + "' stands in its place.",
                "Build and push it, and name it by its digest."));
        return image;
    }

    private Resources resources(ComposeService service, ServiceOthers others) {
        OptionalInt shares = others.number("cpu_shares");
        if (service.resources().cpus().isPresent()) {
            losses.add(
                    place(service.name(), "cpus"),
                    "'cpus' of '" + service.name() + "' is a limit; ECS's 'cpu' on an instance is a share.");
            shares = OptionalInt.of((int) Math.round(service.resources().cpus().getAsDouble() * 1024));
        }
        return new Resources(
                shares,
                mebibytes(service.resources().memory()),
                mebibytes(service.resources().memoryReservation()));
    }

    private static OptionalInt mebibytes(OptionalLong bytes) {
        return bytes.isPresent()
                ? OptionalInt.of((int) Math.max(ServiceDetails.LEAST_MEMORY, Math.ceilDiv(bytes.getAsLong(), 1L << 20)))
                : OptionalInt.empty();
    }

    private static ProcessSettings process(ComposeService service, ServiceOthers others) {
        return new ProcessSettings(
                service.entrypoint().orElse(List.of()),
                service.command().orElse(List.of()),
                others.text("working_dir"),
                others.text("user"),
                others.flag("privileged"),
                others.flag("read_only"));
    }

    private Map<String, String> environment(ComposeService service) {
        Map<String, String> environment = new LinkedHashMap<>();
        service.environment().forEach((name, value) -> {
            value.ifPresent(text -> environment.put(name, text));
            if (value.isEmpty()) {
                losses.add(
                        place(service.name(), "environment"),
                        "The variable '" + name + "' of '" + service.name()
                                + "' has its value from where Compose runs; it is left out.");
            }
        });
        return environment;
    }

    private PortMapping port(ComposeService.Port port, ComposeService service) {
        Optional<String> published = port.published();
        boolean range = published.filter(text -> !text.matches("[0-9]{1,5}")).isPresent();
        if (range) {
            losses.add(
                    place(service.name(), "ports"),
                    "The range " + published.orElse("") + " of the host's ports for " + port.target()
                            + " is not carried over; any free port is taken.");
        }
        port.hostIp()
                .filter(address -> !address.equals("0.0.0.0"))
                .ifPresent(address -> losses.add(
                        place(service.name(), "ports"),
                        "The port " + port.target() + " is bound to " + address
                                + "; here it is bound to all addresses."));
        OptionalInt host = published.isPresent() && !range
                ? OptionalInt.of(Integer.parseInt(published.get()))
                : OptionalInt.empty();
        return new PortMapping(port.target(), host, port.protocol(), Map.of());
    }

    private static List<String> links(ComposeService service) {
        Set<String> linked = new LinkedHashSet<>();
        List<String> links = new ArrayList<>();
        service.links().forEach(link -> {
            links.add(link);
            linked.add(link.split(":", 2)[0]);
        });
        service.dependsOn().keySet().stream().filter(linked::add).forEach(links::add);
        return links;
    }

    private static Optional<Boolean> essential(ServiceOthers others) {
        return others.text("restart").map(word -> !word.equals("no"));
    }

    private List<Dependency> dependsOn(ComposeService service) {
        List<Dependency> dependencies = new ArrayList<>();
        service.dependsOn().forEach((name, dependency) -> {
            // Linked containers are started first anyway.
            switch (dependency.condition()) {
                case "service_healthy" -> dependencies.add(new Dependency(name, Dependency.Condition.HEALTHY));
                case "service_completed_successfully" ->
                    dependencies.add(new Dependency(name, Dependency.Condition.SUCCESS));
                default -> {}
            }
        });
        return dependencies;
    }

    private HealthCheck healthCheck(ComposeService.Healthcheck check, ComposeService service) {
        if (check.test().isEmpty() && !check.disabled()) {
            losses.add(
                    place(service.name(), "healthcheck"),
                    "The health check of the image of '" + service.name()
                            + "' is not asked by ECS, and the file has no 'test'.");
        }
        List<String> command = check.disabled() || check.test().isEmpty() ? List.of("NONE") : check.test();
        return new HealthCheck(
                command,
                seconds(check.interval(), 5, 300, "interval", service),
                seconds(check.timeout(), 2, 120, "timeout", service),
                retries(check.retries(), service),
                seconds(check.startPeriod(), 0, 300, "start_period", service));
    }

    private OptionalInt retries(OptionalInt retries, ComposeService service) {
        if (retries.isEmpty() || (retries.getAsInt() >= 1 && retries.getAsInt() <= 10)) {
            return retries;
        }
        int nearest = Math.clamp(retries.getAsInt(), 1, 10);
        losses.add(
                place(service.name(), "healthcheck"),
                "'retries' of '" + service.name() + "' is " + retries.getAsInt() + "; ECS takes 1 to 10, so that it is "
                        + nearest + " now.");
        return OptionalInt.of(nearest);
    }

    private OptionalInt seconds(
            Optional<Duration> duration, int least, int most, String field, ComposeService service) {
        if (duration.isEmpty()) {
            return OptionalInt.empty();
        }
        int nearest = Math.clamp(Math.ceilDiv(duration.get().toMillis(), 1000L), least, most);
        if (!Duration.ofSeconds(nearest).equals(duration.get())) {
            losses.add(
                    place(service.name(), "healthcheck"),
                    "'" + field + "' of '" + service.name() + "' becomes " + nearest
                            + " s: ECS takes whole seconds from " + least + " to " + most + ".");
        }
        return OptionalInt.of(nearest);
    }

    private Optional<LogConfiguration> logging(ComposeService service) {
        return service.logging()
                .map(logging ->
                        new LogConfiguration(logging.driver().orElse("json-file"), logging.options(), Map.of()));
    }

    private SourceSpan place(String service, String field) {
        String path = service.isEmpty() ? "/" + field : "/services/" + service + "/" + field;
        return project.places().at(path).orElseGet(() -> SourceSpan.ofFile(file));
    }

    /** Finds the Compose field that an ECS field came from. */
    private final class ComposeOrigin implements ContainerGroup.Origin {

        private static final Map<String, String> NAMES = Map.ofEntries(
                Map.entry("portMappings", "ports"),
                Map.entry("mountPoints", "volumes"),
                Map.entry("dependsOn", "depends_on"),
                Map.entry("logConfiguration", "logging"),
                Map.entry("healthCheck", "healthcheck"),
                Map.entry("memory", "mem_limit"),
                Map.entry("memoryReservation", "mem_reservation"),
                Map.entry("cpu", "cpus"),
                Map.entry("essential", "restart"),
                Map.entry("workingDirectory", "working_dir"),
                Map.entry("readonlyRootFilesystem", "read_only"));

        @Override
        public SourceSpan ofContainer(int index, String field) {
            return place(project.services().get(index).name(), NAMES.getOrDefault(field, field));
        }

        @Override
        public SourceSpan ofField(String field) {
            return place("", field);
        }
    }
}

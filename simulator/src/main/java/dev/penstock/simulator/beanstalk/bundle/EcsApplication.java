package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Dependency;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.HealthCheck;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Image;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Mount;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Network;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.PortMapping;
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
import java.util.OptionalLong;
import java.util.Set;

/** The ECS platform: the containers of a task, in bridge mode. Sources: Developer Guide, "ECS managed Docker". */
final class EcsApplication {

    private static final long MIB = 1024 * 1024;
    private static final String LOG_FOLDER = "/var/log/containers/";

    private EcsApplication() {}

    /**
     * The file of a bundle. Events: ingenieux/beanstalker issue 63.
     *
     * @throws BundleRefused by the service
     */
    static Dockerrun.Containers file(SourceBundle bundle) throws BundleRefused {
        String text = bundle.text("Dockerrun.aws.json").orElse("");
        if (text.isBlank()) {
            throw BundleRefused.byService("No ecs task definition (or empty definition file) found in environment");
        }
        return DockerrunReader.containers(text);
    }

    static Application of(Dockerrun.Containers file, SourceBundle bundle, Map<String, String> environment) {
        Map<String, Mount.Source> volumes = new HashMap<>();
        for (JsonValue volume : file.volumes()) {
            String name = Values.text(volume, "name").orElse("");
            volumes.put(
                    name,
                    Values.member(volume, "host")
                            .flatMap(host -> Values.text(host, "sourcePath"))
                            .filter(path -> path.startsWith("/"))
                            .map(InstancePaths::source)
                            .orElseGet(() -> new Mount.Source.Named(name)));
        }
        List<PlannedContainer> containers = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (JsonValue definition : file.containerDefinitions()) {
            String name = Values.text(definition, "name").orElse("");
            volumes.put(EcsRules.LOGS + name, new Mount.Source.OfInstance(LOG_FOLDER + name));
            containers.add(container(definition, aliases(file, name), volumes, environment));
            if (!Values.elements(definition, "volumesFrom").isEmpty()) {
                remarks.add("volumesFrom of container " + name + " is not simulated");
            }
        }
        int port = containers.stream()
                .flatMap(c -> c.ports().stream())
                .mapToInt(PortMapping::instance)
                .filter(p -> p == 80)
                .findFirst()
                .orElse(80);
        return new Application.Containers(Application.Form.ECS_TASK, containers, port, file.authentication(), remarks);
    }

    /** Names by which others know a container: by their links, and by its hostname, which Docker's links carry along. */
    private static Set<String> aliases(Dockerrun.Containers file, String name) {
        Set<String> aliases = new HashSet<>();
        for (JsonValue other : file.containerDefinitions()) {
            for (String link : Values.texts(other, "links")) {
                String[] parts = link.split(":", 2);
                if (parts[0].equals(name)) {
                    aliases.add(parts[parts.length - 1]);
                }
            }
            if (Values.text(other, "name").filter(name::equals).isPresent()) {
                Values.text(other, "hostname").ifPresent(aliases::add);
            }
        }
        aliases.remove(name);
        return aliases;
    }

    private static PlannedContainer container(
            JsonValue definition,
            Set<String> aliases,
            Map<String, Mount.Source> volumes,
            Map<String, String> environment) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        for (JsonValue pair : Values.elements(definition, "environment")) {
            Values.text(pair, "name")
                    .ifPresent(name ->
                            variables.put(name, Values.text(pair, "value").orElse("")));
        }
        List<PortMapping> ports = new ArrayList<>();
        for (JsonValue mapping : Values.elements(definition, "portMappings")) {
            number(mapping, "containerPort")
                    .ifPresent(port -> ports.add(new PortMapping(
                            (int) number(mapping, "hostPort").orElse(0),
                            (int) port,
                            Values.text(mapping, "protocol")
                                    .filter("udp"::equals)
                                    .isPresent())));
        }
        List<Mount> mounts = new ArrayList<>();
        for (JsonValue point : Values.elements(definition, "mountPoints")) {
            Mount.Source source = volumes.get(Values.text(point, "sourceVolume").orElse(""));
            Optional<String> path = Values.text(point, "containerPath");
            if (source != null && path.isPresent()) {
                mounts.add(new Mount(source, path.get(), Values.isTrue(point, "readOnly")));
            }
        }
        Map<String, String> hosts = new HashMap<>();
        Values.elements(definition, "extraHosts")
                .forEach(host -> Values.text(host, "hostname")
                        .ifPresent(name ->
                                hosts.put(name, Values.text(host, "ipAddress").orElse(""))));
        return new PlannedContainer(
                Values.text(definition, "name").orElse(""),
                new Image.Pull(Values.text(definition, "image").orElse(""), true),
                Values.texts(definition, "entryPoint"),
                Values.texts(definition, "command"),
                variables,
                ports,
                mounts,
                new Network(
                        aliases,
                        Values.text(definition, "hostname"),
                        hosts,
                        Values.isTrue(definition, "disableNetworking")),
                dependencies(definition),
                !Values.text(definition, "essential").filter("false"::equals).isPresent(),
                settings(definition));
    }

    private static List<Dependency> dependencies(JsonValue definition) {
        List<Dependency> dependencies = new ArrayList<>();
        for (String link : Values.texts(definition, "links")) {
            dependencies.add(new Dependency(link.split(":", 2)[0], Dependency.Condition.STARTED));
        }
        for (JsonValue each : Values.elements(definition, "dependsOn")) {
            Dependency.Condition condition =
                    switch (Values.text(each, "condition").orElse("START")) {
                        case "HEALTHY" -> Dependency.Condition.HEALTHY;
                        case "COMPLETE", "SUCCESS" -> Dependency.Condition.COMPLETED;
                        default -> Dependency.Condition.STARTED;
                    };
            Values.text(each, "containerName").ifPresent(name -> dependencies.add(new Dependency(name, condition)));
        }
        return dependencies;
    }

    private static Settings settings(JsonValue definition) {
        JsonValue linux = Values.member(definition, "linuxParameters").orElseGet(JsonValue.Null::new);
        JsonValue capabilities = Values.member(linux, "capabilities").orElseGet(JsonValue.Null::new);
        OptionalLong cpu = number(definition, "cpu");
        return new Settings(
                mebibytes(number(definition, "memory")),
                mebibytes(number(definition, "memoryReservation")),
                cpu.isPresent() ? OptionalInt.of((int) cpu.getAsLong()) : OptionalInt.empty(),
                Values.text(definition, "workingDirectory"),
                Values.text(definition, "user"),
                Values.isTrue(definition, "privileged"),
                Values.isTrue(definition, "readonlyRootFilesystem"),
                Values.isTrue(linux, "initProcessEnabled"),
                Values.isTrue(definition, "pseudoTerminal"),
                Values.texts(capabilities, "add"),
                Values.texts(capabilities, "drop"),
                Values.member(definition, "healthCheck").map(EcsApplication::healthCheck),
                Restart.ALWAYS,
                Optional.empty());
    }

    private static HealthCheck healthCheck(JsonValue check) {
        return new HealthCheck(
                Values.texts(check, "command"),
                number(check, "interval").orElse(30),
                number(check, "timeout").orElse(5),
                (int) number(check, "retries").orElse(3),
                number(check, "startPeriod").orElse(0));
    }

    private static OptionalLong mebibytes(OptionalLong number) {
        return number.isPresent() && number.getAsLong() > 0
                ? OptionalLong.of(number.getAsLong() * MIB)
                : OptionalLong.empty();
    }

    private static OptionalLong number(JsonValue value, String name) {
        return Values.text(value, name)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }
}

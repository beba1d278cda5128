package dev.penstock.convert;

import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.taskdefinition.ContainerDefinition;
import dev.penstock.taskdefinition.ContainerDefinition.HealthCheck;
import dev.penstock.taskdefinition.ContainerDefinition.PortMapping;
import dev.penstock.taskdefinition.TaskVolume;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes containers as a Compose file. */
final class ToCompose {

    private final ContainerGroup group;
    private final Losses losses;
    private final boolean onBeanstalk;
    private final List<String> environmentFiles;

    /**
     * A writer.
     *
     * @param onBeanstalk whether paths of Elastic Beanstalk's instances become those of the bundle
     * @param environmentFiles what every service reads variables from
     */
    ToCompose(ContainerGroup group, boolean onBeanstalk, List<String> environmentFiles, Losses losses) {
        this.group = group;
        this.onBeanstalk = onBeanstalk;
        this.environmentFiles = environmentFiles;
        this.losses = losses;
    }

    ObjectNode document() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode services = root.putObject("services");
        for (int i = 0; i < group.containers().size(); i++) {
            services.set(group.containers().get(i).name(), service(i));
        }
        group.volumes().stream()
                .filter(volume -> !isMounted(volume))
                .forEach(volume -> losses.add(
                        group.origin().ofField("volumes"),
                        "The volume '" + volume.name() + "' is left out: nothing mounts it."));
        group.volumes().stream().filter(this::isMounted).forEach(this::told);
        group.task().keySet().stream()
                .sorted()
                .forEach(field -> losses.add(
                        group.origin().ofField(field),
                        "'" + field + "' of the task is not carried over: Compose has no tasks."));
        List<TaskVolume> named = group.volumes().stream()
                .filter(volume -> volume.sourcePath().isEmpty() && isMounted(volume))
                .toList();
        if (!named.isEmpty()) {
            ObjectNode volumes = root.putObject("volumes");
            named.forEach(volume -> volumes.putNull(volume.name()));
        }
        return root;
    }

    private void told(TaskVolume volume) {
        volume.others()
                .keySet()
                .forEach(name -> losses.add(
                        group.origin().ofField("volumes"),
                        "'" + name + "' of the volume '" + volume.name() + "' is not carried over."));
    }

    private boolean isMounted(TaskVolume volume) {
        return group.containers().stream()
                .flatMap(container -> container.mountPoints().stream())
                .anyMatch(mount -> mount.sourceVolume().equals(volume.name()));
    }

    private ObjectNode service(int index) {
        ContainerDefinition container = group.containers().get(index);
        ObjectNode service = JsonNodeFactory.instance.objectNode().put("image", escaped(container.image()));
        container.hostname().ifPresent(name -> service.put("hostname", escaped(name)));
        texts(service, "entrypoint", container.process().entryPoint());
        texts(service, "command", container.process().command());
        container.process().workingDirectory().ifPresent(folder -> service.put("working_dir", escaped(folder)));
        container.process().user().ifPresent(user -> service.put("user", escaped(user)));
        if (container.process().privileged()) {
            service.put("privileged", true);
        }
        if (container.process().readonlyRootFilesystem()) {
            service.put("read_only", true);
        }
        texts(service, "env_file", environmentFiles);
        environment(service, container, index);
        texts(
                service,
                "ports",
                container.portMappings().stream().map(ToCompose::port).toList());
        container.portMappings().stream()
                .flatMap(port -> port.others().keySet().stream())
                .filter(field -> !field.equals("containerPortRange"))
                .distinct()
                .forEach(field -> losses.add(
                        group.origin().ofContainer(index, "portMappings"),
                        "'" + field + "' of the ports of '" + container.name() + "' is not carried over."));
        mounts(service, container);
        texts(
                service,
                "volumes_from",
                container.volumesFrom().stream()
                        .map(from -> from.sourceContainer() + (from.readOnly() ? ":ro" : ""))
                        .toList());
        texts(service, "links", container.links());
        dependsOn(service, container, index);
        container.healthCheck().ifPresent(check -> service.set("healthcheck", healthcheck(check)));
        container.logConfiguration().ifPresent(log -> logging(service, log, index));
        resources(service, container);
        container.essential().ifPresent(essential -> service.put("restart", essential ? "always" : "no"));
        new ContainerOthers(
                        container,
                        service,
                        name -> losses.add(
                                group.origin().ofContainer(index, name),
                                "'" + name + "' of '" + container.name()
                                        + "' is not carried over: Compose has no such field."))
                .write();
        return service;
    }

    private void environment(ObjectNode service, ContainerDefinition container, int index) {
        container
                .environmentFiles()
                .forEach(file -> losses.add(
                        group.origin().ofContainer(index, "environmentFiles"),
                        "The file of variables " + file + " is not read by Compose.",
                        "Put it beside the Compose file, and name it in 'env_file'."));
        if (container.environment().isEmpty() && container.secrets().isEmpty()) {
            return;
        }
        ObjectNode environment = service.putObject("environment");
        container.environment().forEach((name, value) -> environment.put(name, escaped(value)));
        container.secrets().forEach((name, from) -> {
            environment.putNull(name);
            losses.add(
                    group.origin().ofContainer(index, "secrets"),
                    "The secret '" + name + "' of '" + container.name() + "' is not fetched by Compose from " + from
                            + ".",
                    "Give the variable where this runs; Elastic Beanstalk takes secrets as environment properties.");
        });
    }

    private static String port(PortMapping port) {
        String range = port.others().getOrDefault("containerPortRange", "").replace("\"", "");
        String target = port.containerPort() > 0 ? Integer.toString(port.containerPort()) : range;
        String host = port.hostPort().isPresent() && port.hostPort().getAsInt() > 0
                ? port.hostPort().getAsInt() + ":"
                : "";
        return host + target + (port.protocol().equals("tcp") ? "" : "/" + port.protocol());
    }

    private void mounts(ObjectNode service, ContainerDefinition container) {
        texts(
                service,
                "volumes",
                container.mountPoints().stream()
                        .map(mount -> source(mount.sourceVolume()) + ":" + escaped(mount.containerPath())
                                + (mount.readOnly() ? ":ro" : ""))
                        .toList());
    }

    private String source(String volume) {
        if (volume.startsWith(Dockerrun.LOG_VOLUME_PREFIX) && onBeanstalk) {
            return "${EB_LOG_BASE_DIR}/" + volume.substring(Dockerrun.LOG_VOLUME_PREFIX.length());
        }
        Optional<String> path = group.volumes().stream()
                .filter(each -> each.name().equals(volume))
                .findFirst()
                .flatMap(TaskVolume::sourcePath);
        return path.map(this::inBundle).map(ToCompose::escaped).orElse(volume);
    }

    private String inBundle(String path) {
        boolean bundle = onBeanstalk
                && (path.equals(ContainerGroup.BUNDLE_FOLDER) || path.startsWith(ContainerGroup.BUNDLE_FOLDER + "/"));
        return bundle ? "." + path.substring(ContainerGroup.BUNDLE_FOLDER.length()) : path;
    }

    private void dependsOn(ObjectNode service, ContainerDefinition container, int index) {
        if (container.dependsOn().isEmpty()) {
            return;
        }
        container.dependsOn().stream()
                .filter(dependency -> dependency.condition() == ContainerDefinition.Dependency.Condition.COMPLETE)
                .forEach(dependency -> losses.add(
                        group.origin().ofContainer(index, "dependsOn"),
                        "'" + container.name() + "' waits until '" + dependency.containerName()
                                + "' has ended; in Compose, until it has ended well."));
        ObjectNode dependencies = service.putObject("depends_on");
        container
                .dependsOn()
                .forEach(dependency -> dependencies
                        .putObject(dependency.containerName())
                        .put(
                                "condition",
                                switch (dependency.condition()) {
                                    case START -> "service_started";
                                    case HEALTHY -> "service_healthy";
                                    case COMPLETE, SUCCESS -> "service_completed_successfully";
                                }));
    }

    private static ObjectNode healthcheck(HealthCheck check) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (check.command().equals(List.of("NONE"))) {
            return json.put("disable", true);
        }
        texts(json, "test", check.command());
        seconds(json, "interval", check.interval());
        seconds(json, "timeout", check.timeout());
        check.retries().ifPresent(retries -> json.put("retries", retries));
        seconds(json, "start_period", check.startPeriod());
        return json;
    }

    private static void seconds(ObjectNode json, String name, OptionalInt seconds) {
        seconds.ifPresent(present -> json.put(name, present + "s"));
    }

    private void logging(ObjectNode service, ContainerDefinition.LogConfiguration log, int index) {
        ObjectNode logging = service.putObject("logging").put("driver", log.logDriver());
        if (!log.options().isEmpty()) {
            ObjectNode options = logging.putObject("options");
            log.options().forEach((name, value) -> options.put(name, escaped(value)));
        }
        log.secretOptions()
                .keySet()
                .forEach(name -> losses.add(
                        group.origin().ofContainer(index, "logConfiguration"),
                        "The secret option '" + name + "' of the log driver is not carried over."));
    }

    private static void resources(ObjectNode service, ContainerDefinition container) {
        container.resources().memory().ifPresent(memory -> service.put("mem_limit", memory + "m"));
        container.resources().memoryReservation().ifPresent(memory -> service.put("mem_reservation", memory + "m"));
        container.resources().cpu().stream().filter(cpu -> cpu > 0).forEach(cpu -> service.put("cpu_shares", cpu));
    }

    private static void texts(ObjectNode json, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = json.putArray(name);
            boolean paths = name.equals("volumes");
            texts.forEach(text -> array.add(paths ? text : escaped(text)));
        }
    }

    /** A dollar sign would start a variable. */
    static String escaped(String text) {
        return text.replace("$", "$$");
    }
}

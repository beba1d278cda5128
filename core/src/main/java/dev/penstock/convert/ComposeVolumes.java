package dev.penstock.convert;

import dev.penstock.compose.ComposeProject;
import dev.penstock.compose.ComposeService;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.problem.SourceSpan;
import dev.penstock.taskdefinition.ContainerDefinition.MountPoint;
import dev.penstock.taskdefinition.TaskVolume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes task volumes of the volumes and folders that services mount. */
final class ComposeVolumes {

    private final ComposeProject project;
    private final Format target;
    private final Losses losses;
    private final BiFunction<String, String, SourceSpan> place;
    private final Map<String, TaskVolume> bySource = new LinkedHashMap<>();

    ComposeVolumes(ComposeProject project, Format target, Losses losses, BiFunction<String, String, SourceSpan> place) {
        this.project = project;
        this.target = target;
        this.losses = losses;
        this.place = place;
    }

    List<TaskVolume> volumes() {
        return bySource.values().stream()
                .filter(volume -> !volume.name().startsWith(Dockerrun.LOG_VOLUME_PREFIX))
                .toList();
    }

    List<MountPoint> mountPoints(ComposeService service) {
        List<MountPoint> points = new ArrayList<>();
        for (ComposeService.Mount mount : service.mounts()) {
            switch (mount.type()) {
                case "bind" -> points.add(point(bind(mount, service), mount));
                case "volume" -> points.add(point(volume(mount, service), mount));
                default ->
                    losses.add(
                            place.apply(service.name(), "volumes"),
                            "The mount at " + mount.target() + " of '" + service.name() + "' is of the type '"
                                    + mount.type() + "' and is not carried over.");
            }
        }
        return points;
    }

    private static MountPoint point(TaskVolume volume, ComposeService.Mount mount) {
        return new MountPoint(volume.name(), mount.target(), mount.readOnly());
    }

    private TaskVolume bind(ComposeService.Mount mount, ComposeService service) {
        String source = mount.source().orElse("");
        boolean logs = source.startsWith(ContainerGroup.LOG_FOLDER + "/");
        String owner = logs ? source.substring(ContainerGroup.LOG_FOLDER.length() + 1) : "";
        boolean ofService =
                project.services().stream().anyMatch(each -> each.name().equals(owner));
        if (logs && ofService) {
            return bySource.computeIfAbsent(
                    source, key -> new TaskVolume(Dockerrun.LOG_VOLUME_PREFIX + owner, Optional.empty(), Map.of()));
        }
        return bySource.computeIfAbsent(source, key -> {
            Optional<String> path = hostPath(source, service);
            String last = source.substring(source.lastIndexOf('/') + 1);
            return new TaskVolume(unique(last), path, Map.of());
        });
    }

    /** Where the folder is on the instance; relative ones are those of the bundle. */
    private Optional<String> hostPath(String source, ComposeService service) {
        if (source.startsWith("/")) {
            return Optional.of(source);
        }
        boolean inBundle = target == Format.DOCKERRUN_V2 && (source.startsWith("./") || source.equals("."));
        if (inBundle) {
            String below = source.equals(".") ? "" : source.substring(1);
            return Optional.of(ContainerGroup.BUNDLE_FOLDER + below);
        }
        losses.add(
                place.apply(service.name(), "volumes"),
                "The folder " + source + " of '" + service.name()
                        + "' lies beside the Compose file; where this runs there is none, and the volume is empty.",
                "Put its files into the image.");
        return Optional.empty();
    }

    private TaskVolume volume(ComposeService.Mount mount, ComposeService service) {
        String name = mount.source()
                .orElseGet(() -> service.name() + "-" + mount.target().replace('/', '-'));
        return bySource.computeIfAbsent("volume " + name, key -> {
            String declared = project.volumes().getOrDefault(name, "{}");
            boolean more = declared.contains("\"driver\"")
                    || declared.contains("\"driver_opts\"")
                    || declared.contains("\"labels\"")
                    || declared.contains("\"external\"")
                    || !declared.contains("\"name\":\"" + project.name() + "_" + name + "\"");
            if (more && mount.source().isPresent()) {
                losses.add(
                        place.apply(service.name(), "volumes"),
                        "How the volume '" + name
                                + "' is made (driver, labels, its own name, external) is not carried over.");
            }
            return new TaskVolume(
                    unique(mount.source().isPresent() ? name : service.name() + "-data"), Optional.empty(), Map.of());
        });
    }

    private String unique(String wanted) {
        String base = wanted.replaceAll("[^A-Za-z0-9_-]", "-").replaceFirst("^-+", "");
        base = base.isEmpty() ? "bundle" : base;
        List<String> taken = bySource.values().stream().map(TaskVolume::name).toList();
        String name = base;
        for (int i = 2; taken.contains(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }
}

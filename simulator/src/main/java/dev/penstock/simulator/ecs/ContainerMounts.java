package dev.penstock.simulator.ecs;

import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.containers.ContainerSpec;
import dev.penstock.simulator.containers.ContainerSpec.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.Tmpfs;
import software.amazon.awssdk.services.ecs.model.Volume;

/**
 * The volumes of a container: those of the task live as long as it, those of Docker with scope {@code shared} as long as
 * the simulator; folders of the host are mounted only where the user allowed it.
 *
 * @param mounts what is mounted
 * @param volumes those of the task
 * @param problem why they cannot be had
 */
record ContainerMounts(List<Mount> mounts, List<String> volumes, Optional<String> problem) {

    private static final long MIB = 1024 * 1024;

    static ContainerMounts of(
            TaskRecord task,
            TaskDefinition definition,
            ContainerDefinition container,
            ContainerRuntime.Permissions permissions) {
        List<Mount> mounts = new ArrayList<>();
        List<String> volumes = new ArrayList<>();
        Optional<String> problem = Optional.empty();
        for (MountPoint point : container.mountPoints()) {
            Optional<Volume> volume = definition.volumes().stream()
                    .filter(v -> v.name() != null && v.name().equals(point.sourceVolume()))
                    .findFirst();
            problem = problem.or(() -> problem(point, volume, permissions));
            if (problem.isEmpty()) {
                Mount.Source source = source(task, volume.orElseThrow());
                mounts.add(new Mount(source, point.containerPath(), Boolean.TRUE.equals(point.readOnly())));
                if (source instanceof Mount.Source.Volume named && !shared(volume.orElseThrow())) {
                    volumes.add(named.name());
                }
            }
        }
        if (container.linuxParameters() != null) {
            for (Tmpfs tmpfs : container.linuxParameters().tmpfs()) {
                mounts.add(new ContainerSpec.Mount(
                        new Mount.Source.Memory(tmpfs.size() * MIB), tmpfs.containerPath(), false));
            }
        }
        return new ContainerMounts(mounts, volumes, problem);
    }

    private static Optional<String> problem(
            MountPoint point, Optional<Volume> volume, ContainerRuntime.Permissions permissions) {
        if (volume.isEmpty()) {
            return ContainerPlans.refused("the volume " + point.sourceVolume() + " is not defined");
        }
        if (volume.get().efsVolumeConfiguration() != null
                || volume.get().fsxWindowsFileServerVolumeConfiguration() != null) {
            return ContainerPlans.refused("the volume " + point.sourceVolume() + " is of a kind that is not simulated");
        }
        if (folder(volume.get()).isPresent() && !permissions.hostFolders()) {
            return ContainerPlans.refused(
                    "the volume " + point.sourceVolume() + " is a folder of the host, which was not allowed");
        }
        return Optional.empty();
    }

    private static Mount.Source source(TaskRecord task, Volume volume) {
        Optional<String> folder = folder(volume);
        if (folder.isPresent()) {
            return new Mount.Source.HostFolder(folder.get());
        }
        return new Mount.Source.Volume(shared(volume) ? volume.name() : task.id() + "-" + volume.name());
    }

    private static boolean shared(Volume volume) {
        return volume.dockerVolumeConfiguration() != null
                && "shared".equals(volume.dockerVolumeConfiguration().scopeAsString());
    }

    private static Optional<String> folder(Volume volume) {
        return volume.host() == null
                ? Optional.empty()
                : Optional.ofNullable(volume.host().sourcePath()).filter(path -> !path.isEmpty());
    }
}

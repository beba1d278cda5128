package dev.penstock.local.image;

import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells Jib what a plan says. All times are the epoch, so that the same plan gives the same digest. */
final class JibImage {

    private JibImage() {}

    static void describe(JibContainerBuilder builder, ImagePlan plan, String platform) {
        String[] parts = platform.split("/", -1);
        builder.setFormat(ImageFormat.Docker)
                .setCreationTime(Instant.EPOCH)
                .setPlatforms(Set.of(new Platform(parts.length > 1 ? parts[1] : "amd64", parts[0])));
        for (ImagePlan.Layer layer : plan.layers) {
            builder.addFileEntriesLayer(layer(layer));
        }
        plan.environment.forEach(builder::addEnvironmentVariable);
        plan.labels.forEach(builder::addLabel);
        builder.setExposedPorts(plan.ports.stream().map(JibImage::port).collect(Collectors.toSet()));
        builder.setVolumes(plan.volumes.stream().map(AbsoluteUnixPath::get).collect(Collectors.toSet()));
        plan.entrypoint.ifPresent(builder::setEntrypoint);
        plan.command.ifPresent(builder::setProgramArguments);
        plan.user.ifPresent(builder::setUser);
        plan.workingDirectory.map(AbsoluteUnixPath::get).ifPresent(builder::setWorkingDirectory);
    }

    private static Port port(String port) {
        String[] parts = port.split("/", -1);
        return Port.parseProtocol(Integer.parseInt(parts[0]), parts[1]);
    }

    private static FileEntriesLayer layer(ImagePlan.Layer layer) {
        FileEntriesLayer.Builder builder = FileEntriesLayer.builder().setName(layer.name());
        for (ImagePlan.Entry entry : layer.entries()) {
            builder.addEntry(new FileEntry(
                    entry.source(),
                    AbsoluteUnixPath.get(entry.path()),
                    FilePermissions.fromOctalString(String.format("%03o", entry.mode())),
                    Instant.EPOCH,
                    entry.owner()));
        }
        return builder.build();
    }
}

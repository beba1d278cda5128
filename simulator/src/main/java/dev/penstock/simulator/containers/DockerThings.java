package dev.penstock.simulator.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a simulator has on an engine, found by its labels: containers, volumes, and the one network they are in. */
final class DockerThings {

    /** Names the process that made something. */
    static final String OWNER = "dev.penstock.simulator.owner";

    /** Names the simulator: a process may have several. */
    static final String INSTANCE = "dev.penstock.simulator.instance";

    private static final System.Logger LOG = System.getLogger(DockerThings.class.getName());

    private final DockerClient engine;
    private final Map<String, String> labels;
    private final String instance = UUID.randomUUID().toString();
    private @Nullable String network;
    private @Nullable String pauseImage;

    DockerThings(DockerClient engine, Owner owner) {
        this.engine = engine;
        this.labels = Map.of(OWNER, owner.label(), INSTANCE, instance);
    }

    Map<String, String> labels() {
        return labels;
    }

    /** A name that nothing else on the engine has: simulators of one seed give their tasks the same ids. */
    String named(String name) {
        return "penstock-" + instance.substring(0, 8) + "-" + name;
    }

    boolean hasImage(String reference) {
        try {
            engine.inspectImageCmd(reference).exec();
            return true;
        } catch (NotFoundException absent) {
            return false;
        }
    }

    /** The network of this simulator, made when it is first asked for. */
    synchronized String network() {
        String known = network;
        if (known == null) {
            known = "penstock-simulator-" + instance.substring(0, 8);
            engine.createNetworkCmd()
                    .withName(known)
                    .withDriver("bridge")
                    .withLabels(labels)
                    .exec();
            network = known;
        }
        return known;
    }

    /** The image of the container that holds a task's network, made when the engine lacks it. */
    synchronized String pauseImage() {
        String known = pauseImage;
        if (known == null) {
            PauseImage image = PauseImage.of(engine.versionCmd().exec().getArch());
            known = image.name();
            if (!hasImage(known)) {
                engine.buildImageCmd(image.context())
                        .withTags(Set.of(known))
                        .exec(new BuildImageResultCallback())
                        .awaitImageId();
            }
            pauseImage = known;
        }
        return known;
    }

    void remove(String container) {
        try {
            engine.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | ConflictException gone) {
            LOG.log(System.Logger.Level.DEBUG, "gone, or being removed", gone);
        }
    }

    void removeVolume(String name) {
        try {
            engine.removeVolumeCmd(name).exec();
        } catch (NotFoundException gone) {
            LOG.log(System.Logger.Level.DEBUG, "gone", gone);
        }
    }

    /** Takes the name off an image; it goes when it has no other. */
    void removeImage(String reference) {
        try {
            engine.removeImageCmd(reference).exec();
        } catch (DockerException e) {
            LOG.log(System.Logger.Level.DEBUG, "the image is used or gone", e);
        }
    }

    /** Removes all that this simulator made. */
    void removeOwn() {
        removeWhere(l -> instance.equals(l.get(INSTANCE)));
    }

    /** Removes what processes of this machine made that are no more. */
    void removeLeftovers() {
        removeWhere(l -> Optional.ofNullable(l.get(OWNER))
                .flatMap(Owner::parse)
                .filter(Owner::isGone)
                .isPresent());
    }

    private void removeWhere(Predicate<Map<String, String>> which) {
        try (ExecutorService removing = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Container container : engine.listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(List.of(OWNER))
                    .exec()) {
                if (which.test(orNone(container.getLabels()))) {
                    removing.execute(() -> remove(container.getId()));
                }
            }
        }
        List<InspectVolumeResponse> volumes = engine.listVolumesCmd()
                .withFilter("label", List.of(OWNER))
                .exec()
                .getVolumes();
        for (InspectVolumeResponse volume : volumes == null ? List.<InspectVolumeResponse>of() : volumes) {
            if (which.test(orNone(volume.getLabels()))) {
                removeVolume(volume.getName());
            }
        }
        for (Image each : engine.listImagesCmd().withLabelFilter(OWNER).exec()) {
            if (which.test(orNone(each.getLabels()))) {
                removeImage(each.getId());
            }
        }
        for (Network each :
                engine.listNetworksCmd().withFilter("label", List.of(OWNER)).exec()) {
            if (which.test(orNone(each.getLabels()))) {
                removeNetwork(each.getId());
            }
        }
    }

    void removeNetwork(String id) {
        try {
            engine.removeNetworkCmd(id).exec();
        } catch (DockerException e) {
            LOG.log(System.Logger.Level.DEBUG, "the network is gone, or in use", e);
        }
    }

    private static Map<String, String> orNone(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }
}

package dev.penstock.local.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.penstock.image.Dockerfile;
import dev.penstock.image.DockerfileWords;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Sees to it that the engine has the base images of a Dockerfile, before it begins with the first instruction. */
final class EngineBaseImages {

    private final DockerClient engine;
    private final BaseImages baseImages;
    private final Consumer<String> log;

    EngineBaseImages(DockerClient engine, BaseImages baseImages, Consumer<String> log) {
        this.engine = engine;
        this.baseImages = baseImages;
        this.log = log;
    }

    void provide(Dockerfile dockerfile, String platform) throws ImageBuildException, InterruptedException {
        Map<String, String> arguments = new HashMap<>();
        var words = new DockerfileWords(dockerfile.escape(), name -> Optional.ofNullable(arguments.get(name)));
        for (Dockerfile.Instruction argument : dockerfile.globalArguments()) {
            words.pairs(argument.arguments()).ifPresent(arguments::putAll);
        }
        Set<String> stages = new HashSet<>();
        for (Dockerfile.Stage stage : dockerfile.stages()) {
            List<String> from = words.words(stage.from().arguments());
            if (!from.isEmpty() && !from.getFirst().equals("scratch") && !stages.contains(lower(from.getFirst()))) {
                provide(dockerfile.place(stage.from()), from.getFirst(), platform);
            }
            if (from.size() == 3) {
                stages.add(lower(from.get(2)));
            }
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private void provide(String place, String image, String platform) throws ImageBuildException, InterruptedException {
        if (isThere(image)) {
            return;
        }
        if (baseImages.standInFor(image).isPresent() && !RegistryProbe.answers(image)) {
            throw cannotPull(place, image, new IOException("its registry does not answer"));
        }
        try {
            log.accept("Pulling " + image);
            engine.pullImageCmd(image)
                    .withPlatform(platform)
                    .exec(new PullImageResultCallback())
                    .awaitCompletion();
        } catch (DockerException | DockerClientException e) {
            throw cannotPull(place, image, e);
        }
    }

    private static ImageBuildException cannotPull(String place, String image, Exception reason) {
        return new ImageBuildException(
                Reason.BASE_IMAGE,
                place + ": The base image '" + image + "' cannot be pulled: " + reason.getMessage() + ".",
                false,
                reason);
    }

    private boolean isThere(String image) {
        try {
            engine.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }
}

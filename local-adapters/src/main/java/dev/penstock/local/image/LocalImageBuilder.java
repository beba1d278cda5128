package dev.penstock.local.image;

import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuildRequest;
import dev.penstock.image.ImageBuildRequest.BuilderChoice;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds images on this machine: by the container engine where one answers, else without one. Whether one answers is asked
 * once, when it first matters.
 */
public final class LocalImageBuilder implements ImageBuilder {

    private final ImageBuilder withEngine;
    private final ImageBuilder daemonless;
    private final boolean standIns;
    private final Supplier<String> whyNoEngine;
    private @Nullable String known;

    /**
     * A builder for this machine.
     *
     * @param cache a folder of our own for layers; made when it is needed
     * @param baseImages what is taken in place of a base image that cannot be pulled
     */
    public LocalImageBuilder(Path cache, BaseImages baseImages) {
        this(
                new EngineImageBuilder(baseImages),
                new DaemonlessImageBuilder(cache, baseImages),
                baseImages.standInFor("scratch").isPresent(),
                EngineClient::whyAbsent);
    }

    LocalImageBuilder(
            ImageBuilder withEngine, ImageBuilder daemonless, boolean standIns, Supplier<String> whyNoEngine) {
        this.withEngine = withEngine;
        this.daemonless = daemonless;
        this.standIns = standIns;
        this.whyNoEngine = whyNoEngine;
    }

    @Override
    public void check(ImageBuildRequest request) throws IOException, InterruptedException {
        chosen(request).check(request);
    }

    @Override
    public PushedImage buildAndPush(ImageBuildRequest request, Consumer<String> log)
            throws IOException, InterruptedException {
        ImageBuilder builder = chosen(request);
        try {
            return builder.buildAndPush(request, log);
        } catch (ImageBuildException e) {
            if (builder == withEngine && request.builder() == BuilderChoice.AUTO && mayDoWithout(e, request)) {
                log.accept(e.explanation() + " The image is built without the engine.");
                return daemonless.buildAndPush(request, log);
            }
            throw e;
        }
    }

    /**
     * Without the engine, an empty image may stand in for a base image, and a registry on this machine is reached also when
     * the engine runs on another or in a virtual one; if the Dockerfile runs nothing.
     */
    private boolean mayDoWithout(ImageBuildException failure, ImageBuildRequest request)
            throws IOException, InterruptedException {
        boolean base = failure.reason() == Reason.BASE_IMAGE && standIns;
        boolean unreachable = failure.reason() == Reason.PUSH_FAILED
                && failure.isTransient()
                && request.repository().insecure();
        if (!base && !unreachable) {
            return false;
        }
        try {
            daemonless.check(request);
            return true;
        } catch (ImageBuildException e) {
            return false;
        }
    }

    private ImageBuilder chosen(ImageBuildRequest request) throws IOException, InterruptedException {
        if (request.builder() == BuilderChoice.DAEMONLESS) {
            return daemonless;
        }
        String absent = whyNoEngine();
        if (absent.isEmpty()) {
            return withEngine;
        }
        if (request.builder() == BuilderChoice.ENGINE) {
            throw new ImageBuildException(
                    Reason.ENGINE_NEEDED,
                    "The settings ask for a container engine, and none answers (" + absent
                            + "). Start one, or set DOCKER_HOST, or let the image be built without one.");
        }
        return daemonless;
    }

    private synchronized String whyNoEngine() {
        String answer = known;
        if (answer == null) {
            answer = whyNoEngine.get();
            known = answer;
        }
        return answer;
    }
}

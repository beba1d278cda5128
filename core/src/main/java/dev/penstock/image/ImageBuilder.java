package dev.penstock.image;

import java.io.IOException;
import java.util.function.Consumer;

/** Builds images and pushes them. */
public interface ImageBuilder {

    /**
     * Says before anything starts why a Dockerfile cannot be built here: for example a {@code RUN} instruction and no
     * container engine.
     *
     * @param request the image; its context may not be there yet, then only what is there is looked at
     * @throws ImageBuildException with place and reason, if it cannot be built
     */
    void check(ImageBuildRequest request) throws IOException, InterruptedException;

    /**
     * Builds and pushes. May be asked again after a crash: layers and images that are there already are left as they are.
     *
     * @param log takes what the builder says, line by line
     * @throws ImageBuildException if the Dockerfile is wrong, an instruction fails, or the push is refused
     */
    PushedImage buildAndPush(ImageBuildRequest request, Consumer<String> log) throws IOException, InterruptedException;
}

package dev.penstock.local.image;

import dev.penstock.image.Dockerfile;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildRequest;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Builds images without a container engine, with Jib: for Dockerfiles that only copy and configure. The same files give the
 * same digest. Base images are pulled without signing in, but from the registry that is pushed to with its credentials.
 */
public final class DaemonlessImageBuilder implements ImageBuilder {

    private final Path cache;
    private final BaseImages baseImages;

    /**
     * A builder.
     *
     * @param cache a folder of our own for layers; made when it is needed
     * @param baseImages what is taken in place of a base image that cannot be pulled
     */
    public DaemonlessImageBuilder(Path cache, BaseImages baseImages) {
        this.cache = cache;
        this.baseImages = baseImages;
    }

    @Override
    public void check(ImageBuildRequest request) throws IOException {
        plan(request);
    }

    @Override
    public PushedImage buildAndPush(ImageBuildRequest request, Consumer<String> log)
            throws IOException, InterruptedException {
        ImagePlan plan = plan(request);
        return new JibBuild(request, plan, cache, baseImages, log).run();
    }

    private static ImagePlan plan(ImageBuildRequest request) throws IOException {
        Dockerfile dockerfile =
                Dockerfile.parse(BuildContext.dockerfileName(request), BuildContext.dockerfileText(request));
        return planOf(dockerfile, request);
    }

    private static ImagePlan planOf(Dockerfile dockerfile, ImageBuildRequest request)
            throws ImageBuildException, IOException {
        return PlanReader.read(dockerfile, BuildContext.of(request), request.platform());
    }
}

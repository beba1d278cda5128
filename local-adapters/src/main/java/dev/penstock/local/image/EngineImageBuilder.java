package dev.penstock.local.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.penstock.artifact.Digest;
import dev.penstock.image.Dockerfile;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuildRequest;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import dev.penstock.image.RepositoryAccess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds images with the container engine: by its own builder, or through the {@code docker} command where a Dockerfile
 * needs BuildKit. Credentials go to the engine with the push, in memory. Layers of earlier builds are used again.
 */
public final class EngineImageBuilder implements ImageBuilder {

    private final BaseImages baseImages;

    /**
     * A builder.
     *
     * @param baseImages what is taken in place of a base image that cannot be pulled
     */
    public EngineImageBuilder(BaseImages baseImages) {
        this.baseImages = baseImages;
    }

    @Override
    public void check(ImageBuildRequest request) throws IOException, InterruptedException {
        Dockerfile dockerfile = read(request);
        Optional<Dockerfile.Instruction> buildKit = dockerfile.buildKitInstruction();
        if (buildKit.isPresent() && !DockerCommand.hasBuildKit()) {
            throw new ImageBuildException(
                    Reason.ENGINE_NEEDED,
                    dockerfile.place(buildKit.get()) + ": "
                            + buildKit.get().keyword()
                            + " is written here in a way that needs BuildKit, and there is no 'docker buildx' on this machine. "
                            + "Install the docker command with its buildx plugin.");
        }
    }

    private static Dockerfile read(ImageBuildRequest request) throws IOException {
        return Dockerfile.parse(BuildContext.dockerfileName(request), BuildContext.dockerfileText(request));
    }

    @Override
    public PushedImage buildAndPush(ImageBuildRequest request, Consumer<String> log)
            throws IOException, InterruptedException {
        check(request);
        PlainRegistries.check(request.repository());
        Dockerfile dockerfile = read(request);
        try (DockerClient engine = EngineClient.connect()) {
            new EngineBaseImages(engine, baseImages, log).provide(dockerfile, request.platform());
            if (dockerfile.buildKitInstruction().isPresent()) {
                DockerCommand.build(request, dockerfile, log);
            } else {
                if (dockerfile.syntax().isPresent()) {
                    log.accept("The directive 'syntax=" + dockerfile.syntax().get()
                            + "' is not followed: nothing in the Dockerfile needs it.");
                }
                EngineBuild.run(engine, request, dockerfile, log);
            }
            return pushAll(engine, request, log);
        } catch (DockerException e) {
            throw new ImageBuildException(
                    Reason.BUILD_FAILED, "The container engine refused: " + e.getMessage(), false, e);
        }
    }

    private static PushedImage pushAll(DockerClient engine, ImageBuildRequest request, Consumer<String> log)
            throws IOException, InterruptedException {
        RepositoryAccess repository = request.repository();
        try {
            Optional<EnginePush.Pushed> pushed = Optional.empty();
            for (String tag : request.tags()) {
                pushed = Optional.of(EnginePush.run(engine, repository, tag, log));
            }
            Digest digest = pushed.map(EnginePush.Pushed::digest).orElseThrow();
            return new PushedImage(repository.repositoryUri(), digest, request.tags(), 0, List.of());
        } finally {
            if (repository.insecure()) {
                request.tags().forEach(tag -> rename(engine, repository.pushUri(), tag));
            }
        }
    }

    /** The name has a port that will mean something else tomorrow. Under no name, the next build would not find its layers. */
    private static void rename(DockerClient engine, String repository, String tag) {
        String name = repository + ":" + tag;
        try {
            engine.tagImageCmd(name, "penstock" + repository.substring(repository.indexOf('/')), tag)
                    .exec();
            engine.removeImageCmd(name).withNoPrune(true).exec();
        } catch (NotFoundException e) {
            // Somebody was faster.
        }
    }
}

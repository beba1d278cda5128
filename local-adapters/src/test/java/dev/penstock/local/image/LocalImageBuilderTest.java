package dev.penstock.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.artifact.Digest;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuildRequest;
import dev.penstock.image.ImageBuildRequest.BuilderChoice;
import dev.penstock.image.ImageBuilder;
import dev.penstock.image.PushedImage;
import dev.penstock.image.RepositoryAccess;
import dev.penstock.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class LocalImageBuilderTest {

    private final List<String> log = new ArrayList<>();
    private int probes;

    @Test
    void theEngineBuildsWhereOneAnswersAndIsAskedForOnce() throws Exception {
        var builder = builder("", named("engine"), false);

        assertThat(builder.buildAndPush(request(BuilderChoice.AUTO), log::add).repositoryUri())
                .isEqualTo("engine");
        assertThat(builder.buildAndPush(request(BuilderChoice.ENGINE), log::add).repositoryUri())
                .isEqualTo("engine");
        assertThat(probes).isEqualTo(1);
        assertThat(builder.buildAndPush(request(BuilderChoice.DAEMONLESS), log::add)
                        .repositoryUri())
                .isEqualTo("daemonless");
    }

    @Test
    void withoutAnEngineTheImageIsBuiltWithoutOneUnlessItMustBeOne() throws Exception {
        var builder = builder("no socket", named("engine"), false);

        assertThat(builder.buildAndPush(request(BuilderChoice.AUTO), log::add).repositoryUri())
                .isEqualTo("daemonless");
        ImageBuildException refused =
                catchThrowableOfType(ImageBuildException.class, () -> builder.check(request(BuilderChoice.ENGINE)));
        assertThat(refused.reason()).isEqualTo(Reason.ENGINE_NEEDED);
        assertThat(refused).hasMessageContaining("no socket").hasMessageContaining("DOCKER_HOST");
    }

    @Test
    void inASimulationABaseImageThatTheEngineCannotPullIsStoodInFor() throws Exception {
        var failing = new FixedBuilder("engine", Reason.BASE_IMAGE);

        assertThat(builder("", failing, true)
                        .buildAndPush(request(BuilderChoice.AUTO), log::add)
                        .repositoryUri())
                .isEqualTo("daemonless");
        assertThat(catchThrowableOfType(
                                ImageBuildException.class,
                                () -> builder("", failing, false).buildAndPush(request(BuilderChoice.AUTO), log::add))
                        .reason())
                .isEqualTo(Reason.BASE_IMAGE);
        assertThat(catchThrowableOfType(
                                ImageBuildException.class,
                                () -> builder("", new FixedBuilder("engine", Reason.BUILD_FAILED), true)
                                        .buildAndPush(request(BuilderChoice.AUTO), log::add))
                        .reason())
                .isEqualTo(Reason.BUILD_FAILED);
    }

    @Test
    void aRegistryOnThisMachineThatTheEngineDoesNotReachIsReachedWithoutIt() throws Exception {
        var failing = new FixedBuilder("engine", Reason.PUSH_FAILED);
        ImageBuildRequest usual = request(BuilderChoice.AUTO);
        var loopback = new ImageBuildRequest(
                usual.context(),
                usual.dockerfile(),
                usual.platform(),
                new RepositoryAccess("r", "127.0.0.1:5000/r", true, "", Secret.of("")),
                usual.tags(),
                usual.builder());

        assertThat(builder("", failing, false).buildAndPush(loopback, log::add).repositoryUri())
                .isEqualTo("daemonless");
        assertThat(catchThrowableOfType(
                                ImageBuildException.class,
                                () -> builder("", failing, false).buildAndPush(usual, log::add))
                        .reason())
                .isEqualTo(Reason.PUSH_FAILED);
    }

    private LocalImageBuilder builder(String whyNoEngine, ImageBuilder engine, boolean standIns) {
        return new LocalImageBuilder(engine, named("daemonless"), standIns, () -> {
            probes++;
            return whyNoEngine;
        });
    }

    private static ImageBuilder named(String name) {
        return new FixedBuilder(name, Reason.DOCKERFILE);
    }

    /** Succeeds under its name, or fails for any reason but a wrong Dockerfile. */
    private record FixedBuilder(String name, Reason reason) implements ImageBuilder {

        @Override
        public void check(ImageBuildRequest request) {}

        @Override
        public PushedImage buildAndPush(ImageBuildRequest request, Consumer<String> log) throws ImageBuildException {
            if (reason != Reason.DOCKERFILE) {
                throw new ImageBuildException(reason, "failed", true, new IOException("refused"));
            }
            return new PushedImage(name, Digest.of(new byte[0]), request.tags(), 0, List.of());
        }
    }

    private static ImageBuildRequest request(BuilderChoice choice) {
        return new ImageBuildRequest(
                Path.of("."),
                Path.of("Dockerfile"),
                "linux/amd64",
                new RepositoryAccess("r", "r", false, "", Secret.of("")),
                List.of("v1"),
                choice);
    }
}
